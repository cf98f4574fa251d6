"""Logos: PNG, as large as a dense screen shows them in the header."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from essaim.web.design.pictures import Rendering, clean_picture

LOGO = Rendering(format="PNG", mode="RGBA", kept=(640, 240), largest_file=2 * 2**20, largest_side=6_000)


def clean_logo(upload: UploadedFile) -> ContentFile:
    """The same picture as a PNG of ours; raises ValidationError with a sentence that says what to do."""
    return clean_picture(upload, LOGO)
