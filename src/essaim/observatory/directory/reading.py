"""Rows of the index as structures and places of work: by number, in the order asked."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from essaim.observatory.directory.labels import labels_in
from essaim.observatory.directory.structures import Establishment, Structure

AT_ONCE = 900  # bound parameters of one statement, under the limit of every SQLite
STRUCTURE = (
    "place, siren, name, acronym, legal_form, family, subfamily, tier, rule, tags, activity, nomenclature, band,"
    " created, rna, insee_flag, in_ess_france, in_esus, siae_kinds, labels, diffusible,"
    " first_establishment, establishments"
)
ESTABLISHMENT = (
    "number, siret, establishments.name, address, postcode, establishments.commune, communes.name, intercommunality,"
    " departement, region, activity, band, employer, created, head_office, diffusible, longitude, latitude, siae_kinds"
)


def places_of(file: sqlite3.Connection, sirens: Sequence[str]) -> list[int]:
    """The places in the index of structures, in the order of their SIRENs as given; unknown ones are left out."""
    found: dict[str, int] = {}
    for some in _batches(list(sirens)):
        found |= dict(file.execute(f"select siren, place from structures where siren in ({_marks(some)})", some))
    return [found[siren] for siren in sirens if siren in found]


def structures(file: sqlite3.Connection, places: Sequence[int]) -> list[Structure]:
    """Structures in the order of `places`, each with its head office only."""
    rows = {row[0]: row for row in _rows(file, f"select {STRUCTURE} from structures where place in", places)}
    seats = _establishments(file, [row[21] for row in rows.values()])
    return [_structure(rows[place], seats[rows[place][21]]) for place in places if place in rows]


def with_establishments(file: sqlite3.Connection, one: Structure) -> Structure:
    """The same structure with all its places of work, the head office first."""
    [place] = places_of(file, [one.siren])
    [(first, several)] = file.execute(
        "select first_establishment, establishments from structures where place = ?", [place]
    ).fetchall()
    found = _establishments(file, range(first, first + several))
    return replace(one, establishments=tuple(found[number] for number in range(first, first + several)))


def with_all_establishments(file: sqlite3.Connection, places: Sequence[int]) -> Iterator[Structure]:
    """Structures with all their places of work, in the order of `places`; two statements a batch."""
    rows = {row[0]: row for row in _rows(file, f"select {STRUCTURE} from structures where place in", places)}
    ranges = {place: range(row[21], row[21] + row[22]) for place, row in rows.items()}
    found = _establishments(file, [number for numbers in ranges.values() for number in numbers])
    for place in places:
        works = tuple(found[number] for number in ranges[place])
        yield replace(_structure(rows[place], works[0]), establishments=works)


def points(file: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """(siren, siret, name, longitude, latitude, family, activity, band, commune) of the places of known position."""
    for some in _batches(list(numbers)):
        yield from file.execute(
            "select structures.siren, siret, coalesce(establishments.name, structures.name), longitude, latitude,"
            " family, establishments.activity, establishments.band, communes.name"
            " from establishments inner join structures on structures.siren = substr(siret, 1, 9)"
            " inner join communes using (commune)"
            f" where number in ({_marks(some)}) and longitude is not null order by number",
            some,
        )


def _establishments(file: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Establishment]:
    sql = f"select {ESTABLISHMENT} from establishments inner join communes using (commune) where number in"
    return {row[0]: _establishment(row) for row in _rows(file, sql, numbers)}


def _rows(file: sqlite3.Connection, sql: str, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for some in _batches(list(numbers)):
        yield from file.execute(f"{sql} ({_marks(some)})", some)


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
    values: tuple[Any, ...] = (*row[1:13], _day(row[13]), row[14], *flags, kinds, labels_in(row[19]))
    values += (bool(row[20]), row[22], seat)
    return Structure(*values)


def _establishment(row: tuple[Any, ...]) -> Establishment:
    flags = (bool(row[14]), bool(row[15]))
    values: tuple[Any, ...] = (
        *row[1:12],
        bool(row[12]),
        _day(row[13]),
        *flags,
        *row[16:18],
        tuple((row[18] or "").split()),
    )
    return Establishment(*values)
