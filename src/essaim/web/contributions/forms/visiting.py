"""What anyone may send: a correction, an actor that is missing, a request not to be shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from essaim.observatory.errors import EssaimError
from essaim.web.contributions.content import Content, applied
from essaim.web.contributions.forms.editing import website_field
from essaim.web.contributions.forms.sending import VisitorForm
from essaim.web.contributions.forms.whereabouts import WhereaboutsForm
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.places import commune_named
from essaim.web.design.words import language, tr

CLOSED, OTHER = "closed", "other"
WHAT = {
    "website": tr("Le site web n'est pas le bon", "The website is wrong"),
    "opening": tr("Les horaires ne sont pas les bons", "The opening hours are wrong"),
    CLOSED: tr("La structure n'existe plus", "The organisation no longer exists"),
    OTHER: tr("Autre chose : nom, adresse, activité…", "Something else: name, address, activity…"),
}


class CorrectionForm(VisitorForm):
    """What is wrong, and what it should be; `content` is the live sheet."""

    what = forms.ChoiceField(
        label=tr("Qu'est-ce qui n'est pas juste ?", "What is wrong?"),
        choices=list(WHAT.items()),
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label=tr("Ce qu'il faudrait lire", "What it should be"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["what", "value", "email"]

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, value = cleaned.get("what"), cleaned.get("value", "")
        if what and what != CLOSED and not value:
            self.add_error(
                "value", ValidationError(tr("Dites ce qui serait juste.", "Say what would be right."), code="required")
            )
        if what == "website" and value:
            cleaned["value"] = self._website(value)
        if what and self.changes() and all(self.content.get(name) == new for name, new in self.changes().items()):
            self.add_error(
                "value",
                ValidationError(tr("C'est déjà ce qui est écrit.", "This is what it says already."), code="same"),
            )
        return cleaned

    def _website(self, value: str) -> str:
        address = value if "://" in value else f"https://{value}"
        try:
            URLValidator(["http", "https"])(address)
        except ValidationError as fault:
            self.add_error("value", fault)
        return address

    def changes(self) -> dict[str, Any]:
        """What the sheet would say; nothing where people's fields are not concerned."""
        what = self.cleaned_data.get("what")
        if what == CLOSED:
            return {"status": CLOSED}
        value = "\n".join(self.cleaned_data.get("value", "").splitlines())
        return {what: value} if what in ("website", "opening") else {}

    def remark(self) -> str:
        return "" if self.changes() and self.cleaned_data["what"] != CLOSED else self.cleaned_data["value"]


class ProposalForm(VisitorForm, WhereaboutsForm):
    """An actor that open data lacks."""

    name = forms.CharField(label=tr("Nom", "Name"), max_length=120)
    kind = forms.ChoiceField(
        label=tr("C'est", "It is"), choices=LocalKind.choices, widget=forms.RadioSelect, initial=LocalKind.COLLECTIVE
    )
    commune = forms.CharField(
        label=tr("Commune", "Commune"),
        max_length=80,
        help_text=tr("Son nom ou son code INSEE.", "Its name or INSEE code."),
    )
    description = forms.CharField(
        label=tr("Ce qu'on y fait", "What is done there"), max_length=1200, widget=forms.Textarea(attrs={"rows": 5})
    )
    website = website_field()
    remark = forms.CharField(
        label=tr("Un mot pour la collectivité", "A word for the authority"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=tr("Comment vous connaissez cet acteur. Non publié.", "How you know this actor. Not published."),
    )
    # What was shown as near and is said to be somebody else: asked once.
    different = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    field_order = [
        *("name", "kind", "commune", "address", "description", "sector", "need", "website", "remark", "email")
    ]

    def clean_commune(self) -> str:
        try:
            return commune_named(self.cleaned_data["commune"]).code
        except EssaimError as fault:
            raise ValidationError(fault.message(language()), code="place") from fault

    def content(self) -> dict[str, Any]:
        named = {"description": self.cleaned_data["description"].strip(), "website": self.cleaned_data["website"]}
        written = {name: "\n".join(value.splitlines()) for name, value in named.items()}
        return applied({}, written | self.whereabouts({}))


class ObjectionForm(VisitorForm):
    email = forms.EmailField(
        label=tr("Votre adresse e-mail professionnelle", "Your professional e-mail address"),
        help_text=tr(
            "La collectivité vérifie que la demande vient bien de la structure, et vous répond.",
            "The authority checks that the request comes from the organisation, and answers you.",
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    why = forms.CharField(
        label=tr("Qui vous êtes dans la structure, et pourquoi", "Who you are in the organisation, and why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["why", "email"]
