"""What territories are compared on: the open variables, read once per store, and the tier that each belongs to.

None of them measures the ESS: they come from the official geography and from Flores, which counts every salaried post
whoever the employer is. Nothing here reads the register of legal units (docs/method/peers.md).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from essaim.observatory.diagnosis.peers import (
    SIZE,
    UNNAMED,
    Measures,
    Peer,
    Peers,
    Tier,
    Variable,
    Vector,
    likeness,
    picked,
    stability,
    tier_of,
)
from essaim.observatory.errors import UsageError
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory, former_populations, kinds_at, territories_of
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.reader import Store

VARIABLES = (
    Variable("population", Text("population", "population")),
    Variable("growth", Text("évolution de la population", "population growth")),
    Variable("communes", Text("nombre de communes", "number of communes")),
    Variable("centre", Text("poids de la commune la plus peuplée", "weight of the largest commune")),
    Variable("posts", Text("postes salariés par habitant", "salaried posts per inhabitant")),
    Variable("sectors", Text("secteurs d'emploi", "sectors of employment")),
)
# Collectivities that Flores does not cover, and that are neither département nor région.
APART = ("975", "977", "978", "98")
COVERED = 0.9  # least part of the inhabitants, or of the posts, that Flores must tell of
ENOUGH_CANDIDATES = 25
METROPOLIS = ("METRO", "MET69")
KINDS = {
    "METRO": Text("métropoles", "métropoles"),
    "CU": Text("communautés urbaines", "communautés urbaines"),
    "CA": Text("communautés d'agglomération", "communautés d'agglomération"),
    "CC": Text("communautés de communes", "communautés de communes"),
    "departement": Text("départements", "départements"),
    "region": Text("régions", "régions"),
}
BORROWED = Text("métropoles et communautés urbaines", "métropoles and communautés urbaines")
# Communes are compared within their class of population; below the first limit they are too many, and too small.
CLASSES = (10_000, 20_000, 50_000, 100_000, 10_000_000)

TOTALS = """
    with held as (
        select {column} AS code, commune, population from communes
        where {column} is not null and population > 0 and population >= $least and population < $most
    ),
    salaried as (
        select commune, max(posts) AS posts from flores where activity = '_T' and posts is not null group by commune
    )
    select
        held.code,
        count(*),
        cast(sum(held.population) AS bigint),
        max(held.population),
        cast(sum(salaried.posts) AS bigint),
        cast(sum(held.population) filter (salaried.posts is not null) AS bigint)
    from held left join salaried on salaried.commune = held.commune
    group by held.code
"""
SECTORS = """
    select {column} AS code, activity, cast(sum(posts) AS bigint)
    from flores
    where list_contains($sectors, activity) and posts is not null and {column} is not null
    group by code, activity
"""


def comparable(store: Store, territory: Territory) -> Peers:
    """The ten nearest territories of its tier; none, with the reason, where there is no tier or too little is known.

    Above communes, 1 400 groups in all, each is kept once found: they depend on no perimeter.
    """
    if territory.level == "commune":
        return choose(store, territory)
    return store.remember(("peers", territory.key), lambda: choose(store, territory))


def choose(
    store: Store,
    territory: Territory,
    *,
    pinned: Sequence[Territory] = (),
    dropped: Sequence[Territory] = (),
    size: int = SIZE,
) -> Peers:
    """The same group with territories that the user adds or takes away, marked as chosen.

    Raises UsageError for a territory of another level, and for the territory itself.
    """
    for one in pinned:
        _check(territory, one)
    found = _tier(store, territory)
    if isinstance(found, Text) and not pinned:
        return Peers(reason=found)
    tier = tier_of(UNNAMED, (), {}) if isinstance(found, Text) else found
    wanted = [one.code for one in pinned]
    codes = picked(tier, territory.code, pinned=wanted, dropped=[one.code for one in dropped], size=size)
    places = territories_of(territory.level, codes, store.manifest["cog"])
    measured = {code: _measures_of(store, territory.level, code) for code in wanted if code not in tier.points}
    listed = tuple(
        Peer(place, likeness(tier, territory.code, code, measured.get(code)), code in wanted)
        for code, place in places.items()
    )
    changed = bool(pinned or dropped)
    return Peers(
        listed,
        tier.name,
        max(len(tier.points) - 1, 0),
        tier.variables,
        None if changed else stability(tier, territory.code),
        changed,
        None if listed else TOO_LITTLE_KNOWN,
    )


TOO_LITTLE_KNOWN = Text(
    "trop peu est connu de ce territoire pour lui trouver des territoires comparables",
    "too little is known of this territory to find comparable ones",
)
NO_TIER = Text(
    "il n'y a pas de territoire de même nature à lui comparer", "there is no territory of the same kind to compare with"
)
SMALL_COMMUNE = Text(
    "en dessous de 10 000 habitants, une commune n'est comparée qu'à celles de son intercommunalité",
    "below 10,000 inhabitants, a commune is compared with those of its intercommunality only",
)


def _check(territory: Territory, other: Territory) -> None:
    if other.level != territory.level or other.kind == "EPT" or other.code == territory.code:
        raise UsageError(
            Text(
                f"{other.name} ne se compare pas à {territory.name} : il faut un autre territoire du même niveau",
                f"{other.name} cannot be compared with {territory.name}: another territory of the same level is needed",
            )
        )


def _tier(store: Store, territory: Territory) -> Tier | Text:
    """The tier of a territory, made once per store; or why there is none."""
    level, kind = territory.level, territory.kind
    if level == "commune":
        limits = class_of(territory)
        if limits is None:
            return SMALL_COMMUNE
        name = _class_name(limits)
        return store.remember(("tier", limits), lambda: tier_of(name, VARIABLES, measured(store, level, limits)))
    if kind not in KINDS and kind not in METROPOLIS:
        return NO_TIER
    name, kinds = _kinds(territory, store.manifest["cog"])
    return store.remember(("tier", level, kinds), lambda: _tier_above(store, level, name, kinds))


def _tier_above(store: Store, level: str, name: Text, kinds: tuple[str, ...]) -> Tier:
    known = measured(store, level)
    listed = kinds_at(level, store.manifest["cog"])
    return tier_of(name, VARIABLES, {code: one for code, one in known.items() if listed.get(code) in kinds})


def _kinds(territory: Territory, cog: int) -> tuple[Text, tuple[str, ...]]:
    """A métropole may be set beside a communauté urbaine while métropoles are few."""
    if territory.kind not in METROPOLIS:
        return KINDS[territory.kind], (territory.kind,)
    kinds = list(kinds_at(territory.level, cog).values())
    if sum(kinds.count(kind) for kind in METROPOLIS) < ENOUGH_CANDIDATES:
        return BORROWED, (*METROPOLIS, "CU")
    return KINDS["METRO"], METROPOLIS


def class_of(territory: Territory) -> tuple[int, int] | None:
    """The limits of the class of population of a commune; None below the first one, and for other levels."""
    population = territory.population or 0
    if territory.level != "commune":
        return None
    return next(((least, most) for least, most in pairwise(CLASSES) if least <= population < most), None)


def _class_name(limits: tuple[int, int]) -> Text:
    least, most = (Text(f"{limit:,}".replace(",", "\u202f"), f"{limit:,}") for limit in limits)
    if limits[1] == CLASSES[-1]:
        return Text(f"communes d'au moins {least.fr} habitants", f"communes of {least.en} inhabitants or more")
    return Text(f"communes de {least.fr} à {most.fr} habitants", f"communes of {least.en} to {most.en} inhabitants")


def _measures_of(store: Store, level: str, code: str) -> Measures | None:
    """Of a territory that is not of the tier: a commune of another class is not looked for."""
    return None if level == "commune" else measured(store, level).get(code)


def measured(store: Store, level: str, limits: tuple[int, int] | None = None) -> dict[str, Measures]:
    """What is known of every territory of a level, or of every commune of a class, read once per store."""
    return store.remember(("landscape", level, limits), lambda: _read(store, level, limits))


def _read(store: Store, level: str, limits: tuple[int, int] | None) -> dict[str, Measures]:
    least, most = limits or (0, CLASSES[-1])
    rows = store.rows(TOTALS.format(column=level), {"least": least, "most": most})
    rows = [row for row in rows if level == "intercommunality" or not row[0].startswith(APART)]
    codes = {row[0] for row in rows}
    before = former_populations(level, store.manifest["cog"])
    mixes: dict[str, dict[str, int]] = defaultdict(dict)
    sectors = [row["code"] for row in read_table("naf_levels") if row["level"] == "A17"]
    for code, activity, posts in store.rows(SECTORS.format(column=level), {"sectors": sectors}):
        if code in codes:
            mixes[code][activity] = posts
    return {row[0]: _measures(row, before.get(row[0]), mixes.get(row[0], {}), sectors) for row in rows}


def _measures(row: tuple[Any, ...], before: int | None, mix: dict[str, int], sectors: list[str]) -> Measures:
    """In the order of VARIABLES."""
    _, communes, population, largest, posts, covered = row
    told = posts and covered >= COVERED * population
    return (
        (math.log(population),),
        (math.log(population / before),) if before else None,
        (math.log(communes),),
        (largest / population,),
        (posts / covered,) if told else None,
        _mix(mix, sectors) if told and sum(mix.values()) >= COVERED * posts else None,
    )


def _mix(posts: dict[str, int], sectors: list[str]) -> Vector:
    """The square roots of the shares: two mixes are then at the distance of Hellinger."""
    whole = sum(posts.values())
    return tuple(math.sqrt(posts.get(sector, 0) / whole) for sector in sectors)
