"""Pictures that people send: believed by their content alone, and drawn again, so that nothing received is served."""

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from essaim.web.design.words import tr

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
LARGEST_SIDE = 12_000  # pixels: what telephones take, with room
LARGEST_AREA = 50_000_000  # pixels: 200 MB once unfolded


@dataclass(frozen=True)
class Rendering:
    """What is kept of a picture: its format and largest width and height, in pixels; what may be sent, in bytes."""

    format: str
    mode: str
    kept: tuple[int, int]
    largest_file: int
    largest_side: int = LARGEST_SIDE


def clean_picture(upload: UploadedFile, rendering: Rendering) -> ContentFile:
    """The same picture, drawn again; raises ValidationError with a sentence that says what to do."""
    if not (upload.name or "").lower().endswith(SUFFIXES):
        raise ValidationError(
            tr(
                "Choisissez une image PNG, JPEG, WebP ou GIF (le SVG, qui peut contenir un programme, est refusé).",
                "Choose a PNG, JPEG, WebP or GIF image (SVG, which may hold a program, is refused).",
            ),
            code="kind",
        )
    if (upload.size or 0) > rendering.largest_file:
        megabytes = rendering.largest_file // 2**20
        raise ValidationError(
            tr(f"Le fichier dépasse {megabytes} Mo.", f"The file is over {megabytes} MB."), code="size"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return ContentFile(_drawn_again(upload, rendering), name=f"picture.{rendering.format.lower()}")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValidationError(
            tr("Ce fichier n'est pas une image lisible.", "This file is not a readable image."), code="content"
        ) from fault


def _drawn_again(upload: UploadedFile, rendering: Rendering) -> bytes:
    image = Image.open(upload, formats=FORMATS)
    # The size is in the head of the file: a bomb is refused before it is unfolded.
    if max(image.size) > rendering.largest_side or image.width * image.height > LARGEST_AREA:
        raise ValueError(image.size)
    image.load()
    shown = ImageOps.exif_transpose(image).convert(rendering.mode)
    shown.thumbnail(rendering.kept)
    # Pixels only: what the file said besides them (place, device, author, thumbnail) stays behind.
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    written = io.BytesIO()
    bare.save(written, rendering.format, **({"optimize": True} if rendering.format == "PNG" else {"quality": 82}))
    return written.getvalue()
