"""The diagnosis of a territory: its figures beside those of its département, its région and France."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from essaim.observatory.diagnosis.asking import Asked, to_ask
from essaim.observatory.diagnosis.associations import associations_of, write_associations
from essaim.observatory.diagnosis.composition import write_families, write_sectors, write_sizes
from essaim.observatory.diagnosis.contradictions import contradictions
from essaim.observatory.diagnosis.dynamics import write_actors, write_demography, write_zones
from essaim.observatory.diagnosis.facts import DETAILED, Facts, facts_of
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.fragmentation import write_fragmentation
from essaim.observatory.diagnosis.framing import write_framing
from essaim.observatory.diagnosis.inside import inside
from essaim.observatory.diagnosis.landscape import choose, comparable
from essaim.observatory.diagnosis.largest import Organisation, largest
from essaim.observatory.diagnosis.lives import lives_of, write_lives
from essaim.observatory.diagnosis.peers import Peers
from essaim.observatory.diagnosis.position import position
from essaim.observatory.diagnosis.private import private_of, write_payroll, write_private_jobs
from essaim.observatory.diagnosis.protection import as_may_be_shown, in_sight, set_beside, with_inputs
from essaim.observatory.diagnosis.reconciliation import write_reconciliation
from essaim.observatory.diagnosis.shift_share import write_shift_share
from essaim.observatory.diagnosis.totals import totals_at, totals_of
from essaim.observatory.diagnosis.trends import trends_of, write_trends
from essaim.observatory.diagnosis.weight import write_weight
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import Territory, parents_of, parts_of, peers_of
from essaim.observatory.store.contours import Outlines
from essaim.observatory.store.reader import Store


@dataclass(frozen=True)
class Diagnosis:
    """The figures of a territory and of the territories that hold it, in one perimeter; `store` is its manifest.

    `peers` are the territories that it may be compared with, `parts` those that it is made of; `figures` end with the
    share of the ESS of each peer and the weight of each part. `to_ask` are the establishments whose exact head count
    would narrow its estimate most, `largest` its largest organisations, once asked for (`with_names`).
    `contradictions` are the published totals that touch it and that estimates do not agree with.
    """

    territory: Territory
    parents: tuple[Territory, ...]
    perimeter: str
    store: dict[str, Any]
    figures: tuple[Figure, ...]
    peers: Peers = field(default_factory=Peers)
    parts: tuple[Territory, ...] = ()
    to_ask: tuple[Asked, ...] = ()
    largest: tuple[Organisation, ...] = ()
    contradictions: tuple[Text, ...] = ()
    outlines: Outlines | None = field(default=None, compare=False, repr=False)  # of the parts, where a store draws them

    def find(self, indicator: str, of: Territory | None = None, /, **breakdown: str) -> Figure | None:
        """One figure of the territory, or of one that holds it; None where there is none."""
        return self._index.get((indicator, (of or self.territory).key, frozenset(breakdown.items())))

    def own(self, indicator: str) -> list[Figure]:
        """Every figure of one indicator for the territory itself, in the order of the diagnosis."""
        return self._own.get(indicator, [])

    @cached_property
    def _own(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            if figure.territory == self.territory:
                found.setdefault(figure.indicator, []).append(figure)
        return found

    @cached_property
    def _index(self) -> dict[tuple[str, str, frozenset[tuple[str, str]]], Figure]:
        return {
            (figure.indicator, figure.territory.key, frozenset(figure.breakdown.items())): figure
            for figure in self.figures
        }


def diagnose(
    store: Store, territory: Territory, perimeter: str = "strict", *, peers: tuple[Territory, ...] | None = None
) -> Diagnosis:
    """The diagnosis of a territory, set beside comparable ones: the nearest, or those of `peers` alone.

    Raises UsageError for an unknown perimeter or a peer of another level, EssaimError when the store holds the detail
    of another territory only.
    """
    if perimeter not in PERIMETERS:
        raise UsageError(
            Text(
                f"périmètre inconnu : « {perimeter} » (strict, legal ou wide)",
                f"unknown perimeter: “{perimeter}” (strict, legal or wide)",
            )
        )
    _check_scope(store, territory)
    parents = tuple(parents_of(territory).values())
    group = choose(store, territory, pinned=peers, size=len(peers)) if peers else comparable(store, territory)
    placed, shares = position(store, territory, perimeter, group)
    own = _figures(store, territory, perimeter)
    after_weight = next((place for place, one in enumerate(own) if one.indicator == "C1"), len(own))
    figures = [*own[:after_weight], *placed, *own[after_weight:]]
    for parent in parents:
        figures += set_beside(_figures(store, parent, perimeter), own)
    parts = parts_of(territory)
    figures += [*shares, *inside(store, parts, perimeter)]
    outlines = Outlines(store, territory, parts[0].level) if parts else None
    return Diagnosis(
        territory,
        parents,
        perimeter,
        store.manifest,
        tuple(figures),
        group,
        parts,
        contradictions=contradictions(store, territory, parents),
        outlines=outlines,
    )


def with_names(store: Store, told: Diagnosis) -> Diagnosis:
    """The diagnosis with its largest organisations and the establishments to ask for their head count.

    Documents hold them, and pages do not need them.
    """
    named = replace(told, largest=largest(store, told.territory, told.perimeter))
    posts = told.find("W3")
    if posts is None or not (posts.value is not None or posts.banded):
        return named  # withheld: a gain would tell how sure its estimate is
    totals = totals_of(store, told.territory, told.perimeter)
    return replace(named, to_ask=to_ask(store, told.territory, told.perimeter, totals))


def _figures(store: Store, territory: Territory, perimeter: str) -> tuple[Figure, ...]:
    """Those of départements, régions and France are asked for again and again: the store keeps them."""
    if territory.level in DETAILED:
        return _written(store, territory, perimeter)
    return store.remember(("figures", territory.key, perimeter), lambda: _written(store, territory, perimeter))


def _facts(store: Store, territory: Territory, perimeter: str, local_effect: float) -> Facts:
    if territory.level in DETAILED:
        return facts_of(store, territory, perimeter, local_effect)
    return store.remember(
        ("facts", territory.key, perimeter), lambda: facts_of(store, territory, perimeter, local_effect)
    )


def _written(store: Store, territory: Territory, perimeter: str) -> tuple[Figure, ...]:
    parents = parents_of(territory)
    totals = totals_of(store, territory, perimeter)
    facts = _facts(store, territory, perimeter, totals.local_effect)
    around = {level: totals_of(store, parent, perimeter) for level, parent in parents.items()}
    peers = in_sight(store, totals_at(store, territory.level, peers_of(territory), perimeter), perimeter)
    writer = Writer(territory, store.manifest, with_inputs(store, totals, around))
    write_framing(writer, facts, totals)
    write_weight(writer, facts, totals, around, list(peers.values()))
    private = private_of(store, territory)
    write_payroll(writer, private)
    write_families(writer, facts)
    france = _facts(store, parents["france"], perimeter, around["france"].local_effect) if parents else None
    write_sectors(writer, facts, france)
    if france:
        write_shift_share(writer, facts, france)
    write_sizes(writer, facts)
    write_fragmentation(writer, facts, totals.dispersion)
    write_trends(writer, trends_of(store, territory), trends_of(store, parents["france"]) if parents else None)
    write_private_jobs(writer, private)
    lives = lives_of(store, territory, perimeter)
    if lives is None:
        write_demography(writer, facts)
    write_lives(writer, lives)
    write_associations(writer, associations_of(store, territory))
    write_reconciliation(writer, facts, totals)
    write_zones(writer, facts)
    write_actors(writer, facts, totals)
    return as_may_be_shown(store, writer.figures, perimeter)


def _check_scope(store: Store, territory: Territory) -> None:
    """A store narrowed to a territory knows the others by their totals only."""
    scope = store.manifest["scope"]
    if (
        scope is None
        or territory.level not in DETAILED
        or (scope["level"], scope["code"]) == (territory.level, territory.code)
    ):
        return
    above = parents_of(territory).get(scope["level"])
    if above is None or above.code != scope["code"]:
        raise EssaimError(
            Text(f"cet entrepôt ne détaille que {scope['name']}", f"this store details {scope['name']} only"),
            remedy=Text(
                "Construisez-en un pour ce territoire, ou pour la France entière : essaim build …",
                "Build one for this territory, or for the whole of France: essaim build …",
            ),
        )
