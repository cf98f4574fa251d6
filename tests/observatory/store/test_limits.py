"""Flores as an upper limit of the ESS: told with its residual where it is exceeded, never forced."""

from pathlib import Path

import pytest

from essaim.observatory.store.build import build
from essaim.observatory.store.doctor import examine
from essaim.observatory.store.reader import open_store
from tests import stocks

HEADER = "GEO;GEO_OBJECT;FLORES_MEASURE;ACTIVITY;NUMBER_EMPL;LEGAL_FORM_WITH_PUBLIC;OBS_STATUS;OBS_VALUE;TIME_PERIOD\n"


def built(folder: Path, posts: str, status: str = "A") -> Path:
    """One association of Dijon of 50 to 99 employees, in social work, beside so many posts that Flores publishes."""
    siren = "552100554"
    rows = [f"21231;COM;EMPL3112;{sector};_T;1T9X7;{status};{posts};2024\n" for sector in ("_T", "OQ")]
    source = stocks.write(
        folder / "sources",
        [stocks.unit(siren, 9220, "UNE ASSOCIATION", trancheEffectifsUniteLegale="21")],
        [stocks.establishment(f"{siren}00013", "21231", "21")],
        lists={"DS_FLORES_A17_2024_data.csv": HEADER + "".join(rows)},
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
    assert posts > 50
    assert any("21 × OQ" in finding.text.en for finding in examine(store, tmp_path / "sources"))


@pytest.mark.parametrize(("posts", "status"), [("200", "A"), ("", "K")])
def test_nothing_is_told_within_the_limit_nor_where_it_is_not_known(tmp_path: Path, posts: str, status: str) -> None:
    assert alerts_of(built(tmp_path, posts, status)) == []
