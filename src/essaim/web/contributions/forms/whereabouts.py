"""What is asked of an actor that registers lack, since no register tells it: where it is, its sector, a need."""

from collections.abc import Iterator
from typing import Any

from django import forms

from essaim.observatory.directory.needs import needs
from essaim.observatory.reference.tables import read_table
from essaim.web.contributions.content import Content
from essaim.web.design.words import tr

Choices = Iterator[tuple[str, Any]]


def sectors() -> Choices:
    """The sectors that lists are filtered by (A17)."""
    yield "", tr("Je ne sais pas", "I do not know")
    rows = (row for row in read_table("naf_levels") if row["level"] == "A17")
    yield from ((row["code"], tr(row["label_fr"], row["label_en"])) for row in rows)


def everyday_needs() -> Choices:
    """The needs that lists are filtered by."""
    yield "", tr("Aucun de ceux-là", "None of these")
    yield from ((code, tr(need.label.fr, need.label.en)) for code, need in needs().items())


class WhereaboutsForm(forms.Form):
    """Three fields, none of them required."""

    address = forms.CharField(
        label=tr("Adresse", "Address"),
        required=False,
        max_length=200,
        help_text=tr(
            "Numéro et rue du lieu d'accueil, pour le placer sur la carte. Jamais celle d'un domicile.",
            "Number and street of the place open to people, for the map. Never that of a home.",
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = forms.ChoiceField(label=tr("Secteur d'activité", "Sector"), required=False, choices=sectors)
    need = forms.ChoiceField(
        label=tr("Le besoin auquel il répond d'abord", "The need that it answers first"),
        required=False,
        choices=everyday_needs,
    )

    def whereabouts(self, start: Content) -> dict[str, Any]:
        """In the shapes of the content. A position holds as long as the address that it came with."""
        cleaned = self.cleaned_data
        others = [code for code in start.get("needs", ())[1:] if code != cleaned["need"]]
        moved = cleaned["address"].strip() != start.get("address", "")
        return {
            "address": cleaned["address"].strip(),
            "sector": cleaned["sector"],
            "needs": [cleaned["need"], *others] if cleaned["need"] else [],
            "position": None if moved else start.get("position"),
        }

    @staticmethod
    def start_of(content: Content) -> dict[str, Any]:
        first = next(iter(content.get("needs", ())), "")
        return {"address": content.get("address", ""), "sector": content.get("sector", ""), "need": first}
