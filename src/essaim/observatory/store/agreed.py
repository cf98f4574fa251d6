"""Head counts under agreement in a build: which may be used together, what of them enters the store, what is withheld.

The store never holds a head count under agreement: it holds what its group amounts to, spread over the members by
their bands (`essaim.observatory.secrecy.groups`). Counts of establishments, and their bands, stay those of Sirene.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from essaim.observatory.estimation.known import KnownCounts
from essaim.observatory.perimeter.rules import PERIMETERS, SHOWN_SUBFAMILIES
from essaim.observatory.reference import activities
from essaim.observatory.reference.tables import read_table
from essaim.observatory.secrecy.groups import Group, Member, grouped, spread, withheld
from essaim.observatory.secrecy.rules import RuleSet, binding
from essaim.observatory.store.code_lists import CodeList, attach_rows
from essaim.observatory.store.engine import Engine
from essaim.observatory.store.inputs import KNOWN

UNKNOWN_SECTOR = "_U"
WITHHELD = {
    "level": "varchar",
    "code": "varchar",
    "perimeter": "varchar",
    "part": "varchar",
    "reason": "varchar",
    "rules": "varchar",
}
MEMBERS = """
    select
        lpad(cast(sound.siret_key AS varchar), 14, '0'),
        coalesce(geography.intercommunality, geography.commune),
        geography.commune,
        cast(sound.tier AS integer),
        coalesce(categories.family, ''),
        coalesce(categories.subfamily, ''),
        coalesce(divisions.division, ''),
        bands.code
    from sound
    inner join agreed on agreed.siret_key = sound.siret_key
    inner join geography on geography.commune_key = sound.commune_key
    inner join bands on bands.band_key = sound.band_key
    left join divisions on divisions.division_key = sound.division_key
    left join categories on categories.category = sound.category
    where sound.state = 'A' and sound.tier > 0
"""
# What else figures are cut by; none of it is known before the counts are made.
FACETS = """
    select
        place.siret,
        place.band,
        place.intercommunality,
        head.commune is not null and head.commune <> place.commune,
        head.commune is not null and head.intercommunality is distinct from place.intercommunality,
        place.priority_district is not null,
        place.priority_district is not null or place.position_quality is not null,
        coalesce(place.siae_kinds, ''),
        approved.siren is not null
    from establishments AS place
    inner join agreed on agreed.siret_key = cast(place.siret AS bigint)
    left join communes AS head on head.commune = place.head_office_commune
    left join (select distinct siren from units where in_esus) AS approved on approved.siren = place.siren
"""


@dataclass(frozen=True)
class Agreed:
    """The groups in use, and how many head counts under agreement are not: outside the ESS, or in no safe group."""

    groups: tuple[Group, ...] = ()
    outside: int = 0
    alone: int = 0
    rules: RuleSet | None = None

    @property
    def used(self) -> int:
        return sum(len(group) for group in self.groups)


def attach_agreed(engine: Engine, known: KnownCounts) -> Agreed:
    """Put the head counts under agreement into groups, and what each group amounts to beside the public ones."""
    private = {siret: round(count.count) for siret, count in known.held.items() if not count.public}
    if not private:
        return Agreed()
    attach_rows(engine, "agreed", CodeList({"siret_key": "bigint"}, [(siret,) for siret in sorted(private)]))
    members = _members(engine, private)
    rules = binding()
    found = Agreed(grouped(members, rules), len(private) - len(members), 0, rules)
    # The band is left blank: a count of establishments by band is Sirene's, and no head count shows in it.
    rows = [(siret, "", str(posts), "true") for group in found.groups for siret, posts in spread(group).items()]
    attach_rows(engine, "known_together", CodeList(KNOWN, rows))
    engine.define("known", "select * from known_public union all select * from known_together")
    return Agreed(found.groups, found.outside, len(members) - found.used, rules)


def _members(engine: Engine, private: dict[str, int]) -> list[Member]:
    sector_of = activities.divisions_of("A17")
    bands = {row["code"]: row for row in read_table("headcount_bands")} | {"": {"mean": "0", "size_class": "unknown"}}
    return [
        Member(
            siret,
            private[siret],
            float(bands[band]["mean"] or bands[band]["min"]),
            place,
            commune,
            tier,
            family,
            subfamily,
            sector_of.get(division, UNKNOWN_SECTOR),
            bands[band]["size_class"],
        )
        for siret, place, commune, tier, family, subfamily, division, band in engine.rows(MEMBERS)
    ]


@dataclass(frozen=True)
class Facets:
    """What the figures of a commune and of its intercommunality cut an establishment by, beyond its `Member`."""

    band: str
    intercommunality: str | None
    elsewhere: tuple[bool, bool]  # the head office: out of the commune, out of the intercommunality
    labels: tuple[str, ...]


def attach_withheld(engine: Engine, agreed: Agreed) -> Path | None:
    """The cells that may not be shown, as a published table; None where nothing under agreement is used."""
    if agreed.rules is None or not agreed.groups:
        return None
    facets = _facets(engine)
    cells = withheld(agreed.groups, lambda member: _cells(member, facets[member.siret]), agreed.rules)
    rows = [(*key, reason, agreed.rules.id) for key, reason in sorted(cells.items())]
    return attach_rows(engine, "withheld", CodeList(WITHHELD, rows))


def _facets(engine: Engine) -> dict[str, Facets]:
    found = {}
    for siret, band, place, out, further, district, positioned, kinds, approved in engine.rows(FACETS):
        labels = [f"label:siae:{kind}" for kind in kinds.split()]
        labels += ["label:esus"] if approved else []
        labels += ["zone:positioned"] if positioned else []
        labels += ["zone:priority_district"] if district else []
        found[siret] = Facets(band, place, (out, further), tuple(labels))
    return found


def _cells(member: Member, facets: Facets) -> Iterator[tuple[str, ...]]:
    """Every cell of its commune and of its intercommunality that it is part of, in each perimeter that holds it.

    Above, no cell is withheld: they hold the spread of the groups, which says nothing of a member.
    """
    places = [("commune", member.commune, facets.elsewhere[0])]
    if facets.intercommunality:
        places.append(("intercommunality", facets.intercommunality, facets.elsewhere[1]))
    for perimeter in PERIMETERS.values():
        if member.tier <= perimeter.max_tier:
            for level, code, elsewhere in places:
                for part in _parts(member, facets, elsewhere):
                    yield level, code, perimeter.name, part


def _parts(member: Member, facets: Facets, elsewhere: bool) -> Iterator[str]:
    family = f"family:{member.family}"
    yield from ("_T", family, f"sector:{member.sector}", f"size:{member.size}", f"band:{facets.band}")
    yield from (f"tier:{member.tier}", f"commune:{member.commune}", *facets.labels)
    yield f"subfamily:{member.subfamily}"
    if member.subfamily in SHOWN_SUBFAMILIES:
        yield f"label:{SHOWN_SUBFAMILIES[member.subfamily].lower()}"
    if elsewhere:
        yield from ("head:elsewhere", f"head:elsewhere/{family}")
