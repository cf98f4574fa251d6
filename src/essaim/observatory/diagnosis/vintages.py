"""Two stores side by side: which figures of a territory moved, by how much, and why.

A figure can move because the data did, because the official geography did, because the rules of the perimeters did, or
because the program did. Each cause is looked for in the manifests; when only the data differ the movement is theirs.
"""

from dataclasses import dataclass

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.reference.succession import difference
from essaim.observatory.store.causes import differing


@dataclass(frozen=True)
class Movement:
    """One figure in both stores; `sure` when the change exceeds what its intervals allow, or when it is a count."""

    before: Figure | None
    now: Figure | None

    @property
    def figure(self) -> Figure:
        known = self.now or self.before
        assert known is not None  # noqa: S101 - one of the two is always there
        return known

    @property
    def change(self) -> float | None:
        if self.before is None or self.now is None or self.before.value is None or self.now.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def sure(self) -> bool:
        if self.change is None:
            return self.before is None or self.now is None or (self.before.value is None) != (self.now.value is None)
        before, now = self.before, self.now
        if before is None or now is None or before.high is None or now.high is None:
            return bool(self.change)
        return (now.low or 0) > before.high or now.high < (before.low or 0)


@dataclass(frozen=True)
class Comparison:
    """What moved between two diagnoses of one territory; `causes` are those that the manifests show.

    `reason` is told, and nothing is compared, when the territory is not the same in both geographies.
    """

    causes: tuple[str, ...]
    details: tuple[Text, ...]
    movements: tuple[Movement, ...]
    reason: Text | None = None


def compare(before: Diagnosis, now: Diagnosis) -> Comparison:
    """What moved from one diagnosis to a later one of the same territory and perimeter."""
    causes, details = differing(before.store, now.store)
    reason = difference(before.territory, now.territory)
    if reason is not None:
        return Comparison(causes, details, (), reason)
    old, new = _own(before), _own(now)
    movements = (Movement(old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old)))
    return Comparison(causes, details, tuple(one for one in movements if one.change or one.sure))


def _own(diagnosis: Diagnosis) -> dict[tuple[str, frozenset[tuple[str, str]]], Figure]:
    return {
        (figure.indicator, frozenset(figure.breakdown.items())): figure
        for figure in diagnosis.figures
        if figure.territory == diagnosis.territory
    }
