"""The map of the parts of a territory: who bears which value, what is said of outlines, and when there is none."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.language import Language
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.drawings import drawings
from essaim.observatory.report.numbers import interval, shown
from essaim.observatory.report.spread import spread
from essaim.observatory.store.contours import COMPUTED, SURVEYED, Contours, Drawn, Outlines, contours
from essaim.observatory.store.reader import Store
from tests.observatory.report.drawn import SVG, parsed, words

COG = 2026


def dijon(store: Store) -> Diagnosis:
    return diagnose(store, find_territory("Dijon Métropole", COG))


def drawn(diagnosis: Diagnosis, language: Language = "fr") -> Chart:
    chart = spread(diagnosis, language)
    assert chart is not None
    return chart


def named(chart: Chart) -> dict[str, str]:
    """What is told of each area, by its name."""
    titles = [one.findtext(f"{SVG}title") or "" for one in parsed(chart).iter(f"{SVG}path")]
    return dict(title.split(" : ", 1) for title in titles)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_part_bears_its_share_and_its_interval(small_store: Store, language: Language) -> None:
    diagnosis = dijon(small_store)
    told = named(drawn(diagnosis, language))
    assert told.keys() == {part.name for part in diagnosis.parts}
    for part in diagnosis.parts:
        figure = diagnosis.find("W6", part)
        assert told[part.name].startswith(shown(figure, language))
        assert interval(figure, language) in told[part.name]


def test_it_says_that_outlines_are_computed(small_store: Store) -> None:
    chart = drawn(dijon(small_store))
    assert COMPUTED.in_("fr") in chart.description
    assert COMPUTED.in_("fr") in " ".join(words(parsed(chart)))
    surveyed = Contours({}, [], computed=False)
    assert surveyed.origin == SURVEYED


def test_a_part_without_figure_is_hatched_and_told(small_store: Store) -> None:
    diagnosis = dijon(small_store)
    talant = next(part for part in diagnosis.parts if part.name == "Talant")
    kept = tuple(one for one in diagnosis.figures if (one.indicator, one.territory) != ("W6", talant))
    chart = drawn(replace(diagnosis, figures=kept))
    assert named(chart)["Talant"] == "aucune donnée"
    hatched = [one for one in parsed(chart).iter(f"{SVG}path") if one.get("class") == "missing"]
    assert len(hatched) == 1
    assert "Talant : aucune donnée" in words(parsed(chart))


def test_what_belongs_to_another_territory_is_told(small_store: Store) -> None:
    diagnosis = dijon(small_store)
    others = tuple(part for part in diagnosis.parts if part.name != "Talant")
    # An intercommunality without one of its communes stands for a département that shares an intercommunality.
    chart = drawn(replace(diagnosis, parts=others))
    assert named(chart)["Talant"] == "compté avec un autre territoire"


def test_there_is_no_map_without_outlines_nor_parts_nor_shares(small_store: Store) -> None:
    diagnosis = dijon(small_store)
    assert spread(diagnose(small_store, find_territory("Talant", COG)), "fr") is None
    assert spread(replace(diagnosis, parts=diagnosis.parts[:3]), "fr") is None
    bare = Store(small_store.folder, small_store.manifest | {"tables": {}}, small_store.cursor()._connection)
    outlines = Outlines(bare, diagnosis.territory, "commune")
    assert spread(replace(diagnosis, outlines=outlines), "fr") is None


def test_france_is_drawn_without_its_overseas_parts(small_store: Store) -> None:
    class Far(Outlines):
        """As a store that has every région; Talant stands for one that is overseas."""

        def drawn(self, make: Callable[[Contours], Drawn]) -> Drawn:
            found = contours(small_store, self.whole, self.by)
            assert found is not None
            [[ring, *_], *_] = found.parts["21617"]
            return make(replace(found, parts=found.parts | {"21617": [[[(lon - 66, lat - 32) for lon, lat in ring]]]}))

    diagnosis = dijon(small_store)
    assert diagnosis.outlines is not None
    far = Far(small_store, diagnosis.territory, "commune")
    chart = drawn(replace(diagnosis, outlines=far))
    assert "Talant" not in named(chart)
    assert "Outre-mer\u00a0: voir le tableau." in chart.description
    assert parsed(chart).get("viewBox") == parsed(drawn(diagnosis)).get("viewBox")


def test_outlines_are_drawn_once_a_version(small_store: Store) -> None:
    outlines = dijon(small_store).outlines
    assert outlines is not None
    calls: list[Contours] = []
    for _ in range(2):
        outlines.drawn(calls.append)
    assert len(calls) == 1


def test_the_chapter_of_comparisons_shows_it_before_the_bars(small_store: Store) -> None:
    kinds = [chart.kind for chart in drawings(dijon(small_store), "fr")["comparisons"]]
    assert kinds[-2:] == ["choropleth", "ranges"]


def test_shades_go_from_light_to_dark_with_the_share(small_store: Store) -> None:
    diagnosis = dijon(small_store)
    value = {part.name: figure.value for part in diagnosis.parts if (figure := diagnosis.find("W6", part))}
    shades: dict[str, list[float]] = {}
    for one in parsed(drawn(diagnosis)).iter(f"{SVG}path"):
        shades.setdefault(one.get("class") or "", []).append(value[_name(one)] or 0)
    order = sorted(shades)
    assert order == ["q1", "q2", "q3", "q4", "q5"]
    assert all(max(shades[low]) <= min(shades[high]) for low, high in pairwise(order))


def _name(path: ET.Element) -> str:
    return (path.findtext(f"{SVG}title") or "").split(" : ")[0]
