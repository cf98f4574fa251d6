"""Logos: believed by their content alone, and re-encoded, so that nothing of the file received is ever served."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from essaim.web.design.words import tr

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
LARGEST_FILE = 2 * 2**20  # bytes
LARGEST_SIDE = 6_000  # pixels
KEPT = (640, 240)  # pixels: sharp on a dense screen at the size of the header


def clean_logo(upload: UploadedFile) -> ContentFile:
    """The same picture as a PNG of ours; raises ValidationError with a sentence that says what to do."""
    name = (upload.name or "").lower()
    if not name.endswith(SUFFIXES):
        raise ValidationError(
            tr(
                "Choisissez une image PNG, JPEG, WebP ou GIF (le SVG, qui peut contenir un programme, est refusé).",
                "Choose a PNG, JPEG, WebP or GIF image (SVG, which may hold a program, is refused).",
            ),
            code="kind",
        )
    if (upload.size or 0) > LARGEST_FILE:
        raise ValidationError(tr("Le fichier dépasse 2 Mo.", "The file is over 2 MB."), code="size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return ContentFile(_encoded(upload), name="logo.png")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValidationError(
            tr("Ce fichier n'est pas une image lisible.", "This file is not a readable image."), code="content"
        ) from fault


def _encoded(upload: UploadedFile) -> bytes:
    image = Image.open(upload, formats=FORMATS)
    # The size is in the head of the file: a bomb is refused before it is unfolded.
    if max(image.size) > LARGEST_SIDE:
        raise ValueError(image.size)
    image.load()
    picture = ImageOps.exif_transpose(image).convert("RGBA")
    picture.thumbnail(KEPT)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
