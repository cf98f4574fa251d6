"""How figures are written: from an amount to a Figure that knows its interval, limits, grade, dates and sources."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.figure import Basis, Dates, Figure, Grade, Kind
from essaim.observatory.diagnosis.jobs import Jobs, Ratio
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.estimation.grades import grade_of
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.secrecy.rules import Regime, strictest
from essaim.observatory.sources import regime_of

DIGITS = {"jobs": 1, "share": 6, "points": 6, "change": 6, "contribution": 6, "ratio": 4, "index": 6, "base_100": 3}
NO_ESS = Text("aucun poste de l'ESS connu dans ce territoire", "no ESS post known in this territory")
ITS_BAND = Text(
    "un seul établissement emploie : la tranche du registre est donnée, jamais une estimation de son effectif",
    "one establishment employs: the band of the register is given, never an estimate of its head count",
)
Amount = Jobs | Ratio | float | None
Spelt = float | int | None


@dataclass
class Writer:
    """Writes the figures of one territory. `manifest` is the store's: dates and sources come from it."""

    territory: Territory
    manifest: dict[str, Any]
    totals: Totals
    figures: list[Figure] = field(default_factory=list)
    _origins: dict[tuple[str, str, bool], tuple[tuple[str, ...], Regime]] = field(default_factory=dict, repr=False)

    def write(  # noqa: PLR0913 - what a figure must be able to tell
        self,
        indicator: str,
        amount: Amount,
        breakdown: dict[str, str] | None = None,
        *,
        unit: str | None = None,
        kind: Kind | None = None,
        denominator: Text | None = None,
        flores: bool = False,
        reason: Text | None = None,
        dates: Dates | None = None,
    ) -> None:
        """Add a figure; an amount with limits is an estimate, a bare number a count unless `kind` says otherwise.

        `flores` says that the denominator is of Flores. `reason` is told where `amount` is None. `dates` are those of
        the stock unless told otherwise.
        """
        unit = unit or catalogue()[indicator].unit
        told = kind or ("counted" if isinstance(amount, int | float) else "estimated")
        value, limits = _spelt(amount, DIGITS.get(unit, 0))
        sources, regime = self._origin(indicator, told, flores)
        self.figures.append(
            Figure(
                indicator,
                self.territory,
                value,
                unit,
                told,
                dates or self._dates[flores],
                breakdown or {},
                *limits,
                None if unit == "rank" else self._grade(amount, told, value),
                regime,
                self._basis(amount),
                denominator,
                sources,
                _why(amount, reason) if value is None else None,
            )
        )

    def edition(self, source: str) -> str | None:
        """The day of the edition of a source that the store holds (ISO); None where it holds none."""
        return next((one["vintage"] for one in self.manifest["sources"] if one["id"] == source), None)

    @property
    def dates(self) -> Dates:
        """Those of a figure of the stock."""
        return self._dates[False]

    @cached_property
    def _dates(self) -> dict[bool, Dates]:
        """Without and with Flores."""
        vintages = {source["id"]: source["vintage"] for source in self.manifest["sources"]}
        stock, year = f"Sirene {self.manifest['vintage']}", (vintages.get("flores") or "")[:4]
        cog, computed = self.manifest["cog"], self.manifest["built_at"]
        return {
            False: Dates(stock, vintages.get("sirene_establishments"), cog, computed),
            True: Dates(f"{stock}, Flores {year}", vintages.get("sirene_establishments"), cog, computed),
        }

    @cached_property
    def _present(self) -> frozenset[str]:
        return frozenset(source["id"] for source in self.manifest["sources"])

    def _origin(self, indicator: str, kind: Kind, flores: bool) -> tuple[tuple[str, ...], Regime]:
        """The sources, and the strictest of their regimes; head counts under agreement enter estimates, never a count.

        The same for every part of an indicator, so looked for once.
        """
        key = indicator, kind, flores
        if key not in self._origins:
            wanted = catalogue()[indicator].sources
            sources = tuple(one for one in wanted if one in self._present and (flores or one != "flores"))
            agreed: Regime = "agreement" if self.totals.private and kind == "estimated" else "open"
            self._origins[key] = sources, strictest((agreed, *(regime_of(source) for source in sources)))
        return self._origins[key]

    def _grade(self, amount: Amount, kind: Kind, value: Spelt) -> Grade | None:
        if value is None:
            return None
        if kind != "estimated":
            return "A"
        if not isinstance(amount, Jobs | Ratio):
            return None
        return grade_of(amount.value, *amount.interval, self.totals.ess_employers)

    def _basis(self, amount: Amount) -> Basis | None:
        """Of an amount of posts: how much of it is known."""
        if not isinstance(amount, Jobs) or not amount.value:
            return None
        known = round(amount.known / amount.value, 4)
        return Basis(known, round(1 - known, 4), self.totals.unknown)


def _spelt(amount: Amount, digits: int) -> tuple[Spelt, tuple[Spelt, Spelt, Spelt, Spelt]]:
    """Value; both ends of the interval and both limits, which a bare number does not have. Of one establishment, its
    limits alone."""
    if amount is None or isinstance(amount, int | float):
        return None if amount is None else _rounded(amount, digits), (None, None, None, None)
    limits = _rounded(amount.low, digits), _rounded(amount.high, digits)
    if _is_of_one(amount):
        return None, (None, None, *limits)
    low, high = amount.interval
    return _rounded(amount.value, digits), (_rounded(low, digits), _rounded(high, digits), *limits)


def _is_of_one(amount: Amount) -> bool:
    return isinstance(amount, Jobs) and amount.of_one


def _why(amount: Amount, reason: Text | None) -> Text:
    """Why there is no value."""
    return ITS_BAND if _is_of_one(amount) else reason or NO_ESS


def _rounded(value: float, digits: int) -> Spelt:
    """To the digits that the unit bears; an infinite limit is no limit."""
    if math.isinf(value):
        return None
    rounded = round(float(value), digits)
    return int(rounded) if digits < 2 and rounded.is_integer() else rounded
