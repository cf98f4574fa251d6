"""How allauth does things here: no user name, addresses compared without case, no site in the database."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from essaim.web.accounts.models import User
from essaim.web.accounts.openid.leaving import farewell


class Adapter(DefaultAccountAdapter):
    def format_email_subject(self, subject: str) -> str:
        return f"Essaim · {subject}"

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There is none."""

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        here = str(super().get_logout_redirect_url(request))
        return farewell(request, here) or here


class SocialAdapter(DefaultSocialAccountAdapter):
    def generate_state_param(self, state: dict[str, Any]) -> str:  # noqa: ARG002 - as allauth calls it
        """ProConnect wants 32 characters at least."""
        return secrets.token_urlsafe(32)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """A person has one name here, as it is said."""
        user: User = super().populate_user(request, sociallogin, data)
        given = [data.get("first_name"), data.get("last_name")]
        user.name = " ".join(part for part in given if part) or data.get("name") or ""
        return user
