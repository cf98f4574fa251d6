"""Rows of the index as structures and places of work: by number, in the order asked.

An index is one file, and a second one in memory where people added actors (added.py): each question is put to both.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from essaim.observatory.directory.labels import labels_in
from essaim.observatory.directory.structures import Establishment, Structure

Files = tuple[sqlite3.Connection, ...]
LOCAL = "local-"  # how the key of what people added begins, where others have a SIREN
AT_ONCE = 900  # bound parameters of one statement, under the limit of every SQLite
STRUCTURE = (
    "place, siren, name, acronym, legal_form, family, subfamily, tier, rule, tags, activity, nomenclature, band,"
    " created, rna, insee_flag, in_ess_france, in_esus, siae_kinds, labels, diffusible,"
    " first_establishment, establishments"
)
ESTABLISHMENT = (
    "number, siret, establishments.name, address, postcode, establishments.commune, communes.name, intercommunality,"
    " departement, region, activity, band, employer, created, head_office, diffusible, longitude, latitude, siae_kinds,"
    " approximate"
)


def ask(files: Files, sql: str, values: Collection[Any] = ()) -> Iterator[Any]:
    """The rows that every file answers, those of the register first."""
    for file in files:
        yield from file.execute(sql, tuple(values))


def places_of(files: Files, keys: Sequence[str]) -> list[int]:
    """The places in the index of structures, in the order of their keys as given; unknown ones are left out."""
    found = numbered(files, keys)
    return [found[key] for key in keys if key in found]


def numbered(files: Files, keys: Sequence[str]) -> dict[str, int]:
    """The place in the index of each of these structures that is there."""
    found: dict[str, int] = {}
    for some in _batches(list(keys)):
        found |= dict(ask(files, f"select siren, place from structures where siren in ({_marks(some)})", some))
    return found


def structures(files: Files, places: Sequence[int]) -> list[Structure]:
    """Structures in the order of `places`, each with its head office only."""
    rows = {row[0]: row for row in _rows(files, f"select {STRUCTURE} from structures where place in", places)}
    seats = _establishments(files, [row[21] for row in rows.values()])
    return [_structure(rows[place], seats[rows[place][21]]) for place in places if place in rows]


def with_establishments(files: Files, one: Structure) -> Structure:
    """The same structure with all its places of work, the head office first."""
    [place] = places_of(files, [one.key])
    sql = "select first_establishment, establishments from structures where place = ?"
    [(first, several)] = ask(files, sql, [place])
    found = _establishments(files, range(first, first + several))
    return replace(one, establishments=tuple(found[number] for number in range(first, first + several)))


def with_all_establishments(files: Files, places: Sequence[int]) -> Iterator[Structure]:
    """Structures with all their places of work, in the order of `places`; two statements a batch."""
    rows = {row[0]: row for row in _rows(files, f"select {STRUCTURE} from structures where place in", places)}
    ranges = {place: range(row[21], row[21] + row[22]) for place, row in rows.items()}
    found = _establishments(files, [number for numbers in ranges.values() for number in numbers])
    for place in places:
        works = tuple(found[number] for number in ranges[place])
        yield replace(_structure(rows[place], works[0]), establishments=works)


def points(files: Files, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The rows of `Point`: places of work whose position is known."""
    for some in _batches(list(numbers)):
        yield from ask(
            files,
            "select structures.siren, siret, coalesce(establishments.name, structures.name), longitude, latitude,"
            " family, establishments.activity, establishments.band, communes.name, approximate"
            " from establishments inner join structures"
            f" on structures.siren = iif(siret glob '{LOCAL}*', siret, substr(siret, 1, 9))"
            " inner join communes using (commune)"
            f" where number in ({_marks(some)}) and longitude is not null order by number",
            some,
        )


def addresses(files: Files, numbers: Sequence[int]) -> Iterator[tuple[str, float, float]]:
    """(address, longitude, latitude) of places of work whose position is known."""
    sql = "select address, longitude, latitude from establishments where address is not null and longitude is not null"
    return _rows(files, f"{sql} and number in", numbers)


def _establishments(files: Files, numbers: Sequence[int]) -> dict[int, Establishment]:
    sql = f"select {ESTABLISHMENT} from establishments inner join communes using (commune) where number in"
    return {row[0]: _establishment(row) for row in _rows(files, sql, numbers)}


def _rows(files: Files, sql: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for some in _batches(list(numbers)):
        yield from ask(files, f"{sql} ({_marks(some)})", some)


def _batches(values: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(values), AT_ONCE):
        yield values[first : first + AT_ONCE]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _structure(row: tuple[Any, ...], seat: Establishment) -> Structure:
    flags = [bool(flag) for flag in row[15:18]]
    kinds = tuple((row[18] or "").split())
    siren, local = ("", row[1]) if row[1].startswith(LOCAL) else (row[1], "")
    values: tuple[Any, ...] = (siren, *row[2:13], _day(row[13]), row[14], *flags, kinds, labels_in(row[19]))
    values += (bool(row[20]), row[22], seat, (), local)
    return Structure(*values)


def _establishment(row: tuple[Any, ...]) -> Establishment:
    flags = (bool(row[14]), bool(row[15]))
    siret = "" if row[1].startswith(LOCAL) else row[1]
    values: tuple[Any, ...] = (
        siret,
        *row[2:12],
        bool(row[12]),
        _day(row[13]),
        *flags,
        *row[16:18],
        tuple((row[18] or "").split()),
        bool(row[19]),
    )
    return Establishment(*values)
