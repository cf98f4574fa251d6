"""Where words go so that none lies on another.

Widths are estimates, a little too large, for the size that the page gives on a phone: what fits there fits on paper.
"""

import re
from collections.abc import Sequence
from functools import cache

PHONE = 21  # largest size of text in a chart
TALL = 25  # height of one line at that size
_HYPHEN = re.compile(r"(?<=-)")
_NARROW, _BROAD = frozenset("ijltfrI.,;:!'’|()[] \u00a0\u202f·-–"), frozenset("mwMW%@—…")


def wide(words: str, *, size: float = PHONE, bold: bool = False) -> float:
    """The room that a line takes."""
    return size * sum(map(_ems, words)) * (1.15 if bold else 1)


@cache
def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.95
    if ord(letter) > 0x2E7F:  # writings whose letters fill a square
        return 1.05
    return 0.72 if letter.isupper() else 0.63


def shortened(words: str, room: float, *, bold: bool = False) -> str:
    """The line, cut with a sign of it where it does not fit; the table beside the chart has it whole."""
    if wide(words, bold=bold) <= room:
        return words
    kept = words
    while kept and wide(f"{kept}…", bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(words: str, room: float, most: int = 2, *, bold: bool = False) -> list[str]:
    """In lines, at most `most`; a word that is too long is cut at its hyphens."""
    found: list[str] = []
    for word in filter(None, words.split(" ")):  # no-break spaces hold numbers and their units together
        for place, piece in enumerate(_HYPHEN.split(word) if wide(word, bold=bold) > room else [word]):
            gap = " " if place == 0 else ""
            if found and wide(f"{found[-1]}{gap}{piece}", bold=bold) <= room:
                found[-1] += f"{gap}{piece}"
            else:
                found.append(piece)
    kept = found[: most - 1] + ([" ".join(found[most - 1 :])] if len(found) >= most else [])
    return [shortened(one, room, bold=bold) for one in kept] or [""]


def clamped(x: float, width: float, low: float, high: float) -> float:
    """The left end of a label that would be centred at `x`, kept within both edges."""
    return max(min(x - width / 2, high - width), low)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles as near as can be to those wanted, in the same order, none over another."""
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    offsets, end = [], 0.0
    for place in order:
        offsets.append(end + heights[place] / 2)
        end += heights[place]
    blocks: list[tuple[float, int]] = []  # means of neighbours that push one another, and how many they are
    for place, offset in zip(order, offsets, strict=True):
        mean, size = wanted[place] - offset, 1
        while blocks and blocks[-1][0] >= mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    placed = [0.0] * len(wanted)
    for place, offset, mean in zip(order, offsets, flat, strict=True):
        placed[place] = max(min(mean, high - end), low) + offset
    return placed


def lanes(boxes: Sequence[tuple[float, float]], gap: float = 14) -> list[int]:
    """For each span from left to right, the first row where it touches no other."""
    ends: list[list[tuple[float, float]]] = []
    found = []
    for left, right in boxes:
        free = (
            row for row, taken in enumerate(ends) if all(right + gap <= one[0] or left >= one[1] + gap for one in taken)
        )
        row = next(free, len(ends))
        if row == len(ends):
            ends.append([])
        ends[row].append((left, right))
        found.append(row)
    return found


def apart(boxes: Sequence[tuple[float, float]], gap: float = 10) -> list[int]:
    """Places of the labels that can all be written on one line: the last and the first before the others."""
    order = list(dict.fromkeys([len(boxes) - 1, 0, *range(len(boxes))])) if boxes else []
    kept: list[int] = []
    for place in order:
        left, right = boxes[place]
        if all(right + gap <= boxes[one][0] or left >= boxes[one][1] + gap for one in kept):
            kept.append(place)
    return sorted(kept)
