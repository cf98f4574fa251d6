"""The Figure: every number that Essaim shows, with what is needed to defend it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.secrecy.rules import Reason, Regime

Kind = Literal["published", "counted", "estimated", "declared"]
# A published or counted, B to D estimated with a growing interval (docs/method/estimation.md).
Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Dates:
    """The four dates of a figure: what it describes, the editions it comes from, the geography, when it was computed.

    `period` is in words ("Sirene 2026-11, Flores 2024"), `published` is the newest edition (ISO day, None where
    nothing tells it), `cog` the year of the official geography, `computed` the ISO time of the build.
    """

    period: str
    published: str | None
    cog: int
    computed: str


@dataclass(frozen=True)
class Basis:
    """What an estimate rests on: shares of its posts from known head counts and from bands (they add up to 1), and the
    number of establishments whose head count is unknown, which count for nothing in it."""

    known: float
    banded: float
    unknown_establishments: int


@dataclass(frozen=True)
class Figure:
    """One number about one territory.

    `value` is in `unit`; a suppressed or missing value is None with its `reason`, never 0. `low` and `high` are the
    90 % interval of an estimate; `bound_low` and `bound_high` add up the limits of the head-count bands, `bound_high`
    is None when there is no upper limit. `breakdown` says which part of the indicator it is ({"family":
    "association"}). `sources` are ids of the store's manifest; `denominator` and `dates` are what a reader must know
    before comparing. `reason_code` and `suppressed_by` (rule set and version) are those of statistical secrecy.
    """

    indicator: str
    territory: Territory
    value: float | int | None
    unit: str
    kind: Kind
    dates: Dates
    breakdown: dict[str, str] = field(default_factory=dict)
    low: float | int | None = None
    high: float | int | None = None
    bound_low: float | int | None = None
    bound_high: float | int | None = None
    grade: Grade | None = None
    regime: Regime = "open"
    basis: Basis | None = None
    denominator: Text | None = None
    sources: tuple[str, ...] = ()
    reason: Text | None = None
    reason_code: Reason | None = None
    suppressed_by: str | None = None

    @property
    def banded(self) -> bool:
        """The head count of one establishment: the limits of its band, and no estimate."""
        return self.value is None and self.bound_low is not None

    @property
    def period(self) -> str:
        return self.dates.period

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; texts in both languages."""
        territory = self.territory
        return {
            "indicator": self.indicator,
            "territory": {"level": territory.level, "code": territory.code, "name": territory.name},
            "breakdown": self.breakdown,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "bound_low": self.bound_low,
            "bound_high": self.bound_high,
            "unit": self.unit,
            "kind": self.kind,
            "grade": self.grade,
            "regime": self.regime,
            "basis": vars(self.basis) if self.basis else None,
            "period": self.dates.period,
            "published": self.dates.published,
            "cog": self.dates.cog,
            "computed": self.dates.computed,
            "denominator": self.denominator._asdict() if self.denominator else None,
            "sources": list(self.sources),
            "reason": self.reason._asdict() if self.reason else None,
            "reason_code": self.reason_code,
            "suppressed_by": self.suppressed_by,
        }
