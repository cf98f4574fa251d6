"""Regimes of the sources, and the rules that say which cells may be shown."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

# From freely reusable to never shown: a figure takes the strictest of its inputs.
Regime = Literal["open", "open_partial", "agreement", "confidential"]
REGIMES: tuple[Regime, ...] = ("open", "open_partial", "agreement", "confidential")
Reason = Literal["frequency", "dominance", "secondary"]
# What binds figures of regime `agreement`.
BINDING = "insee_groupes"


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
    """The posts of one crossing, and what the rules must know of the legal units behind them: how many, and the shares
    of the two largest."""

    posts: int
    units: int
    largest: float
    second: float


@dataclass(frozen=True)
class RuleSet:
    """Thresholds; `max_first` and `max_two` bound the share of the largest unit and of the two largest."""

    name: str
    version: str
    label: Text
    source: str
    min_units: int
    max_first: float
    min_employees: int = 0
    max_two: float = 1.0

    @property
    def id(self) -> str:
        """Name and version: what a suppressed cell was suppressed by."""
        return f"{self.name} {self.version}"

    def against(self, cell: Cell) -> Reason | None:
        """Why a cell may not be shown by itself, None when it may."""
        if cell.units < self.min_units or cell.posts < self.min_employees:
            return "frequency"
        if cell.largest > self.max_first or cell.largest + cell.second > self.max_two:
            return "dominance"
        return None


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every rule set by name."""
    listed = _read()["sets"]
    return {name: _rule_set(name, listed) for name in listed}


def binding() -> RuleSet:
    """The rules on what is under agreement."""
    return rule_sets()[BINDING]


@cache
def reasons() -> dict[Reason, Text]:
    """Each reason in words."""
    return {name: Text(**text) for name, text in _read()["reasons"].items()}


def _rule_set(name: str, listed: dict[str, dict[str, Any]]) -> RuleSet:
    entry = _extended(name, listed)
    label = Text(entry.pop("label_fr"), entry.pop("label_en"))
    return RuleSet(name, label=label, **entry)


def _extended(name: str, listed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A row over those that it extends."""
    entry = dict(listed[name])
    base = entry.pop("extends", None)
    return _extended(base, listed) | entry if base else entry


def _read() -> dict[str, Any]:
    return tomllib.loads(resources.files("essaim.observatory.secrecy").joinpath("rules.toml").read_text("utf-8"))
