"""Flores as an upper limit: the posts of the ESS cannot exceed those of all employers of a place in an activity.

A cell that does is told with its residual and left as it is: the two sources are of different years, and an estimate
forced under the limit would only hide that they disagree (docs/method/estimation.md, decision 12).
"""

from dataclasses import dataclass
from math import sqrt

from essaim.observatory.estimation.alerts import Alert
from essaim.observatory.language import Text
from essaim.observatory.reference.activities import divisions_of, label
from essaim.observatory.store.engine import Engine

NOMENCLATURES = {"flores": "A17", "flores_a88": "A88"}
PLACES = {
    "departement": Text("département", "département"),
    "zone": Text("zone d'emploi", "employment zone"),
}
LOW = 1.645  # standard deviations between an estimate and the low end of its interval at 90 %
LIMITS = "select source, place, code, activity, year, posts from limits"
# The cube under another name: a dialect may take `cube` in a grouping for its own word.
ESTIMATED = """
    select
        grounds.place, grounds.code, held.division,
        cast(sum(held.posts) AS double), cast(sum(held.variance) AS double), cast(sum(held.low) AS double),
        cast(sum(case when bands.min >= 1 then held.establishments else 0 end) AS bigint)
    from cube AS held
    inner join grounds on grounds.commune = held.commune
    inner join bands on bands.code = held.band
    where held.tier > 0
    group by grounds.place, grounds.code, held.division
"""
NAMES = "select distinct zone, name from zones where name <> ''"

Cell = tuple[str, str, str, str]  # source, place, code, activity


@dataclass
class Estimated:
    """Posts of the ESS in a cell, their variance, the sum of the lower limits of the bands, and how many employ."""

    posts: float = 0.0
    variance: float = 0.0
    low: float = 0.0
    employers: int = 0

    @property
    def alone(self) -> bool:
        """Whether a single establishment employs: its estimate is never shown, the lower limit of its band may be."""
        return self.employers == 1

    @property
    def at_least(self) -> float:
        """The low end of what the bands leave open, nine times out of ten."""
        return self.low if self.alone else max(self.low, self.posts - LOW * sqrt(self.variance))

    def add(self, posts: float, variance: float, low: float, employers: int) -> None:
        self.posts += posts
        self.variance += variance
        self.low += low
        self.employers += employers


def above_flores(engine: Engine) -> tuple[Alert, ...]:
    """One alert for each cell of the model `limits` that the ESS is above even at the low end of its interval."""
    estimated, names = _estimated(engine), dict(engine.rows(NAMES))
    alerts = []
    for number, (source, place, code, activity, year, posts) in enumerate(sorted(engine.rows(LIMITS))):
        found = estimated.get((source, place, code, activity))
        if found and found.at_least > posts:
            nomenclature = NOMENCLATURES[source]
            margin = f"Flores {year} ({nomenclature})"
            called = names.get(code, "") if place == "zone" else ""
            name = _name(place, f"{code} ({called})" if called else code, activity, label(nomenclature, activity))
            told = found.low if found.alone else found.posts
            alerts.append(
                Alert("above_limit", margin, number, posts, told, name, f"{place}:{code}", at_least=found.alone)
            )
    return tuple(alerts)


def _estimated(engine: Engine) -> dict[Cell, Estimated]:
    """What the store holds of the ESS, by cell of every file of Flores."""
    found: dict[Cell, Estimated] = {}
    for place, code, division, *amounts in engine.rows(ESTIMATED):
        for source, nomenclature in NOMENCLATURES.items():
            if activity := divisions_of(nomenclature).get(division):
                found.setdefault((source, place, code, activity), Estimated()).add(*amounts)
    return found


def _name(place: str, code: str, activity: str, told: Text) -> Text:
    """The cell as it is told: « zone d'emploi 2602 (Dijon) × RU (Autres activités de services) »."""
    return Text(*(f"{word} {code} × {activity} ({words})" for word, words in zip(PLACES[place], told, strict=True)))
