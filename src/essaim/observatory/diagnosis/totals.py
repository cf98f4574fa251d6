"""What a territory weighs in all, and the share of employment that follows: for it, its parents and its peers."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from essaim.observatory.diagnosis.jobs import Jobs, Ratio, over, share
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

# Above this part of the posts that Sirene sees in communes without a Flores value, the sum of Flores falls short.
TOLERATED_GAP = 0.01

AMOUNT = ("posts", "low", "high", "variance", "known_posts", "open")
COLUMNS = ", ".join(
    [
        "code, ess_employers, employers, ess_unknown, ess_private, flores_posts, flores_gap_posts, population, pooling",
        "communes, communes_with_employer, theil, gini",
        *(f"{sphere}_{column}" for sphere in ("ess", "public", "other") for column in AMOUNT),
    ]
)
# Relative standard deviation of what a territory's employers depart by, all together, from the law of the country; and
# of what the law itself may be wrong by (docs/method/estimation.md).
LOCAL_EFFECT, SYSTEMATIC = 0.05, 0.01

NO_POST = Text("aucun poste salarié connu dans ce territoire", "no salaried post known in this territory")
SOURCES_DISAGREE = Text(
    "les postes estimés par Sirene dépassent ceux de Flores : les deux sources sont d'années différentes",
    "the posts estimated from Sirene exceed those of Flores: the two sources are of different years",
)


@dataclass(frozen=True)
class Dispersion:
    """How ESS posts are spread over the communes of a territory; indices are None without any post."""

    communes: int
    communes_with_employer: int
    theil: float | None
    gini: float | None


@dataclass(frozen=True)
class Totals:
    """Establishments and posts of a territory in one perimeter; `flores_posts` is None where Flores is not complete.

    `local_effect` is the relative standard deviation that its amounts bear together; `private` says that some known
    head count behind them is not public.
    """

    code: str
    ess_employers: int
    employers: int
    unknown: int
    private: bool
    flores_posts: int | None
    population: int | None
    local_effect: float
    dispersion: Dispersion | None
    ess: Jobs
    public: Jobs
    others: Jobs

    @property
    def everyone(self) -> Jobs:
        """Every salaried post that Sirene sees."""
        return self.ess + self.public + self.others

    @cached_property
    def employment_share(self) -> Ratio | None:
        """W6: ESS posts over all salaried posts, those of Flores where it is complete."""
        if self.flores_posts is None:
            return share(self.ess, self.public + self.others)
        return over(self.ess, self.flores_posts)

    @property
    def private_share(self) -> Ratio | None:
        """W7: ESS posts over salaried posts outside public employers."""
        if self.flores_posts is None:
            return share(self.ess, self.others)
        return over(self.ess, self.flores_posts, set_apart=self.public)

    @property
    def without_share(self) -> Text:
        """Why there is no share."""
        return SOURCES_DISAGREE if self.flores_posts and self.ess.value else NO_POST


def totals_of(store: Store, territory: Territory, perimeter: str) -> Totals:
    """The totals of one territory."""
    return totals_at(store, territory.level, [territory.code], perimeter)[territory.code]


def totals_at(store: Store, level: str, codes: list[str], perimeter: str) -> dict[str, Totals]:
    """The totals of several territories of one level, by code.

    Those of every level but communes, 1 400 territories in all, are kept once read: each diagnosis ranks among them.
    """
    if level == "commune":
        return _read(store, level, perimeter, codes) if codes else {}
    known = store.remember(("totals", level, perimeter), lambda: _read(store, level, perimeter))
    return {code: known[code] for code in codes if code in known}


def _read(store: Store, level: str, perimeter: str, codes: list[str] | None = None) -> dict[str, Totals]:
    # Between two codes, whole row groups are passed over; a list of codes alone reads them all.
    of_codes = f" and code between ? and ? and code in ({', '.join('?' * len(codes))})" if codes else ""
    rows = store.rows(
        f"select {COLUMNS} from weights where level = ? and perimeter = ?{of_codes}",
        [level, perimeter, *((min(codes), max(codes), *codes) if codes else ())],
    )
    return {row[0]: _totals(*row) for row in rows}


def _totals(*row: Any) -> Totals:
    code, ess_employers, employers, unknown, private, flores_posts, gap, population, pooling, *more = row
    communes, present, theil, gini, *amounts = more
    effect = local_effect(pooling)
    ess, public, others = (_jobs(*amounts[start : start + 6]).settled(effect) for start in (0, 6, 12))
    ess = replace(ess, employers=ess_employers)
    seen = ess.value + public.value + others.value
    complete = flores_posts is not None and gap <= TOLERATED_GAP * seen
    return Totals(
        code,
        ess_employers,
        employers,
        unknown,
        private,
        flores_posts if complete else None,
        population,
        effect,
        Dispersion(communes, present or 0, theil, gini) if communes else None,
        ess,
        public,
        others,
    )


def local_effect(pooling: float) -> float:
    """Local effects of intercommunalities put together partly cancel out; the fault of the law does not."""
    return math.sqrt(LOCAL_EFFECT**2 * pooling + SYSTEMATIC**2)


def _jobs(posts: float, low: float, high: float, variance: float, known: float, unbounded: float) -> Jobs:
    # Sums of means leave a dust of 1e-10 where nothing is.
    return Jobs(max(round(posts, 6), 0.0), low, math.inf if unbounded else high, variance, known)
