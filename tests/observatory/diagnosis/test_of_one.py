"""The head count of one establishment is never estimated in public: its band is told."""

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose, with_names
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.jobs import Jobs
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory, territory
from essaim.observatory.report.document import document
from essaim.observatory.report.numbers import shown
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.standing import largest_parts
from essaim.observatory.store.reader import Store

EVERYWHERE = ("Dijon Métropole", "Côte-d'Or", "FR", "Mayotte", "CC Ouche et Montagne")


def with_one_employer(store: Store) -> Diagnosis:
    [(code,)] = store.rows(
        "select min(code) from weights where level = 'commune' and perimeter = 'strict' and ess_employers = 1"
    )
    return diagnose(store, territory("commune", code))


def counted_ones(told: Diagnosis) -> list[Figure]:
    """Posts told beside a count of one establishment."""
    ones = {
        (figure.indicator, figure.territory.key, frozenset((figure.breakdown | {"measure": "jobs"}).items()))
        for figure in told.figures
        if figure.breakdown.get("measure") == "establishments" and figure.unit == "establishments" and figure.value == 1
    }
    return [
        figure
        for figure in told.figures
        if figure.unit == "jobs"
        and (figure.indicator, figure.territory.key, frozenset(figure.breakdown.items())) in ones
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_commune_of_one_employer_tells_its_band(small_store: Store, language: Language) -> None:
    told = with_names(small_store, with_one_employer(small_store))
    posts, mean = told.find("W3"), told.find("T2", measure="mean")
    assert posts is not None
    assert mean is not None
    assert (posts.value, posts.low, posts.high, posts.grade) == (None, None, None, None)
    assert posts.banded
    assert posts.reason is not None
    assert (mean.value, mean.bound_low) == (None, posts.bound_low)
    written = shown(posts, language)
    assert written.startswith(str(posts.bound_low))
    assert written in sentences(told, "weight")[0].in_(language)
    assert written in [one["value"] for one in document(told, language)["key_figures"]]
    assert told.to_ask, "the one that there is to ask"
    share = told.find("W6")
    assert share is not None
    assert share.value is not None


@pytest.mark.parametrize("place", EVERYWHERE)
def test_nowhere_are_the_posts_of_a_single_establishment_estimated(small_store: Store, place: str) -> None:
    told = diagnose(small_store, find_territory(place), "wide")
    assert all(figure.banded for figure in counted_ones(told))
    single = {figure.territory for figure in told.figures if figure.indicator == "W1" and figure.value == 1}
    assert all(figure.banded for figure in told.figures if figure.indicator == "W3" and figure.territory in single)


def test_some_are_met_in_the_country(small_store: Store) -> None:
    """The test above does hold figures to something."""
    assert any(counted_ones(diagnose(small_store, find_territory(place), "wide")) for place in EVERYWHERE)


def test_a_public_head_count_of_one_establishment_is_told() -> None:
    assert Jobs(12, 12, 12, known=12, employers=1).of_one is False
    assert Jobs(12, 10, 19, employers=1).of_one is True
    assert Jobs(12, 10, 19, employers=2).of_one is False


def test_parts_of_one_employer_stand_where_their_band_puts_them(small_store: Store) -> None:
    told = diagnose(small_store, find_territory("Côte-d'Or"))
    least = [
        figure.bound_low if figure.banded else figure.value or 0
        for part in largest_parts(told)
        if (figure := told.find("W3", part))
    ]
    assert least == sorted(least, key=lambda one: -(one or 0))
