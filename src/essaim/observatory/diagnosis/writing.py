"""How figures are written: from an amount to a Figure that knows its bounds, period and sources."""

import math
from dataclasses import dataclass, field
from typing import Any

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.figure import Figure, Kind
from essaim.observatory.diagnosis.jobs import Jobs, Ratio
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory

DIGITS = {"jobs": 1, "share": 6, "ratio": 4, "index": 6}
NO_ESS = Text("aucun poste de l'ESS connu dans ce territoire", "no ESS post known in this territory")


@dataclass
class Writer:
    """Writes the figures of one territory. `manifest` is the store's: periods and sources come from it."""

    territory: Territory
    manifest: dict[str, Any]
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._present = {source["id"] for source in self.manifest["sources"]}

    def write(  # noqa: PLR0913 - what a figure must be able to tell
        self,
        indicator: str,
        amount: Jobs | Ratio | float | None,
        breakdown: dict[str, str] | None = None,
        *,
        unit: str | None = None,
        kind: Kind | None = None,
        denominator: Text | None = None,
        flores: bool = False,
        reason: Text | None = None,
    ) -> None:
        """Add a figure; an amount with bounds is an estimate, a bare number a count unless `kind` says otherwise.

        `flores` says that the denominator is of Flores. `reason` is told where `amount` is None.
        """
        entry = catalogue()[indicator]
        unit = unit or entry.unit
        value, low, high = _bounded(amount)
        self.figures.append(
            Figure(
                indicator,
                self.territory,
                _rounded(value, unit),
                unit,
                kind or ("counted" if isinstance(amount, int | float) else "estimated"),
                self._period(flores),
                breakdown or {},
                _rounded(low, unit),
                _rounded(high, unit),
                denominator,
                self._sources(entry.sources, flores),
                (reason or NO_ESS) if amount is None else None,
            )
        )

    def _period(self, flores: bool) -> str:
        stock = f"Sirene {self.manifest['vintage']}"
        return f"{stock}, Flores {self._flores_year}" if flores else stock

    @property
    def _flores_year(self) -> str:
        vintages = (source["vintage"] for source in self.manifest["sources"] if source["id"] == "flores")
        return (next(vintages, None) or "")[:4]

    def _sources(self, wanted: tuple[str, ...], flores: bool) -> tuple[str, ...]:
        return tuple(one for one in wanted if one in self._present and (flores or one != "flores"))


def _bounded(amount: Jobs | Ratio | float | None) -> tuple[float | None, float | None, float | None]:
    """Value, low, high."""
    return (amount.value, amount.low, amount.high) if isinstance(amount, Jobs | Ratio) else (amount, None, None)


def _rounded(value: float | None, unit: str) -> float | int | None:
    """To the digits that the unit bears; an infinite bound is no bound."""
    if value is None or math.isinf(value):
        return None
    digits = DIGITS.get(unit, 0)
    rounded = round(float(value), digits)
    return int(rounded) if rounded.is_integer() and unit not in ("share", "ratio", "index") else rounded
