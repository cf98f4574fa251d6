"""What stands around a territory: those that hold it, those inside, those like it."""

from dataclasses import dataclass

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory, communes_of, peers_of
from essaim.web.territories.gazetteer import gazetteer

PEERS = 8
INSIDE = {"france": "region", "region": "departement", "departement": "intercommunality"}


@dataclass(frozen=True)
class Around:
    parents: tuple[Territory, ...]
    inside: tuple[Territory, ...]
    inside_title: Text
    peers: tuple[Territory, ...]


def around(diagnosis: Diagnosis) -> Around:
    one = diagnosis.territory
    return Around(diagnosis.parents, *_inside(one), _peers(one))


def _inside(whole: Territory) -> tuple[tuple[Territory, ...], Text]:
    known = gazetteer(whole.cog)
    level = INSIDE.get(whole.level)
    titles = {
        "region": Text("Ses régions", "Its régions"),
        "departement": Text("Ses départements", "Its départements"),
        "intercommunality": Text("Ses intercommunalités", "Its intercommunalities"),
        None: Text("Ses communes", "Its communes"),
    }
    if level is None:
        found = [] if whole.level == "commune" else _communes(whole)
    else:
        column = {"region": "region", "departement": "departement"}.get(whole.level)
        found = [
            one
            for one in known.territories
            if one.level == level and (column is None or getattr(one, column) == whole.code)
        ]
    return tuple(sorted(found, key=lambda one: one.name)), titles[level]


def _communes(whole: Territory) -> list[Territory]:
    try:
        codes = communes_of(whole)
    except EssaimError:  # the bodies of Greater Paris: their members are not in the bundled geography
        return []
    known = gazetteer(whole.cog).by_key
    return [known["commune", code] for code in codes if ("commune", code) in known]


def _peers(one: Territory) -> tuple[Territory, ...]:
    """The nearest in population among those of its level and kind."""
    known = gazetteer(one.cog).by_key
    others = [known[one.level, code] for code in peers_of(one) if code != one.code and (one.level, code) in known]
    others.sort(key=lambda other: abs((other.population or 0) - (one.population or 0)))
    return tuple(sorted(others[:PEERS], key=lambda other: -(other.population or 0)))
