"""Statistical secrecy in a diagnosis: what the store withholds is not shown, nor is any figure that rests on it.

A store without a head count under agreement has no such table, and nothing here costs anything then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.reference.geography import parents_of
from essaim.observatory.secrecy.apply import WHOLE, protected
from essaim.observatory.secrecy.merging import GROUP
from essaim.observatory.secrecy.shielding import Key
from essaim.observatory.secrecy.tables import Shown
from essaim.observatory.store.reader import Store

TABLE = "withheld"
# The territories of a country that withholds something are set beside one that does: France, a parent or a peer.
COMPARED = ("W12", "W13", "W14", "W15", "S3", "S4")
IN_SIGHT = Shown("published", 0.0)


def binds(store: Store) -> bool:
    """Whether figures of this store come from head counts under agreement."""
    return TABLE in store.manifest["tables"]


def as_may_be_shown(store: Store, figures: Sequence[Figure], perimeter: str) -> tuple[Figure, ...]:
    """The figures of one or several territories, those that rest on a withheld cell hidden with the reason."""
    if not binds(store) or not figures:
        return tuple(figures)
    parents = {level: parent.key for level, parent in parents_of(figures[0].territory).items()}
    told = [replace(one, regime="agreement") if _compares(one) else one for one in figures]
    return protected(told, _cells(store), perimeter, parents, unjudged=IN_SIGHT)


def in_sight(store: Store, totals: Mapping[str, Totals], perimeter: str) -> Mapping[str, Totals]:
    """Those whose total may be shown, by code: a rank among the others would place them too."""
    if not binds(store):
        return totals
    cells = _cells(store)
    return {code: one for code, one in totals.items() if cells.get((code, perimeter, WHOLE), IN_SIGHT) is IN_SIGHT}


def with_inputs(store: Store, totals: Totals, around: Mapping[str, Totals]) -> Totals:
    """The same, under agreement where a head count elsewhere in the région moved its estimates: a calibration to
    published totals takes known posts off, so it is an input (docs/method/secrecy.md)."""
    region = around.get("region")
    calibrated = any(source["id"] == "ess_margins" for source in store.manifest["sources"])
    return replace(totals, private=True) if region and region.private and calibrated else totals


def _compares(figure: Figure) -> bool:
    return figure.kind == "estimated" and figure.indicator in COMPARED


def _cells(store: Store) -> dict[Key, Shown]:
    """What is withheld, by territory (the key of a commune or an intercommunality is its code), perimeter and part."""
    return store.remember((TABLE,), lambda: _read(store))


def _read(store: Store) -> dict[Key, Shown]:
    cells: dict[Key, Shown] = {}
    families: dict[tuple[str, str], list[Key]] = {}
    rows = store.rows(f"select code, perimeter, part, reason, rules from {TABLE} order by all")
    for code, perimeter, part, reason, rules in rows:
        kind, colon, _ = part.partition(":")
        cells[code, perimeter, part] = Shown("suppressed", None, reason, suppressed_by=rules)
        if colon:
            cells[code, perimeter, f"{kind}:*"] = Shown("suppressed", None, "secondary", suppressed_by=rules)
        if kind == "family":
            families.setdefault((code, perimeter), []).append((code, perimeter, part))
    for (code, perimeter), keys in families.items():
        if (code, perimeter, WHOLE) not in cells:
            cells |= {key: replace(cells[key], status="merged", into=GROUP) for key in keys}
            cells[code, perimeter, GROUP] = cells[code, perimeter, WHOLE] = IN_SIGHT
    return cells
