"""Contrast of colours (WCAG 2.1), and the shades of a colour that can be read on the two grounds of the site."""

import colorsys
from dataclasses import dataclass

# The grounds of tokens.css on which text is hardest to read: the darkest light one, the lightest dark one.
LIGHT_GROUND, DARK_GROUND = "#f3eee2", "#23272e"
# Dark enough that one of the two reads at 4.5 to 1 on any colour whatever.
INK, WHITE = "#060606", "#ffffff"
TEXT = 4.5  # success criterion 1.4.3
OBJECT = 3.0  # success criterion 1.4.11: what is not text but must be seen


@dataclass(frozen=True)
class Shades:
    """One colour of an authority, as it is used: `fill`, seen on the page's ground, with `on_fill` written on it, and
    `text`, read on the page's ground."""

    fill: str
    on_fill: str
    text: str


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str, colour: str, wanted: float = TEXT) -> str:
    """The colour itself when it reads on that ground, else its nearest lighter or darker shade that does."""
    if contrast(colour, ground) >= wanted:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    towards = 0.0 if luminance(ground) > 0.18 else 1.0
    for step in range(1, 101):
        shade = _written(hue, lightness + (towards - lightness) * step / 100, saturation)
        if contrast(shade, ground) >= wanted:
            return shade
    return INK if towards == 0.0 else WHITE


def shades(colour: str, ground: str) -> Shades:
    """How a colour is used on a ground."""
    text = readable_on(ground, colour)
    fill = readable_on(ground, colour, OBJECT)
    return Shades(fill, ink_on(fill), text)


def ink_on(fill: str) -> str:
    """Which of the two inks reads better there; one of them always passes."""
    return max((WHITE, INK), key=lambda ink: contrast(ink, fill))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _written(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
