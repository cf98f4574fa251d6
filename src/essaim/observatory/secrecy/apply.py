"""Secrecy applied to figures: those under agreement lose what the cells behind them may not show; open ones do not."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.secrecy.rules import Reason, Regime, bound, reasons

# A cell: the key of a territory, a perimeter and a part of the ESS.
Key = tuple[str, str, str]
WHOLE = "_T"
# Small families told together rather than hidden one by one.
GROUP = "_O"
OTHER_FAMILIES = Text("autres familles", "other families")
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
# The shares of families, which add up: those merged get one together.
OF_FAMILIES = "C1"
NOTHING_SHOWN: dict[str, Any] = {
    "value": None,
    "low": None,
    "high": None,
    "bound_low": None,
    "bound_high": None,
    "grade": None,
    "basis": None,
}


@dataclass(frozen=True)
class Withheld:
    """Why a cell is not shown, by which rules, and whether it is told within the other families."""

    reason: Reason
    rules: str
    merged: bool = False


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
    def bound_low(self) -> float | int | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def regime(self) -> Regime: ...


F = TypeVar("F", bound=Shielded)


def protected(
    figures: Sequence[F], cells: Mapping[Key, Withheld], perimeter: str, parents: Mapping[str, str]
) -> tuple[F, ...]:
    """The figures as they may be shown. Those that no agreement binds are given back as they are.

    `cells` are those withheld: a figure under agreement that rests on one of them is hidden. Merged families are told
    together after the others. `parents` are the places that hold the territory, by level.
    """
    told = [_obstacle(one, cells, perimeter, parents) if bound(one.regime) else None for one in figures]
    merged = {
        (one.territory.key, one.breakdown["family"])
        for one, cell in zip(figures, told, strict=True)
        if cell and cell.merged and one.indicator == OF_FAMILIES
    }
    together = (one for one in figures if (one.territory.key, one.breakdown.get("family")) in merged)
    return (
        *(
            _hidden(one, cell) if cell and (one.value, one.bound_low) != (None, None) else one
            for one, cell in zip(figures, told, strict=True)
        ),
        *of_families_together(together),
    )


def of_families_together(figures: Iterable[F]) -> Iterator[F]:
    """What some families hold together, by territory and measure: the sum of their shares, whose interval those of its
    members do not give. What is open of them (establishments) is told too, so that the row of a table is whole."""
    alike: dict[Hashable, list[F]] = {}
    for one in figures:
        if one.indicator == OF_FAMILIES:
            alike.setdefault((one.territory.key, one.breakdown.get("measure")), []).append(one)
    for first, *others in alike.values():
        unsure = NOTHING_SHOWN if first.kind == "estimated" else {}
        whole = round(sum(one.value or 0 for one in (first, *others)), 6)
        yield replace(first, **unsure | {"value": whole, "reason": None}, breakdown=first.breakdown | {"family": GROUP})


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
    figure: Shielded, cells: Mapping[Key, Withheld], perimeter: str, parents: Mapping[str, str]
) -> Withheld | None:
    """The first of these cells that is withheld."""
    return next((cells[key] for key in rests_on(figure, perimeter, parents) if key in cells), None)


def _hidden(figure: F, cell: Withheld) -> F:
    words = reasons()[cell.reason]
    if cell.merged:
        words = Text(f"compté dans « {OTHER_FAMILIES.fr} » : {words.fr}", f"within “{OTHER_FAMILIES.en}”: {words.en}")
    return replace(figure, **NOTHING_SHOWN, reason_code=cell.reason, suppressed_by=cell.rules, reason=words)
