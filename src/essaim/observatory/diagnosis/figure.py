"""The Figure: every number that Essaim shows, with what is needed to defend it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory

Kind = Literal["published", "counted", "estimated", "declared"]


@dataclass(frozen=True)
class Figure:
    """One number about one territory.

    `value` is in `unit`; a suppressed or missing value is None with its `reason`, never 0. `low` and `high` bound an
    estimate: hard bounds, not an interval of confidence; `high` is None when there is no upper bound ("at least").
    `breakdown` says which part of the indicator it is ({"family": "association"}). `sources` are ids of the store's
    manifest; `denominator` and `period` are what a reader must know before comparing.
    """

    indicator: str
    territory: Territory
    value: float | int | None
    unit: str
    kind: Kind
    period: str
    breakdown: dict[str, str] = field(default_factory=dict)
    low: float | int | None = None
    high: float | int | None = None
    denominator: Text | None = None
    sources: tuple[str, ...] = ()
    reason: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; texts in both languages."""
        return {
            "indicator": self.indicator,
            "territory": {
                "level": self.territory.level,
                "code": self.territory.code,
                "name": self.territory.name,
            },
            "breakdown": self.breakdown,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "kind": self.kind,
            "period": self.period,
            "denominator": self.denominator._asdict() if self.denominator else None,
            "sources": list(self.sources),
            "reason": self.reason._asdict() if self.reason else None,
        }
