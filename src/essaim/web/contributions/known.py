"""The structures that contributions are about: those of the open data, and those that people added."""

from dataclasses import dataclass

from django.http import Http404

from essaim.observatory.directory.structures import Structure
from essaim.observatory.reference.identifiers import is_siren
from essaim.web.contributions.duplicates import alike
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home
from essaim.web.contributions.reading import opposed
from essaim.web.contributions.whole import whole_index
from essaim.web.territories import stores

MOST_SHOWN = 5


@dataclass(frozen=True)
class Near:
    """A structure that may be the one that is being proposed."""

    key: str
    name: str


def sheet_of(key: str) -> Sheet:
    """The sheet of a structure; a new one, not kept yet, for a structure of the open data that nobody wrote about.

    Raises Http404 for an unknown key, and for a structure whose name the register withholds: it asked to stay out.
    """
    kept = Sheet.objects.filter(key=key).first()
    if kept:
        return kept
    found = stores.current_index().structure(key) if is_siren(key) else None
    if found is None or not found.name or found.head_office is None:
        raise Http404
    return Sheet(key=key, name=found.name[:200], **vars(Home.of(found.head_office.commune)))


def postal_address(sheet: Sheet) -> str:
    """That of the head office in the register: where a code is posted, whatever anyone wrote on the sheet."""
    found = stores.current_index().structure(sheet.key) if is_siren(sheet.key) else None
    seat = found.head_office if found else None
    if seat is None or not seat.address:
        return ""
    return "\n".join((sheet.name, seat.address, f"{seat.postcode or ''} {seat.commune_name}".strip()))


def described(keys: list[str]) -> dict[str, str]:
    """What tells a structure from another of the same name, by key: address and number, or what people say it is."""
    found = stores.current_index().structures([key for key in keys if is_siren(key)])
    told = {siren: " · ".join(_identity(one)) for siren, one in found.items()}
    added = Sheet.objects.local().filter(key__in=keys)
    return told | {one.key: f"{one.kind_label}, {one.place}" for one in added}


def _identity(one: Structure) -> list[str]:
    seat = one.head_office
    told = [" ".join(part for part in (seat.address, seat.postcode, seat.commune_name) if part), f"SIREN {one.siren}"]
    return [*told, *([str(one.created.year)] if one.created else [])]


def similar(name: str, commune: str) -> list[Near]:
    """What bears nearly that name in that commune: open data first, then what people added."""
    local = Sheet.objects.live().local().filter(commune=commune)
    added = [Near(one.key, one.name) for one in local if alike(one.name, name)]
    return [*(Near(*one) for one in listed(name, commune)), *added]


def listed(name: str, commune: str) -> list[tuple[str, str]]:
    """(SIREN, name) of what the open data has under nearly that name in that commune."""
    gone = opposed()
    return [
        (one.siren, one.name)
        for one in stores.current_index().similar(name, commune)
        if one.name and one.key not in gone
    ]


def already_there(name: str, commune: str) -> list[tuple[Near, str]]:
    """What bears nearly that name, with its commune, while it is being typed: of that commune where it is known."""
    gone = opposed()
    found = [one for one in whole_index().similar(name, commune) if one.name and one.key not in gone]
    here = [one for one in found if not commune or one.head_office.commune == commune]
    return [(Near(one.key, one.name or ""), one.head_office.commune_name) for one in here[:MOST_SHOWN]]
