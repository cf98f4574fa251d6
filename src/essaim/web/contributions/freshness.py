"""How far a sheet can be trusted today: one plain formula, shown with its parts.

    score = 60 × (1 − months since the last confirmation ÷ 24, never below 0) + 40 × share of the fields filled

A sheet that nobody ever confirmed has no months: its first part is 0. Seven fields count (see `content.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from essaim.web.contributions.content import Content, share_filled
from essaim.web.design.words import tr

DAYS_A_MONTH = 30.4375
MONTHS_TRUSTED = 24
FOR_RECENT, FOR_FILLED = 60, 40
WORDS = ((70, tr("à jour", "up to date")), (40, tr("à rafraîchir", "to be refreshed")), (0, tr("ancienne", "old")))


@dataclass(frozen=True)
class Freshness:
    """`score` of 100, with its two parts; `confirmed_at` None where nobody confirmed it."""

    confirmed_at: datetime | None
    recent: int
    filled: int

    @property
    def score(self) -> int:
        return self.recent + self.filled

    @property
    def word(self) -> str:
        return str(next(word for least, word in WORDS if self.score >= least))


def freshness(content: Content, confirmed_at: datetime | None, now: datetime) -> Freshness:
    months = (now - confirmed_at).total_seconds() / 86_400 / DAYS_A_MONTH if confirmed_at else MONTHS_TRUSTED
    recent = round(FOR_RECENT * min(1.0, max(0.0, 1 - months / MONTHS_TRUSTED)))
    return Freshness(confirmed_at, recent, round(FOR_FILLED * share_filled(content)))
