"""Figures of a diagnosis under agreement, from synthetic known head counts: no source feeds any yet."""

from dataclasses import replace

import pytest

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.diagnosis.figure import Dates, Figure
from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.secrecy.apply import PERIMETERS, protected, published_together
from essaim.observatory.secrecy.merging import merge_order, with_groups
from essaim.observatory.secrecy.rules import Cell, reasons, rule_set
from essaim.observatory.secrecy.tables import Shown, Table
from essaim.observatory.secrecy.trees import Tree
from essaim.observatory.store.reader import Store
from tests.observatory.secrecy.attack import Attack, cell

RULES = rule_set()
DIJON = find_territory("Dijon Métropole")
DATES = Dates("Sirene 2026-11", None, 2026, "2026-11-24T00:00:00")
ORDER = tuple(f"family:{one}" for one in merge_order())
FAMILIES = with_groups(ORDER[2:], "_T", ORDER)
SECTORS = Tree({"sector:Q": "_T", "sector:R": "_T", "sector:K": "_T"})
PLACES = Tree({DIJON.key: "departement:21", "rest": "departement:21"}, virtual={"rest"})
LEVELS = {"departement": "departement:21"}
KNOWN = {
    "association": cell(*[10] * 12),
    "cooperative": cell(*[12] * 8),
    "mutual": cell(8, 9, 7, 6),
    "foundation": cell(6),
}


def figure(indicator: str, value: float, unit: str = "share", regime: str = "agreement", **breakdown: str) -> Figure:
    return Figure(
        indicator,
        DIJON,
        value,
        unit,
        "estimated",
        DATES,
        breakdown,
        low=value,
        high=value,
        regime=regime,  # type: ignore[arg-type]
    )


def known_tables(families: dict[str, Cell], sectors: dict[str, Cell]) -> tuple[Table, Table]:
    """Families and sectors of Dijon and of the rest of its département, in the three perimeters."""
    return _table(FAMILIES, "family", families, cell(*[20] * 30)), _table(SECTORS, "sector", sectors, cell(*[20] * 40))


def _table(parts: Tree, kind: str, told: dict[str, Cell], elsewhere: Cell) -> Table:
    cells = {(DIJON.key, "strict", f"{kind}:{part}"): one for part, one in told.items()}
    around = {("rest", tier, leaf): elsewhere for tier in PERIMETERS.leaves for leaf in parts.leaves}
    return Table((PLACES, PERIMETERS, parts), cells | around)


def test_small_families_are_merged_and_their_share_is_given_together() -> None:
    cells = published_together(known_tables(KNOWN, {"Q": cell(*[10] * 22), "R": cell(*[4] * 8)}), RULES)
    families = ("association", "cooperative", "mutual", "foundation")
    shares = [
        figure("C1", share, family=one, measure="jobs")
        for one, share in zip(families, (0.5, 0.3, 0.15, 0.05), strict=True)
    ]
    shown = protected([*shares, figure("W3", 252, "jobs")], cells, "strict", LEVELS)
    told = {one.breakdown.get("family", ""): one.value for one in shown}
    assert told == {"association": 0.5, "cooperative": 0.3, "mutual": None, "foundation": None, "_O2": 0.2, "": 252}
    merged = shown[3]
    assert (merged.low, merged.high, merged.basis, merged.grade) == (None, None, None, None)
    assert merged.reason and merged.reason.en == "within “other families”: too few units: statistical secrecy"


def test_a_plain_number_rests_on_its_part_and_a_share_on_the_whole_too() -> None:
    shown = Shown("published", 1)
    secret = Shown("suppressed", None, "dominance")
    cells = {
        (DIJON.key, "strict", "sector:Q"): shown,
        (DIJON.key, "strict", "_T"): secret,
        ("departement:21", "strict", "_T"): shown,
    }
    figures = [
        figure("C2", 9, "jobs", sector="Q"),
        figure("S1", 0.3, sector="Q"),
        figure("W13", 0.3, within="departement"),
    ]
    assert [one.value for one in protected(figures, cells, "strict", LEVELS)] == [9, None, None]
    assert protected(figures, cells, "strict", LEVELS)[1].reason == reasons()["dominance"]


def test_a_cell_that_nobody_judged_is_not_shown() -> None:
    [one] = protected([figure("S1", 0.3, sector="Q")], {}, "strict")
    assert (one.value, one.reason) == (None, reasons()["secondary"])


def test_open_figures_are_left_alone() -> None:
    figures = [figure("W1", 3, "establishments", "open"), figure("W3", 3, "jobs", "open_partial")]
    assert all(one is other for one, other in zip(protected(figures, {}, "strict"), figures, strict=True))
    mixed = protected([*figures, figure("W3", 3, "jobs")], {}, "strict")
    assert [one.value for one in mixed] == [3, 3, None]


def test_a_whole_diagnosis(small_store: Store) -> None:
    figures = diagnose(small_store, DIJON).figures
    assert protected(figures, {}, "strict") == figures
    bound = [replace(one, regime="agreement") if one.kind == "estimated" else one for one in figures]
    hidden = protected(bound, {}, "strict")
    assert len(hidden) == len(figures)
    assert all((one.value is None) == (one.reason is not None) for one in hidden)
    assert all(one.value is None for one in hidden if one.regime == "agreement")
    assert any(one.value is not None for one in hidden)


def test_tables_that_share_their_totals_hide_them_together() -> None:
    families, sectors = known_tables({"association": cell(30), "mutual": cell(4)}, {"Q": cell(30), "K": cell(4)})
    cells = published_together([families, sectors], RULES)
    assert cells[DIJON.key, "strict", "_T"].value is None
    for table in (families, sectors):
        hidden = {key for key in table.cells if key not in cells or cells[key].value is None}
        attack = Attack(table, hidden)
        assert [key for key in table.primary(RULES) if not attack.protected(key)] == []
    assert cells == published_together([sectors, families], RULES)


def test_tables_of_different_data_are_refused() -> None:
    families, sectors = known_tables({"association": cell(*[10] * 9)}, {"Q": cell(*[9] * 9)})
    with pytest.raises(EssaimError, match="differ"):
        published_together([families, sectors], RULES)
