"""Secrecy applied to figures: those under agreement lose what the cells behind them may not show; open ones do not."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, replace
from math import isclose
from typing import Any, ClassVar, Protocol, TypeVar

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.secrecy.merging import OTHER_FAMILIES, publish_merged
from essaim.observatory.secrecy.rules import Regime, RuleSet, bound, reasons
from essaim.observatory.secrecy.shielding import Key
from essaim.observatory.secrecy.tables import Shown, Table, publish
from essaim.observatory.secrecy.trees import Tree

WHOLE = "_T"
# The perimeters as a dimension: what is between two of them is found by taking one away from the other.
PERIMETERS = Tree(
    {"strict": "legal", "legal_only": "legal", "legal": "wide", "wide_only": "wide"},
    virtual=("legal_only", "wide_only"),
)
# Parts of the ESS that a figure may be about; a part is told as "family:association".
PARTS = ("family", "subfamily", "sector", "size", "label")
# What else some indicators rest on. "sector:*" is every sector: an index of them all, or a median, gives some away.
INDEXED = {
    "S4": ("sector:*",),
    "F2": ("commune:*",),
    "F3": ("family:*", "sector:*"),
    "G1": ("zone:positioned", "zone:priority_district"),
    "G2": ("commune:*",),
}
# The steps from a perimeter to the next are parts of the widest one, whatever the perimeter of the diagnosis.
WIDEST = "wide"
STEPS = {
    "strict": "tier:1",
    "statutory_outside_field": "tier:2",
    "declared_companies": "tier:3",
    "work_integration": "tier:4",
    "wide": WHOLE,
}
UNJUDGED = Shown("suppressed", None, "secondary")
# Indicators whose figures add up over families: merged families then get one figure together.
ADDITIVE = ("C1",)
NOTHING_SHOWN: dict[str, Any] = {
    "value": None,
    "low": None,
    "high": None,
    "bound_low": None,
    "bound_high": None,
    "grade": None,
    "basis": None,
}


class Shielded(Protocol):
    """What secrecy must know of a figure (`essaim.observatory.diagnosis.figure.Figure`)."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def indicator(self) -> str: ...
    @property
    def territory(self) -> Territory: ...
    @property
    def breakdown(self) -> dict[str, str]: ...
    @property
    def value(self) -> float | int | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def regime(self) -> Regime: ...


F = TypeVar("F", bound=Shielded)


def published_together(tables: Iterable[Table], rules: RuleSet) -> dict[Key, Shown]:
    """The cells of tables that share some (their totals, their communes), each as every table allows.

    Cells are named by place, perimeter and part. What one table hides is hidden in the others, which are then
    protected again, until nothing changes.
    """
    tables, hidden, before = tuple(tables), frozenset[Key](), -1
    _check(tables)
    shown: dict[Key, Shown] = {}
    while before != len(hidden):
        before = len(hidden)
        for table in tables:
            kept_back = hidden & table.cells.keys()
            grouped = table.dimensions[-1].virtual
            publishing = (
                publish_merged(table, rules, len(table.dimensions) - 1, kept_back)
                if grouped
                else publish(table, rules, kept_back)
            )
            for key, cell in publishing.items():
                if key not in shown or shown[key].value is not None:
                    shown[key] = cell
            hidden |= {key for key, cell in publishing.items() if cell.value is None}
    return shown


def _check(tables: tuple[Table, ...]) -> None:
    """Tables that disagree on a cell they share are not of the same data."""
    seen: dict[Key, float | None] = {}
    for table in tables:
        for key, cell in table.cells.items():
            value = seen.setdefault(key, cell.value)
            if value != cell.value and (value is None or cell.value is None or not isclose(value, cell.value)):
                place = ", ".join(key)
                raise EssaimError(
                    Text(
                        f"deux tableaux à protéger ensemble diffèrent : {place} vaut {value} et {cell.value}",
                        f"two tables to protect together differ: {place} is {value} and {cell.value}",
                    )
                )


def protected(
    figures: Sequence[F],
    cells: Mapping[Key, Shown],
    perimeter: str,
    parents: Mapping[str, str] | None = None,
    unjudged: Shown = UNJUDGED,
) -> tuple[F, ...]:
    """The figures as they may be shown. Those that no agreement binds are given back as they are.

    `cells` say what may be shown of each place (the key of a territory), perimeter and part; a figure under agreement
    with a cell that they do not know is `unjudged`: hidden. `parents` are the places that hold the territory, by level.
    """
    if not any(bound(figure.regime) for figure in figures):
        return tuple(figures)
    told = [_obstacle(one, cells, perimeter, parents or {}, unjudged) if bound(one.regime) else None for one in figures]
    groups: dict[Hashable, list[int]] = {}
    for position, (figure, cell) in enumerate(zip(figures, told, strict=True)):
        if cell and figure.indicator in ADDITIVE and _group_in_sight(figure, cell, cells, perimeter):
            others = {name: part for name, part in figure.breakdown.items() if name != "family"}
            same = (figure.indicator, figure.territory.key, frozenset(others.items()), cell.into)
            groups.setdefault(same, []).append(position)
    together = {
        members[-1]: _together([figures[one] for one in members], told[members[0]]) for members in groups.values()
    }
    shown: list[F] = []
    for position, (figure, cell) in enumerate(zip(figures, told, strict=True)):
        shown.append(_hidden(figure, cell) if cell and figure.value is not None else figure)
        if position in together:
            shown.append(together[position])
    return tuple(shown)


def rests_on(figure: Shielded, perimeter: str, parents: Mapping[str, str]) -> Iterator[Key]:
    """The cells that a figure could give away: its part, and the whole unless it is a plain number of posts."""
    place, perimeter = figure.territory.key, figure.breakdown.get("perimeter", perimeter)
    parts = tuple(_parts(figure))
    for part in parts:
        yield place, perimeter, part
    if step := STEPS.get(figure.breakdown.get("step", "")):
        yield place, WIDEST, step
    if not parts or figure.unit != "jobs":
        yield place, perimeter, WHOLE
    if "within" in figure.breakdown:
        yield parents.get(figure.breakdown["within"], ""), perimeter, WHOLE


def _parts(figure: Shielded) -> Iterator[str]:
    told = figure.breakdown
    yield from (f"{name}:{told[name]}" for name in PARTS if name in told)
    yield from INDEXED.get(figure.indicator, ())
    if told.get("evidence") == "declared":
        yield STEPS["declared_companies"]
    if told.get("measure") == "median":
        yield "band:*"
    if figure.indicator == "F6":
        yield f"head:elsewhere/family:{told['family']}" if "family" in told else "head:elsewhere"


def _obstacle(
    figure: Shielded, cells: Mapping[Key, Shown], perimeter: str, parents: Mapping[str, str], unjudged: Shown
) -> Shown | None:
    """The first of these cells that may not be shown."""
    found = (cells.get(key, unjudged) for key in rests_on(figure, perimeter, parents))
    return next((cell for cell in found if cell.value is None), None)


def _group_in_sight(figure: Shielded, cell: Shown, cells: Mapping[Key, Shown], perimeter: str) -> bool:
    """Whether the merged families may be shown together, as a part of a whole that may be shown too."""
    if cell.into is None or cell.into == WHOLE:
        return False
    both = (cells.get((figure.territory.key, perimeter, part)) for part in (cell.into, WHOLE))
    return all(one is not None and one.value is not None for one in both)


def _hidden(figure: F, cell: Shown) -> F:
    words = reasons()[cell.reason or "secondary"]
    if cell.into not in (None, WHOLE):
        words = Text(f"compté dans « {OTHER_FAMILIES.fr} » : {words.fr}", f"within “{OTHER_FAMILIES.en}”: {words.en}")
    code = {"reason_code": cell.reason or "secondary", "suppressed_by": cell.suppressed_by}
    return replace(figure, **NOTHING_SHOWN, **code, reason=words)


def _together(members: Sequence[F], cell: Shown | None) -> F:
    """One figure for merged families: their sum, without an interval, which those of its members do not give."""
    breakdown = members[0].breakdown | {"family": cell.into if cell and cell.into else WHOLE}
    blank = NOTHING_SHOWN | {"value": round(sum(one.value or 0 for one in members), 6)}
    return replace(members[0], **blank, breakdown=breakdown)
