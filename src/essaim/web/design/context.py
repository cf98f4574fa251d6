"""What every page has: the menu, the notice of synthetic data, the place to come back to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essaim.web.design.menu import menu
from essaim.web.design.words import language


def shell(request: HttpRequest) -> dict[str, Any]:
    # `theme` is the authority in whose colours a page stands; its view sets it.
    return {
        "lang": language(),
        "other_lang": "fr" if language() == "en" else "en",
        "menu": list(menu()),
        "here": request.get_full_path(),
        "demo": settings.DEMO,
        "theme": None,
    }
