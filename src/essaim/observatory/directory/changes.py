"""What happened to each structure between two versions of a store: created, closed, moved, became an employer…

Two outer joins say it, whatever the size; what each difference means is decided here. Communes are those of the newer
geography, so that a merger is no move. What the rules, the program or a list that one version lacked explain by
themselves is told as such.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb

from essaim.observatory.directory.labels import labels, labels_in
from essaim.observatory.directory.sides import Sides, first_of_creations, literal, scope_of, sql
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import TAGS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.causes import CAUSES, differing
from essaim.observatory.store.reader import read_manifest

KINDS = {
    "created": Text("Création", "Created"),
    "closed": Text("Fermeture", "Closed"),
    "reopened": Text("Réouverture", "Reopened"),
    "entered": Text("Entrée dans le périmètre de l'ESS", "Entered the perimeter of the ESS"),
    "left": Text("Sortie du périmètre de l'ESS", "Left the perimeter of the ESS"),
    "regraded": Text("Changement de périmètre", "Another perimeter"),
    "moved": Text("Déménagement", "Moved"),
    "place_opened": Text("Nouvel établissement", "New establishment"),
    "place_closed": Text("Établissement fermé", "Establishment closed"),
    "employer": Text("Devenue employeuse", "Became an employer"),
    "no_employer": Text("N'est plus employeuse", "No longer an employer"),
    "label_gained": Text("Label ou agrément obtenu", "Label or approval gained"),
    "label_lost": Text("Label ou agrément perdu", "Label or approval lost"),
    "renamed": Text("Changement de nom", "New name"),
}
WHY = CAUSES | {"sources": Text("liste absente d'une des deux versions", "list that one of the two versions lacks")}
BATCH = 10_000


class Place(NamedTuple):
    """A commune and what holds it: official codes of the newer geography, blank where there is none."""

    commune: str
    intercommunality: str
    departement: str
    region: str

    def is_in(self, one: Territory) -> bool:
        """Whether a territory holds this commune."""
        return one.level == "france" or getattr(self, one.level) == one.code


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a structure, or to its place of work `siret` (blank for the structure itself).

    `before` and `after` are what changed: codes of communes (moved, place_opened, place_closed), names (renamed),
    rules of the perimeter (entered, left: None outside the ESS; regraded: in another perimeter), codes of labels.
    `name` is None where the register withholds it. `on` is the date that the register gives, None where it gives none.
    `cause` is a key of WHY.
    """

    siren: str
    siret: str
    kind: str
    name: str | None
    family: str
    subfamily: str
    activity: str | None
    before: str | None
    after: str | None
    on: date | None
    cause: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Comparison:
    """What happened between two versions; `causes` and `details` are what their manifests show to differ.

    `scope` is the territory compared, where one of the versions holds the detail of that territory only.
    """

    before: dict[str, Any]
    now: dict[str, Any]
    causes: tuple[str, ...]
    details: tuple[Text, ...]
    changes: tuple[Change, ...]
    scope: Territory | None


def compare(before: Path, now: Path, within: Territory | None = None) -> Comparison:
    """What happened from the version in folder `before` to the one in folder `now`, in a territory if one is given.

    Raises EssaimError when a version is damaged or of another format of the program.
    """
    manifests = read_manifest(before), read_manifest(now)
    scope = scope_of(*manifests)
    with TemporaryDirectory(prefix="essaim-changes-") as spill, duckdb.connect() as engine:
        engine.execute("set enable_progress_bar = false")
        engine.execute("set memory_limit = '1GB'")
        engine.execute("set temp_directory = ?", [spill])
        Sides(engine, *manifests, scope).read(before, now)
        told = _Telling(*manifests, _places(engine, now))
        engine.execute(sql("changes.sql"))
        found = (*_units(engine, told), *_establishments(engine, told))
    if within is not None:
        found = tuple(one for one in found if any(place.is_in(within) for place in one.places))
    order = list(KINDS)
    found = tuple(sorted(found, key=lambda one: (order.index(one.kind), one.name or "~", one.siren, one.siret)))
    return Comparison(*manifests, *differing(*manifests), found, scope)


def _places(engine: duckdb.DuckDBPyConnection, now: Path) -> dict[str, Place]:
    rows = engine.execute(
        "select commune, coalesce(intercommunality, ''), departement, region"
        f" from read_parquet({literal(now / 'communes.parquet')})"
    ).fetchall()
    return {row[0]: Place(*row) for row in rows}


class _Row(NamedTuple):
    """One unit that is not the same on both sides, as `changed` holds it."""

    siren: str
    old_state: str
    now_state: str
    old_tier: int | None
    now_tier: int | None
    old_rule: str | None
    now_rule: str | None
    old_tags: int | None
    now_tags: int | None
    old_name: str | None
    now_name: str | None
    diffusible: bool
    family: str
    subfamily: str
    activity: str | None
    created: date | None
    closed: date | None
    old_employer: bool | None
    now_employer: bool | None
    old_seat: str | None
    now_seat: str | None
    seat_since: date | None
    old_labels: int | None
    now_labels: int | None
    communes: list[str]


class _Told(NamedTuple):
    """The part of a change that depends on its kind."""

    kind: str
    before: str | None = None
    after: str | None = None
    on: date | None = None
    cause: str = "data"


class _Telling:
    """What a difference means, knowing both manifests."""

    def __init__(self, before: dict[str, Any], now: dict[str, Any], places: dict[str, Place]) -> None:
        read = [{source["id"] for source in one["sources"]} for one in (before, now)]
        lacking = read[0] ^ read[1]
        self.labels = {code for code, label in labels().items() if label.source not in lacking}
        self.bits_lacking = sum(tag.bit for tag in TAGS.values() if tag.source in lacking)
        self.other_rules = before["perimeter_version"] != now["perimeter_version"]
        self.first_of_creations = first_of_creations(before)
        self.places = places

    def of_unit(self, row: _Row) -> Iterator[_Told]:
        if row.old_state in ("in", "elsewhere") and row.now_state in ("in", "elsewhere"):
            yield from self._of_living(row)
        elif row.now_state == "in":
            yield self._arrival(row)
        elif row.now_state == "ceased":
            yield _Told("closed", on=row.closed)
        else:
            yield _Told("left", row.old_rule, cause=self._cause(row))

    def _arrival(self, row: _Row) -> _Told:
        if row.old_state == "ceased":
            return _Told("reopened")
        if row.old_state == "absent" and row.created and row.created >= self.first_of_creations:
            return _Told("created", on=row.created)
        return _Told("entered", None, row.now_rule, cause=self._cause(row))

    def _of_living(self, row: _Row) -> Iterator[_Told]:
        old, now = row.old_tier, row.now_tier
        if old is not None and now is not None and old != now:
            yield _Told("regraded", row.old_rule, row.now_rule, cause=self._cause(row))
        if row.old_seat and row.now_seat and row.old_seat != row.now_seat:
            yield _Told("moved", row.old_seat, row.now_seat, row.seat_since)
        if row.old_name and row.now_name and row.old_name != row.now_name:
            yield _Told("renamed", row.old_name, row.now_name)
        if row.old_state == row.now_state == "in" and row.old_employer != row.now_employer:
            yield _Told("employer" if row.now_employer else "no_employer")
        yield from self._labels(row)

    def _labels(self, row: _Row) -> Iterator[_Told]:
        old, now = set(labels_in(row.old_labels or 0)), set(labels_in(row.now_labels or 0))
        for code in labels():
            if code in self.labels and code in old ^ now:
                yield _Told("label_gained", None, code) if code in now else _Told("label_lost", code)

    def _cause(self, row: _Row) -> str:
        """Why a unit is in a perimeter, or no longer is: its own evidence, or what it has nothing to do with."""
        rules = "perimeter" if self.other_rules else "program"
        if row.old_tags is None or row.now_tags is None:
            return "perimeter" if self.other_rules else "data"
        if row.old_tags == row.now_tags:
            # The same evidence under the same rules: only the place of work that bore a status differs.
            return "data" if not self.other_rules and row.old_rule == row.now_rule else rules
        return "sources" if not (row.old_tags ^ row.now_tags) & ~self.bits_lacking else "data"

    def at(self, communes: list[str]) -> tuple[Place, ...]:
        return tuple(self.places.get(code) or Place(code, "", "", "") for code in communes)


def _units(engine: duckdb.DuckDBPyConnection, told: _Telling) -> Iterator[Change]:
    cursor = engine.execute(
        "select changed.*, coalesce(concerned.communes, []) from changed"
        " left join concerned on concerned.siren = changed.siren"
    )
    while rows := cursor.fetchmany(BATCH):
        for row in map(_Row._make, rows):
            who = (row.family or "", row.subfamily or "", row.activity or None)
            for one in told.of_unit(row):
                name = (row.now_name or row.old_name) if row.diffusible else None
                # A move concerns where the structure was and where it is, not its other places of work.
                communes = [one.before or "", one.after or ""] if one.kind == "moved" else row.communes
                places = told.at(communes)
                yield Change(row.siren, "", one.kind, name, *who, one.before, one.after, one.on, one.cause, places)


def _establishments(engine: duckdb.DuckDBPyConnection, told: _Telling) -> Iterator[Change]:
    cursor = engine.execute("from changed_places")
    while rows := cursor.fetchmany(BATCH):
        for siren, siret, old, now, created, name, diffusible, family, subfamily, activity in rows:
            kind = "moved" if old and now else "place_opened" if now else "place_closed"
            on = created if kind == "place_opened" else None
            who = (name if diffusible else None, family or "", subfamily or "", activity or None)
            places = told.at([code for code in (old, now) if code])
            yield Change(siren, siret, kind, *who, old, now, on, "data", places)
