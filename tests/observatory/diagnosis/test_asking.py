"""The establishments to telephone: those that narrow the estimate most, by as much as is said."""

import csv
import io
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.asking import to_ask
from essaim.observatory.diagnosis.diagnose import diagnose, with_names
from essaim.observatory.diagnosis.totals import totals_of
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.questions import listed, to_fill_in
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store


def test_the_ten_that_hide_most_by_decreasing_gain(small_store: Store) -> None:
    dijon = find_territory("Dijon Métropole")
    asked = to_ask(small_store, dijon, "strict", totals_of(small_store, dijon, "strict"))
    assert len(asked) == 10
    assert [one.expected for one in asked] == sorted((one.expected for one in asked), reverse=True)
    assert all(0 < one.gain < 1 for one in asked)
    together = [one.together for one in asked]
    assert together == sorted(together)
    assert together[0] == asked[0].gain
    assert len({one.siret for one in asked}) == 10
    known = dict(small_store.rows("select siret, diffusible from establishments where intercommunality = '242100410'"))
    assert all(known[one.siret] for one in asked)


@pytest.mark.parametrize("name", ["FR", "Bourgogne-Franche-Comté"])
def test_nobody_telephones_for_a_whole_region(small_store: Store, name: str) -> None:
    place = find_territory(name)
    assert to_ask(small_store, place, "strict", totals_of(small_store, place, "strict")) == ()


def test_once_known_the_interval_narrows_as_announced_and_nobody_is_asked_again(
    small_stock: Path, small_store: Store, tmp_path: Path
) -> None:
    """Filled with what is expected of each, the file leaves the estimate and narrows its interval as promised."""
    dijon = find_territory("Dijon Métropole")
    before = with_names(small_store, diagnose(small_store, dijon))
    rows = list(csv.reader(io.StringIO(to_fill_in(before).decode("utf-8-sig")), delimiter=";"))
    header, lines = rows[0], rows[1:]
    expected = {one.siret: round(one.expected) for one in before.to_ask}
    answered = lines[:9]  # the tenth did not pick up the telephone
    for line in answered:
        line[1:7] = [str(expected[line[0]]), "postes", "2026-06-01", "appel", "agent", "oui"]
    filled = tmp_path / "filled.csv"
    with filled.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([header, *lines])
    build(small_stock, tmp_path / "store", known=filled)
    with open_store(tmp_path / "store") as store:
        after = with_names(store, diagnose(store, dijon))
    assert not {line[0] for line in answered} & {one.siret for one in after.to_ask}
    assert lines[9][0] in {one.siret for one in after.to_ask}
    widths = [(one.high or 0) - (one.low or 0) for told in (before, after) if (one := told.find("W3"))]
    promised = before.to_ask[8].together
    assert 1 - widths[1] / widths[0] == pytest.approx(promised, abs=0.02)


def test_the_list_is_told_in_words(small_store: Store) -> None:
    told = listed(with_names(small_store, diagnose(small_store, find_territory("Dijon Métropole"))), "fr")
    assert told[0]["commune"] == "Dijon"
    assert " à " in told[0]["band"]
    assert told[0]["gain"].endswith("%")
