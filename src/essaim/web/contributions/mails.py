"""The messages that contributions send: all short, all say why they came and what to do."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def send(to: str, subject: str, template: str, **told: Any) -> None:
    """One message, as plain text; nothing is sent where there is no address."""
    if to:
        body = render_to_string(f"contributions/mail/{template}.txt", told)
        send_mail(f"Essaim · {subject}", body, settings.DEFAULT_FROM_EMAIL, [to])
