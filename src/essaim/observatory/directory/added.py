"""Actors that people added and registers lack, beside those of an index: found, filtered and counted by the same code.

Their rows come after those of the register, in a second file of the same shape, in memory; the arrays are those of the
register with theirs at the end. Nothing is merged afterwards, so pages, totals and counts are exact.
"""

import math
import sqlite3
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.observatory.directory.columns import Columns
from essaim.observatory.directory.making import schema, write_vocabulary
from essaim.observatory.directory.needs import bits_of_name, needs
from essaim.observatory.directory.query import SIZES, WIDEST
from essaim.observatory.directory.reading import Files, ask
from essaim.observatory.directory.words import initials, key_words, words_of
from essaim.observatory.perimeter.rules import PERIMETERS

EPOCH = date(1970, 1, 1)
TIER = PERIMETERS[WIDEST].max_tier  # people say that it belongs to the ESS: no register does
CODED = {"unit_family": "family", "unit_subfamily": "subfamily", "activity": "activity", "commune": "commune"}


@dataclass(frozen=True)
class Added:
    """One actor, as its sheet says: `key` (`local-…`), where it is, what it does. `also` are words it is found by too.

    `sector` is a code of A17, blank where nobody said it; `since` the day when it was accepted. Its position is in
    degrees (WGS84), None where nothing tells it; `approximate` when it is that of its commune.
    """

    key: str
    name: str
    also: str
    commune: str
    commune_name: str
    intercommunality: str
    departement: str
    region: str
    since: date
    address: str = ""
    sector: str = ""
    needs: tuple[str, ...] = ()
    position: tuple[float, float] | None = None
    approximate: bool = False

    @property
    def answered(self) -> int:
        """The needs that it says it answers, and those that its name is enough to tell, as a sum of bits."""
        known = needs()
        return bits_of_name(key_words(self.name)) | sum(known[code].bit for code in set(self.needs) if code in known)


@dataclass(frozen=True)
class Addition:
    """What an index needs of them: the arrays of all, and the second file, as it is written on a disk."""

    columns: Columns
    content: bytes

    def opened(self) -> sqlite3.Connection:
        """A connection of one's own to that file."""
        file = sqlite3.connect(":memory:")
        file.deserialize(self.content)
        return file


def addition(columns: Columns, files: Files, added: Sequence[Added]) -> Addition:
    """These actors after those of the register, whose arrays and file are given."""
    return Addition(_extended(columns, files, added), _file(columns, added))


def _extended(columns: Columns, files: Files, added: Sequence[Added]) -> Columns:
    codes = {
        kind: (*known, *dict.fromkeys(code for one in added if (code := _code(one, kind)) not in known))
        for kind, known in columns.codes.items()
    }
    numbers = {kind: {code: number for number, code in enumerate(codes[kind])} for kind in codes}
    count = len(added)
    several: dict[str, Any] = {
        name: [numbers[kind][_code(one, kind)] for one in added] for name, kind in CODED.items()
    } | {
        "unit_size": [SIZES.index("unknown")] * count,
        "unit_labels": [0] * count,
        "unit_created": [(one.since - EPOCH).days for one in added],
        "unit_received": [0] * count,
        "unit_words": [min(len(key_words(one.name)), 255) for one in added],
        "unit": range(columns.structures, columns.structures + count),
        "needs": [one.answered for one in added],
        "tier": [TIER] * count,
        "employer": [False] * count,
        "longitude": [one.position[0] if one.position else math.nan for one in added],
        "latitude": [one.position[1] if one.position else math.nan for one in added],
    }
    register, theirs = _ranks(columns, files, added)
    several["unit_named"] = theirs
    old = {name: getattr(columns, name) for name in several} | {"unit_named": register}
    arrays: dict[str, Any] = {
        name: np.concatenate([old[name], np.array(list(more), old[name].dtype)]) for name, more in several.items()
    }
    return replace(columns, **arrays, codes=codes, communes=_communes(columns, codes["commune"], added))


def _code(one: Added, kind: str) -> str:
    return {"activity": one.sector, "commune": one.commune}.get(kind, "")


def _communes(columns: Columns, codes: tuple[str, ...], added: Sequence[Added]) -> dict[str, NDArray[np.str_]]:
    """The communes of the register, then those that only what was added knows."""
    homes = {one.commune: one for one in added}
    new = codes[len(columns.codes["commune"]) :]
    return {
        level: np.concatenate([known, np.array([getattr(homes[code], level) for code in new], dtype="U9")])
        for level, known in columns.communes.items()
    }


def _ranks(columns: Columns, files: Files, added: Sequence[Added]) -> tuple[NDArray[np.int32], list[int]]:
    """The ranks by name of all, once these have found theirs among the others."""
    by_rank = np.empty(columns.structures, dtype=np.int32)
    by_rank[columns.unit_named] = np.arange(columns.structures)

    def name_at(rank: int) -> tuple[bool, str]:
        [(name,)] = ask(files, "select name from structures where place = ?", [int(by_rank[rank])])
        return (name is None, _sorted_as(name or ""))

    before = [bisect_left(range(columns.structures), (False, _sorted_as(one.name)), key=name_at) for one in added]
    order = sorted(range(len(added)), key=lambda number: (before[number], _sorted_as(added[number].name)))
    theirs = [0] * len(added)
    for place, number in enumerate(order):
        theirs[number] = before[number] + place
    shift = np.searchsorted(np.array(sorted(before)), columns.unit_named, side="right")
    return (columns.unit_named + shift).astype(np.int32), theirs


def _sorted_as(name: str) -> str:
    """Capitals without accents: how names are in order."""
    plain = unicodedata.normalize("NFKD", name.upper())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _file(columns: Columns, added: Sequence[Added]) -> bytes:
    """The second file: the same tables as the first."""
    vocabulary: Counter[str] = Counter()
    with sqlite3.connect(":memory:") as file:
        file.executescript(schema())
        for number, one in enumerate(added):
            place, first = columns.structures + number, len(columns.unit) + number
            folded = key_words(one.name)
            words = dict.fromkeys([*folded, *key_words(one.also), *key_words(one.commune_name)])
            vocabulary.update(list(words))
            made = initials(words_of(one.name))
            file.execute("insert into names (rowid, words) values (?, ?)", (place, " ".join([*words, made])))
            _insert(file, "structures", _structure(one, place, first) | {"folded": " ".join(folded)})
            _insert(file, "establishments", _establishment(one, first))
        homes = {one.commune: one for one in added}
        for home in homes.values():
            inside = (home.commune_name, home.intercommunality or None, home.departement, home.region)
            file.execute("insert into communes values (?, ?, ?, ?, ?)", (home.commune, *inside))
        file.execute("create unique index structures_by_siren on structures (siren)")
        write_vocabulary(file, vocabulary)
    content = file.serialize()
    file.close()
    return content


def _structure(one: Added, place: int, first: int) -> dict[str, Any]:
    blank = dict.fromkeys(("legal_form", "family", "subfamily", "rule", "band"), "")
    known = {"place": place, "siren": one.key, "name": one.name, "activity": one.sector or None, "tier": TIER}
    return blank | known | {"tags": 0, "labels": 0, "diffusible": 1, "first_establishment": first, "establishments": 1}


def _establishment(one: Added, number: int) -> dict[str, Any]:
    longitude, latitude = one.position or (None, None)
    where = {"address": one.address or None, "commune": one.commune, "longitude": longitude, "latitude": latitude}
    known = {"number": number, "siret": one.key, "activity": one.sector or None, "band": "", "employer": 0}
    return where | known | {"head_office": 1, "diffusible": 1, "approximate": int(one.approximate)}


def _insert(file: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(values))
    file.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))
