"""Regimes of the sources, and the rule sets that say which cells may be shown."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from essaim.observatory.errors import EssaimError, UsageError
from essaim.observatory.language import Text

# From freely reusable to never shown: a figure takes the strictest of its inputs.
Regime = Literal["open", "open_partial", "agreement", "confidential"]
REGIMES: tuple[Regime, ...] = ("open", "open_partial", "agreement", "confidential")
Reason = Literal["frequency", "dominance", "secondary", "absent", "not_comparable", "source_secret", "stale"]
# What binds figures of regime `agreement` unless a source says otherwise; it holds the rules on enterprises too.
DEFAULT = "insee_lieu_travail"


def strictest(regimes: Iterable[Regime]) -> Regime:
    """The regime of what is computed from all of these; a join, a ratio and a calibration are inputs too."""
    return max(regimes, key=REGIMES.index, default="open")


def bound(regime: Regime) -> bool:
    """Whether the rules on cells apply. Raises EssaimError for what may enter no figure at all."""
    if regime == "confidential":
        raise EssaimError(
            Text(
                "une donnée confidentielle n'entre dans aucun chiffre",
                "confidential data enter no figure",
            ),
            remedy=Text(
                "N'employez que les sorties validées par le producteur.",
                "Use only the outputs that its producer has cleared.",
            ),
        )
    return regime == "agreement"


@dataclass(frozen=True)
class Cell:
    """One quantity in one crossing, and what the rules must know of the units behind it.

    `units` contribute to `value`; `largest` and `second` are the shares of the two largest units in it, None where not
    known (the rules then assume the worst). `value` None is a value that is not there, for the reason in `missing`.
    `employees` says how many people a payroll is about (posts speak for themselves), `largest_employee` the share of
    the best paid. `quantity` is units, jobs or payroll: each published quantity is tested by itself.
    """

    value: float | None
    units: int
    largest: float | None = None
    second: float | None = None
    regime: Regime = "agreement"
    quantity: Literal["units", "jobs", "payroll"] = "jobs"
    employees: int | None = None
    largest_employee: float | None = None
    missing: Reason | None = None


@dataclass(frozen=True)
class RuleSet:
    """Thresholds; None where the set has no such rule. `max_first` and `max_two` bound the share of the largest unit
    and of the two largest, `p_ratio` what the others must weigh against the largest."""

    name: str
    version: str
    label: Text
    source: str
    min_units: int = 1
    max_first: float | None = None
    max_two: float | None = None
    p_ratio: float | None = None
    min_employees: int | None = None
    max_employee: float | None = None
    rounding: int | None = None

    @property
    def id(self) -> str:
        """Name and version: what a suppressed cell was suppressed by."""
        return f"{self.name} {self.version}"

    def against(self, cell: Cell) -> Reason | None:
        """Why a cell may not be shown by itself, None when it may. Cells without any unit may."""
        if cell.value is None or not cell.units or not bound(cell.regime):
            return None
        if cell.units < self.min_units or self._lacks_employees(cell):
            return "frequency"
        if cell.quantity != "units" and cell.value and self._dominated(cell):
            return "dominance"
        return None

    def _lacks_employees(self, cell: Cell) -> bool:
        if self.min_employees is None or cell.quantity == "units":
            return False
        employees = cell.value if cell.quantity == "jobs" else cell.employees
        return employees is None or employees < self.min_employees

    def _dominated(self, cell: Cell) -> bool:
        first = 1.0 if cell.largest is None else cell.largest
        second = min(first, 1 - first) if cell.second is None else cell.second
        best_paid = 1.0 if cell.largest_employee is None else cell.largest_employee
        return (
            (self.max_first is not None and first > self.max_first)
            or (self.max_two is not None and first + second > self.max_two)
            or (self.p_ratio is not None and 1 - first - second < self.p_ratio * first)
            or (self.max_employee is not None and cell.quantity == "payroll" and best_paid > self.max_employee)
        )


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every rule set by name."""
    listed = _read()["sets"]
    return {name: _rule_set(name, listed) for name in listed}


def rule_set(name: str = DEFAULT) -> RuleSet:
    """One rule set; raises UsageError for a name that is not in the table."""
    if name not in rule_sets():
        known = ", ".join(rule_sets())
        raise UsageError(
            Text(f"règles de secret inconnues : « {name} » ({known})", f"unknown secrecy rules: “{name}” ({known})")
        )
    return rule_sets()[name]


@cache
def reasons() -> dict[Reason, Text]:
    """Each reason in words."""
    return {name: Text(**text) for name, text in _read()["reasons"].items()}


def _rule_set(name: str, listed: dict[str, dict[str, Any]]) -> RuleSet:
    entry = dict(listed[name])
    entry = listed.get(entry.pop("extends", ""), {}) | entry
    label = Text(entry.pop("label_fr"), entry.pop("label_en"))
    return RuleSet(name, label=label, **entry)


def _read() -> dict[str, Any]:
    return tomllib.loads(resources.files("essaim.observatory.secrecy").joinpath("rules.toml").read_text("utf-8"))
