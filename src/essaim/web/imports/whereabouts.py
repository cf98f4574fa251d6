"""The commune that a row names, and who decides of what is there."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import LATEST, Territory, territory
from essaim.observatory.reference.names import fold
from essaim.web.accounts.models import Authority
from essaim.web.contributions.places import Home, holder
from essaim.web.imports.report import Note
from essaim.web.territories.gazetteer import gazetteer

AFTER_NAME = re.compile(r"\bcedex\b.*|\b\d+ ?(?:er?|e|eme)? ?(?:arrondissement)?\b|\(.*?\)", re.IGNORECASE)
UNKNOWN = Text("commune inconnue", "unknown commune")
SEVERAL = Text("plusieurs communes portent ce nom", "several communes bear this name")
SAY_CODE = Text("Ajoutez une colonne « code Insee » ou « code postal ».", "Add a column “code Insee” or “code postal”.")
BAD_CODE = Text("code de commune inconnu", "unknown commune code")
CORRECT = Text("Corrigez le nom ou le code de la commune.", "Correct the name or the code of the commune.")


class Whereabouts:
    """Communes as an authority sees them: a name that several bear is first the one of its own territory."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._covered = {(one.level, one.code) for one in authority.coverage.all()}
        self._by_name: dict[str, list[Territory]] = defaultdict(list)
        for (level, _), one in gazetteer(LATEST).by_key.items():
            if level == "commune":
                self._by_name[fold(one.name)].append(one)
        self.home = cache(_home)
        self.holder = cache(holder)

    def covers(self, home: Home) -> bool:
        """Whether a place is in the territory of the authority."""
        inside = {**{level: code for level, code in vars(home).items() if code}, "france": "FR"}
        return bool(self._covered & set(inside.items()))

    def decides(self, home: Home) -> bool:
        """Whether it is the nearest authority, which decides of what is there."""
        return self.holder(home) == self.authority

    def commune(self, values: Mapping[str, Any]) -> tuple[Home | None, Note | None]:
        """The commune of a row: its code, else its name, with the help of its postcode."""
        code, name = str(values.get("commune_code", "")).upper().zfill(5), str(values.get("commune", ""))
        if "commune_code" in values:
            home = self.home(code)
            if home:
                return home, None
        if not name:
            return None, Note("commune_code", BAD_CODE, CORRECT) if "commune_code" in values else None
        if re.fullmatch(r"\d[\dAB]\d{3}", name) and (home := self.home(name)):
            return home, None
        return self._named(name, str(values.get("postcode", "")).zfill(5))

    def _named(self, name: str, postcode: str) -> tuple[Home | None, Note | None]:
        found = self._by_name.get(fold(name)) or self._by_name.get(fold(AFTER_NAME.sub("", name)), [])
        if not found:
            return None, Note("commune", UNKNOWN, CORRECT)
        homes = [home for one in found if (home := self.home(one.code))]
        if len(homes) > 1:
            near = [home for home in homes if self.covers(home)]
            same = [home for home in homes if home.commune.startswith(postcode[:2])]
            homes = near if len(near) == 1 else same if len(same) == 1 else homes
        return (homes[0], None) if len(homes) == 1 else (None, Note("commune", SEVERAL, SAY_CODE))


def _home(code: str) -> Home | None:
    try:
        return Home.of(territory("commune", code).code)
    except EssaimError:
        return None
