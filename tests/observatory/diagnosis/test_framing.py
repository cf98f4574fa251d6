"""The territory around its ESS: its frame, its parts, and the perimeters side by side."""

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import communes_of, find_territory, parts_of
from essaim.observatory.store.reader import Store


@pytest.fixture(params=["Dijon Métropole", "Côte-d'Or", "Bourgogne-Franche-Comté"])
def diagnosis(request: pytest.FixtureRequest, small_store: Store) -> Diagnosis:
    return diagnose(small_store, find_territory(request.param))


def value(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> float:
    figure = diagnosis.find(indicator, **breakdown)
    assert figure is not None
    assert figure.value is not None
    return figure.value


def test_parts_make_the_whole() -> None:
    """Every level but the département, whose intercommunalities may straddle it, is made of its parts exactly."""
    for name in ("Dijon Métropole", "Bourgogne-Franche-Comté", "FR"):
        whole = find_territory(name)
        held = sorted(code for part in parts_of(whole) for code in communes_of(part))
        assert held == communes_of(whole)
    assert parts_of(find_territory("Chenôve")) == ()


def test_what_parts_hold_adds_up_to_the_whole(small_store: Store) -> None:
    for name in ("Dijon Métropole", "Bourgogne-Franche-Comté"):
        diagnosis = diagnose(small_store, find_territory(name))
        for indicator in ("W1", "W3"):
            parts = [figure for part in diagnosis.parts if (figure := diagnosis.find(indicator, part))]
            assert sum(one.value or 0 for one in parts) == pytest.approx(
                value(diagnosis, indicator), abs=len(parts) / 10
            )


def test_each_share_agrees_with_the_frame(diagnosis: Diagnosis) -> None:
    posts, people = value(diagnosis, "K2"), value(diagnosis, "K1")
    assert value(diagnosis, "K3") == pytest.approx(100 * posts / people, abs=0.01)
    assert value(diagnosis, "W6") == pytest.approx(value(diagnosis, "W3") / posts, abs=1e-4)
    assert value(diagnosis, "W8") == pytest.approx(value(diagnosis, "W1") / value(diagnosis, "K4"), abs=1e-6)
    sectors = [one.value or 0 for one in diagnosis.own("K5")]
    assert 0.9 < sum(sectors) <= 1 + 1e-6


def test_perimeters_side_by_side_are_those_of_each_diagnosis(small_store: Store) -> None:
    dijon = find_territory("Dijon Métropole")
    together = diagnose(small_store, dijon)
    before = 0.0
    for perimeter in PERIMETERS:
        alone = diagnose(small_store, dijon, perimeter)
        for measure, indicator in (("establishments", "W1"), ("jobs", "W3"), ("share", "W6")):
            side = together.find("R3", perimeter=perimeter, measure=measure)
            own = alone.find(indicator)
            assert side is not None
            assert own is not None
            assert (side.value, side.low, side.high) == (own.value, own.low, own.high)
        assert value(together, "R3", perimeter=perimeter, measure="jobs") >= before
        before = value(together, "R3", perimeter=perimeter, measure="jobs")
