"""How allauth does things here: no user name, addresses compared without case, no site in the database."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from essaim.web.accounts.models import User


class Adapter(DefaultAccountAdapter):
    def format_email_subject(self, subject: str) -> str:
        return f"Essaim · {subject}"

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There is none."""

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()
