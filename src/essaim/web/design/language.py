"""Which language a page is in: the visitor's choice, else that of the browser, else French."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


class LanguageMiddleware:
    """Like Django's own, without its search of addresses and with a cookie that only ever holds a known language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        chosen = asked if asked in LANGUAGES else translation.get_language_from_request(request)
        with translation.override(chosen):
            response = self.get_response(request)
        # What says its languages by itself (an embedded map, the API's answers in both) is the same for everyone.
        if "Content-Language" not in response:
            response["Content-Language"] = chosen
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def remember(response: HttpResponse, language: str) -> None:
    """Keep the choice for a year; the cookie holds nothing else."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
