"""Statistical secrecy in a diagnosis: what the store withholds is not shown, nor is any figure that rests on it.

A store without a head count under agreement has no such table, and nothing here costs anything then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.reference.geography import parents_of
from essaim.observatory.secrecy.apply import GROUP, OF_FAMILIES, WHOLE, Key, Withheld, of_families_together, protected
from essaim.observatory.store.reader import Store

TABLE = "withheld"
# The territories of a country that withholds something are set beside one that does: France, a parent or a peer.
COMPARED = ("W12", "W13", "W14", "W15", "S3", "S4")


def binds(store: Store) -> bool:
    """Whether figures of this store come from head counts under agreement."""
    return TABLE in store.manifest["tables"]


def as_may_be_shown(store: Store, figures: Sequence[Figure], perimeter: str) -> tuple[Figure, ...]:
    """The figures of one or several territories, those that rest on a withheld cell hidden with the reason."""
    if not binds(store) or not figures:
        return tuple(figures)
    parents = {level: parent.key for level, parent in parents_of(figures[0].territory).items()}
    told = [replace(one, regime="agreement") if _compares(one) else one for one in figures]
    return protected(told, _cells(store), perimeter, parents)


def set_beside(figures: Sequence[Figure], own: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of a territory that holds another, where "other families" are those merged in the other: a row of a
    table is about the same families everywhere, or is blank."""
    merged = _merged(own)
    if merged == _merged(figures):
        return tuple(figures)
    apart = [one for one in figures if one.breakdown.get("family") != GROUP]
    members = [one for one in apart if one.indicator == OF_FAMILIES and one.breakdown["family"] in merged]
    return (*apart, *of_families_together(members)) if all(one.value is not None for one in members) else tuple(apart)


def _merged(figures: Sequence[Figure]) -> frozenset[str]:
    """The families that "other families" stand for in these figures; none where each is shown, or where none can be."""
    hidden = frozenset(one.breakdown["family"] for one in figures if one.indicator == OF_FAMILIES and one.reason_code)
    return hidden if any(one.breakdown.get("family") == GROUP for one in figures) else frozenset()


def in_sight(store: Store, totals: Mapping[str, Totals], perimeter: str) -> Mapping[str, Totals]:
    """Those whose total may be shown, by code: a rank among the others would place them too."""
    if not binds(store):
        return totals
    cells = _cells(store)
    return {code: one for code, one in totals.items() if (code, perimeter, WHOLE) not in cells}


def with_inputs(store: Store, totals: Totals, around: Mapping[str, Totals]) -> Totals:
    """The same, under agreement where a head count elsewhere in the région moved its estimates: a calibration to
    published totals takes known posts off, so it is an input (docs/method/secrecy.md)."""
    region = around.get("region")
    calibrated = any(source["id"] == "ess_margins" for source in store.manifest["sources"])
    return replace(totals, private=True) if region and region.private and calibrated else totals


def _compares(figure: Figure) -> bool:
    return figure.kind == "estimated" and figure.indicator in COMPARED


def _cells(store: Store) -> dict[Key, Withheld]:
    """What is withheld, by territory (the key of a commune or an intercommunality is its code), perimeter and part."""
    return store.remember((TABLE,), lambda: _read(store))


def _read(store: Store) -> dict[Key, Withheld]:
    """Families of a whole in sight are merged: what the others leave of it can be told, so it is told."""
    rows = store.rows(f"select code, perimeter, part, reason, rules from {TABLE} order by all")
    without_total = {(code, perimeter) for code, perimeter, part, *_ in rows if part == WHOLE}
    cells: dict[Key, Withheld] = {}
    for code, perimeter, part, reason, rules in rows:
        kind, colon, _ = part.partition(":")
        merged = kind == "family" and (code, perimeter) not in without_total
        cells[code, perimeter, part] = Withheld(reason, rules, merged)
        if colon:
            cells[code, perimeter, f"{kind}:*"] = Withheld("secondary", rules)
    return cells
