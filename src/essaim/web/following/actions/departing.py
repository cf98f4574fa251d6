"""Structures that the current version no longer shows: kept while somebody may look for them, and never named again
once the register withholds their name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from essaim.observatory.directory.changes import Change as Told
from essaim.observatory.directory.changes import Comparison
from essaim.observatory.reference.identifiers import is_siren
from essaim.web.contributions.models import Sheet
from essaim.web.following.models import Change, Departure, Follow, Kind, Refresh
from essaim.web.following.models.changes import Gone
from essaim.web.territories.stores import current_index, current_store

BATCH = 500
PLACE = ("commune", "intercommunality", "departement", "region")


def update(made: Refresh, compared: Comparison | None) -> None:
    """Those that are gone since the former version, and those that people wrote about or follow and that are not there.

    A structure that is back is no longer among them.
    """
    gone = [one for one in compared.changes if _is_gone(one)] if compared else []
    _keep(_told(made, one) for one in gone)
    watched = _watched()
    known = set(Departure.objects.values_list("key", flat=True))
    present = current_index().among(sorted(known | watched))
    back = known & present
    for some in _batches(sorted(back)):
        Departure.objects.filter(key__in=some).delete()
    _keep(_missing(made, sorted(watched - present - known)))


def withhold() -> None:
    """A name that the register withholds now is told nowhere, not even where it was told before."""
    rows = current_store().rows("select siren from legal_units where not diffusible")
    withheld = {siren for (siren,) in rows}
    named = set(Change.objects.exclude(name="").values_list("key", flat=True).distinct())
    named |= set(Departure.objects.exclude(name="").values_list("key", flat=True))
    for some in _batches(sorted(named & withheld)):
        Change.objects.filter(key__in=some, kind="renamed").delete()
        Change.objects.filter(key__in=some).update(name="")
        Departure.objects.filter(key__in=some).update(name="")


def _is_gone(one: Told) -> bool:
    return not one.siret and (one.kind == "closed" or (one.kind == "left" and one.after is None))


def _told(made: Refresh, one: Told) -> Departure:
    return Departure(reason=one.kind, **identity(made, one), **(one.places[0]._asdict() if one.places else {}))


def identity(made: Refresh, one: Told) -> dict[str, Any]:
    """Which structure a change of this refresh is about, and when: kept beside what happened, and when it is gone."""
    return {
        "refresh": made,
        "key": one.siren,
        "name": (one.name or "")[:200],
        "family": one.family,
        "subfamily": one.subfamily,
        "activity": one.activity or "",
        "on": one.on,
    }


def _watched() -> set[str]:
    """The keys of the register that people wrote about or follow."""
    written = Sheet.objects.live().values_list("key", flat=True)
    followed = Follow.objects.filter(kind=Kind.STRUCTURE).values_list("target", flat=True)
    return {key for key in (*written, *followed) if is_siren(key)}


def _missing(made: Refresh, keys: list[str]) -> Iterable[Departure]:
    """What the current version and their sheets say of those whose departure no comparison could tell."""
    if not keys:
        return
    known = _in_register(keys)
    sheets = Sheet.objects.of_keys(keys).in_bulk(field_name="key")
    for key in keys:
        facts, sheet = known.get(key, NOTHING_KNOWN), sheets.get(key)
        place = {field: getattr(sheet, field) for field in PLACE} if sheet else {}
        name = (facts.name or (sheet.name if sheet else "")) if facts.diffusible else ""
        yield Departure(
            key=key,
            reason=Gone.LEFT if facts.active else Gone.CLOSED,
            name=name[:200],
            family=facts.family or "",
            subfamily=facts.subfamily or "",
            activity=facts.activity or "",
            on=facts.closed,
            refresh=made,
            **place,
        )


class Known(NamedTuple):
    """What the current version says of a unit that has no place of work in the ESS any more."""

    name: str | None
    diffusible: bool
    active: bool
    closed: date | None
    family: str | None
    subfamily: str | None
    activity: str | None


NOTHING_KNOWN = Known(None, True, True, None, None, None, None)


def _in_register(keys: list[str]) -> dict[str, Known]:
    store = current_store()
    # A store that an earlier program built does not say when units ceased.
    dated = any(column == "closed" for column, *_ in store.rows("describe legal_units"))
    closed = "closed" if dated else "cast(null AS date)"
    rows = store.rows(
        f"select siren, name, diffusible, active, {closed}, family, subfamily, activity from legal_units"  # noqa: S608
        " where list_contains(?, siren)",
        [keys],
    )
    return {siren: Known(*facts) for siren, *facts in rows}


def _keep(departures: Iterable[Departure]) -> None:
    """Each once, as it was last told."""
    fields = ["reason", "name", "family", "subfamily", "activity", "on", "refresh", *PLACE]
    for some in _batches(list(departures)):
        Departure.objects.bulk_create(some, update_conflicts=True, unique_fields=["key"], update_fields=fields)


def _batches(values: list[Any]) -> Iterable[list[Any]]:
    for first in range(0, len(values), BATCH):
        yield values[first : first + BATCH]
