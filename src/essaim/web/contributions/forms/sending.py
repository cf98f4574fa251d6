"""What every form of contributions has: a token that makes two clicks one, and a trap for robots."""

import secrets

from django import forms

from essaim.web.design.words import tr


def new_token() -> str:
    return secrets.token_urlsafe(24)


def faults_of(*forms_: forms.Form) -> list[tuple[str, str, str]]:
    """(id of the field, its label, what is wrong) for the summary, over every part of a form."""
    return [
        (bound.id_for_label, str(bound.label), str(error))
        for form in forms_
        if form.is_bound
        for bound in form
        for error in bound.errors
    ]


class SendingForm(forms.Form):
    """`token` names this sending."""

    token = forms.CharField(widget=forms.HiddenInput, initial=new_token, max_length=64, min_length=16)


class VisitorForm(SendingForm):
    """Anyone may send it. `fax` is seen by robots only: what fills it is thanked, and thrown away."""

    email = forms.EmailField(
        label=tr("Votre adresse e-mail", "Your e-mail address"),
        required=False,
        help_text=tr(
            "Pour recevoir la réponse, et rien d'autre. Elle n'est jamais publiée.",
            "To receive the answer, and nothing else. It is never published.",
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fax = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def faults(self) -> list[tuple[str, str, str]]:
        return faults_of(self)

    @property
    def is_of_a_robot(self) -> bool:
        return bool(self.data.get("fax"))
