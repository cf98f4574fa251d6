"""What a territory weighs in all, and the share of employment that follows: for it, its parents and its peers."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from essaim.observatory.diagnosis.jobs import Jobs, Ratio, over, share
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.store.reader import Store

# Above this part of the posts that Sirene sees in communes without a Flores value, the sum of Flores falls short.
TOLERATED_GAP = 0.01

COLUMNS = (
    "code, ess_employers, employers, flores_posts, flores_gap_jobs, communes, communes_with_employer, theil, gini,"
    " ess_jobs_mean, ess_jobs_min, ess_jobs_max, ess_open > 0,"
    " public_jobs_mean, public_jobs_min, public_jobs_max, public_open > 0,"
    " jobs_mean - ess_jobs_mean - public_jobs_mean, jobs_min - ess_jobs_min - public_jobs_min,"
    " jobs_max - ess_jobs_max - public_jobs_max, open - ess_open - public_open > 0"
)

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
    """Establishments and posts of a territory in one perimeter; `flores_posts` is None where Flores is not complete."""

    code: str
    ess_employers: int
    employers: int
    flores_posts: int | None
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
        return _read(store, level, perimeter, codes)
    known = store.remember(("totals", level, perimeter), lambda: _read(store, level, perimeter))
    return {code: known[code] for code in codes if code in known}


def _read(store: Store, level: str, perimeter: str, codes: list[str] | None = None) -> dict[str, Totals]:
    of_codes = "" if codes is None else f" and code in ({', '.join('?' * len(codes))})"
    rows = store.rows(
        f"select {COLUMNS} from weights where level = ? and perimeter = ?{of_codes}",
        [level, perimeter, *(codes or [])],
    )
    return {row[0]: _totals(*row) for row in rows}


def _totals(*row: Any) -> Totals:
    code, ess_employers, employers, flores_posts, flores_gap_jobs, communes, present, theil, gini, *amounts = row
    ess, public, others = (_jobs(*amounts[start : start + 4]) for start in (0, 4, 8))
    seen = ess.value + public.value + others.value
    complete = flores_posts is not None and flores_gap_jobs <= TOLERATED_GAP * seen
    dispersion = Dispersion(communes, present or 0, theil, gini) if communes else None
    return Totals(code, ess_employers, employers, flores_posts if complete else None, dispersion, ess, public, others)


def _jobs(mean: float, low: float, high: float, unbounded: float) -> Jobs:
    # Differences of sums of means leave a dust of 1e-10 where nothing is.
    return Jobs(max(round(mean, 6), 0.0), low, math.inf if unbounded else high)
