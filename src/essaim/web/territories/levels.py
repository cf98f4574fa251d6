"""Levels in addresses are French: /territoires/intercommunalite/242100410/."""

from django.urls import reverse
from django.urls.converters import StringConverter

from essaim.observatory.reference.geography import LEVELS, Territory

IN_ADDRESS = {level: "intercommunalite" if level == "intercommunality" else level for level in LEVELS}
FROM_ADDRESS = {word: level for level, word in IN_ADDRESS.items()}


class LevelConverter(StringConverter):
    regex = "|".join(FROM_ADDRESS)

    def to_python(self, value: str) -> str:
        return FROM_ADDRESS[value]

    def to_url(self, value: str) -> str:
        return IN_ADDRESS[value]


def address_of(one: Territory) -> str:
    return reverse("territory", args=[one.level, one.code])
