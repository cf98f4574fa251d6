"""Above intercommunalities nothing is withheld: what départements show is made of open data and of safe totals only."""

from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.reference.geography import find_territory, parts_of
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.observatory.secrecy.country import HEADER, sirets
from tests.stocks import establishment, unit, write

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_communes")]

STRADDLING = "200040590"  # 18 communes of Ain and Rhône
ABOVE = ("departement:{0}", "departement:{1}", "FR")


def sides() -> dict[str, str]:
    """One commune of the intercommunality in each of its départements."""
    found: dict[str, str] = {}
    for commune in parts_of(find_territory(STRADDLING)):
        found.setdefault(commune.departement or "", commune.code)
    assert len(found) == 2, "an intercommunality of two départements"
    return found


def shown(folder: Path, counts: tuple[int, int, int, int]) -> dict[str, Diagnosis]:
    """Two associations in each département, whose head counts are known under agreement, as figures above tell them."""
    places = sides()
    keys = sirets()
    communes = [code for code in places.values() for _ in range(2)]
    listed = [next(keys) for _ in communes]
    folder.mkdir()
    known = folder / "known.csv"
    rows = (f"{siret};{posts};postes;2026-01-31;enquête;AB;non\n" for siret, posts in zip(listed, counts, strict=True))
    known.write_text(HEADER + "".join(rows), encoding="utf-8")
    stock = write(
        folder / "stock",
        [unit(siret[:9], 9220) for siret in listed],
        [establishment(siret, commune, "12") for siret, commune in zip(listed, communes, strict=True)],
    )
    build(stock, folder / "store", known=known)
    with open_store(folder / "store") as store:
        asked = [STRADDLING, *(one.format(*places) for one in ABOVE)]
        return {key: diagnose(store, find_territory(key), "wide") for key in asked}


def test_a_group_on_both_sides_of_a_limit_tells_each_side_nothing_of_its_members(tmp_path: Path) -> None:
    """Sixteen posts moved from one département to the other, within the group: no figure above is another one, and the
    département shows its share of the total by bands, not the head counts that it holds."""
    one, other = (shown(tmp_path / name, counts) for name, counts in (("a", (24, 40, 30, 26)), ("b", (24, 24, 46, 26))))
    for key, told in one.items():
        assert [figure.as_dict() | {"computed": ""} for figure in told.figures] == [
            figure.as_dict() | {"computed": ""} for figure in other[key].figures
        ]
    posts = {key: figure.value for key, told in one.items() if (figure := told.find("W3"))}
    assert posts[STRADDLING] == 120
    assert [posts[key] for key in posts if key.startswith("departement")] == pytest.approx([60, 60])


def test_what_a_part_shows_solves_for_the_total_of_its_group_and_for_nothing_else(tmp_path: Path) -> None:
    """The worst that an attacker may do with a département: its figure, over the part of the bands that it holds."""
    told = shown(tmp_path / "a", (24, 40, 30, 26))
    departement = next(one for key, one in told.items() if key.startswith("departement"))
    figure = departement.find("W3")
    assert figure is not None
    assert figure.value is not None
    solved = figure.value * 2  # two of four equal bands
    assert solved == pytest.approx(24 + 40 + 30 + 26, abs=2)
    assert figure.regime == "agreement"
