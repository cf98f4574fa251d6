"""Flores as an upper limit of the ESS: told with its residual where it is exceeded, never forced."""

from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import diagnose
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.report.preface import preface
from essaim.observatory.store.build import build
from essaim.observatory.store.doctor import examine
from essaim.observatory.store.reader import open_store
from tests import stocks

CONTRADICTED = "What published totals contradict"
HEADER = "GEO;GEO_OBJECT;FLORES_MEASURE;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;OBS_STATUS;OBS_VALUE;TIME_PERIOD\n"


def cell(area: str, kind: str, sector: str, posts: str, year: int = 2024, status: str = "A") -> str:
    return f"{area};{kind};EMPL3112;{sector};_T;1T9X7;{status};{posts};{year}\n"


def built(folder: Path, posts: str, status: str = "A", more: str = "", **files: str) -> Path:
    """One association of Dijon of 50 to 99 employees, in social work, beside so many posts that Flores publishes."""
    siren = "552100554"
    rows = [cell("21231", "COM", sector, posts, status=status) for sector in ("_T", "OQ")]
    source = stocks.write(
        folder / "sources",
        [stocks.unit(siren, 9220, "UNE ASSOCIATION", trancheEffectifsUniteLegale="21")],
        [stocks.establishment(f"{siren}00013", "21231", "21")],
        lists={"DS_FLORES_A17_2024_data.csv": HEADER + "".join(rows) + more} | files,
    )
    build(source, folder / "store")
    return folder / "store"


def alerts_of(store: Path) -> list[str]:
    with open_store(store) as opened:
        return [alert["en"] for alert in opened.manifest["estimation"]["alerts"]]


def test_an_ess_above_all_posts_is_told_and_not_forced(tmp_path: Path) -> None:
    store = built(tmp_path, "20")
    [told] = alerts_of(store)
    assert "21 × OQ" in told
    assert "published 20, estimated 6" in told
    with open_store(store) as opened:
        [(posts,)] = opened.rows("select sum(posts) from cube where tier = 1")
        passages = {one.title.en: one.text.en for one in preface(diagnose(opened, find_territory("Dijon Métropole")))}
        elsewhere = [one.title.en for one in preface(diagnose(opened, find_territory("39")))]
    assert posts > 50
    assert told in passages[CONTRADICTED]
    assert CONTRADICTED not in elsewhere
    assert any("21 × OQ" in finding.text.en for finding in examine(store, tmp_path / "sources"))


@pytest.mark.parametrize(("posts", "status"), [("200", "A"), ("", "K")])
def test_nothing_is_told_within_the_limit_nor_where_it_is_not_known(tmp_path: Path, posts: str, status: str) -> None:
    assert alerts_of(built(tmp_path, posts, status)) == []


@pytest.mark.parametrize(("departement", "alerts"), [("20", 1), ("200", 0)])
def test_a_departement_is_a_limit_as_published_even_where_a_commune_is_withheld(
    tmp_path: Path, departement: str, alerts: int
) -> None:
    assert len(alerts_of(built(tmp_path, "", "K", cell("21", "DEP", "OQ", departement)))) == alerts


def test_a_newer_edition_without_sectors_makes_a_point_and_neither_a_denominator_nor_a_limit(tmp_path: Path) -> None:
    """A5 of 2025 beside A17 of 2024: the five sectors of A5 cannot limit seventeen, and one year serves for both."""
    newer = HEADER + cell("21231", "COM", "_T", "500", 2025) + cell("21", "DEP", "OQ", "10", 2025)
    store = built(tmp_path, "200", "A", cell("21", "DEP", "OQ", "200"), **{"DS_FLORES_A5_2025_data.csv": newer})
    assert alerts_of(store) == []
    with open_store(store) as opened:
        dijon = diagnose(opened, find_territory("21231"))
    posts, grown = dijon.find("K2"), dijon.find("D1", field="all", measure="change")
    assert posts is not None
    assert (posts.value, posts.period) == (200, "Sirene 2026-11, Flores 2024")
    assert grown is not None
    assert (grown.value, grown.period) == (1.5, "Flores 2024–2025")
    told = [finding.text.en for finding in examine(store, tmp_path / "sources")]
    assert any("2025" in one and "A17" in one for one in told)


def test_a_total_of_the_ess_far_from_the_bands_is_named_with_its_gap(tmp_path: Path) -> None:
    margins = {"marges_ess.csv": "region,famille,annee,postes\n27,Associations,2024,1000\n"}
    alerts = alerts_of(built(tmp_path, "2000", **margins))
    assert alerts
    assert all("27 × association" in told and "published 1000" in told and "gap +" in told for told in alerts)
