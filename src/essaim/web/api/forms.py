"""The form of a token."""

from django import forms

from essaim.web.api.models import Scope
from essaim.web.design.words import tr

DAYS = {
    30: tr("30 jours", "30 days"),
    90: tr("3 mois", "3 months"),
    365: tr("un an", "one year"),
}


class TokenForm(forms.Form):
    """What a new token is for, what it may do, for how long."""

    name = forms.CharField(
        label=tr("À quoi il sert", "What it is for"),
        max_length=80,
        help_text=tr(
            "Par exemple : mise à jour des horaires depuis notre logiciel.",
            "For instance: opening hours brought up to date from our software.",
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=tr("Ce qu'il permet", "What it allows"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=tr(
            "Le moins possible. Lire les données n'en demande aucun.",
            "As little as possible. Reading data asks for none.",
        ),
    )
    days = forms.TypedChoiceField(
        label=tr("Pour combien de temps", "For how long"), choices=list(DAYS.items()), coerce=int, initial=90
    )
