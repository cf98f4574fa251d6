"""Real files through the parts that can read them: dates, old activity codes, bands, places, identifiers.

Lyon 4e: the history of every establishment of an arrondissement. Bas-Rhin: every establishment, without identifier.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from essaim.observatory.diagnosis.jobs import bands
from essaim.observatory.estimation.bands import band_numbers, count_bands
from essaim.observatory.estimation.expected import expected_head_counts
from essaim.observatory.reference.activities import aggregate, normalise
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.identifiers import is_siret
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write

Real = Callable[[str], Path]


def history(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"create view periods as from read_parquet('{path}')")
        return connection.execute(sql).fetchall()


@pytest.fixture
def lyon(real_data: Real) -> Path:
    return real_data("sirene_history_lyon4/periods.parquet")


def test_old_activity_codes_are_told_from_the_current_nomenclature(lyon: Path) -> None:
    """NAP has no letter, NAF rev. 1 has three digits; only rev. 2 codes have a sector."""
    found: Counter[str] = Counter()
    for code, times in history(lyon, "select code_ape, count(*) from periods where dateFin is null group by code_ape"):
        activity = normalise(str(code)) if code else None
        found[activity.nomenclature if activity and activity.nomenclature else "none"] += int(str(times))
        if activity and activity.nomenclature == "NAFRev2":
            assert aggregate(activity.code, "A17"), code
    assert found["NAFRev2"] == 20_395  # and one provisional 00.00Z, which is of no sector
    assert sum(found.values()) == 26_614


def test_identifiers_follow_luhn_and_the_exception_of_la_poste(lyon: Path) -> None:
    sirets = [str(siret) for (siret,) in history(lyon, "select distinct siret from periods")]
    assert len(sirets) == 26_614
    assert all(is_siret(siret) for siret in sirets)


def test_the_arrondissement_is_counted_in_its_commune() -> None:
    assert find_territory("69384").code == "69123"


def test_real_dates_go_through_the_build(lyon: Path, tmp_path: Path) -> None:
    """Dates of 1900, dates to come, reopened establishments and old codes, in the layout of the stock."""
    rows = history(
        lyon,
        "select siret, min(dateDebut) over (partition by siret), dateDebut, etat, code_ape, code_tranche, dateFin"
        " from periods qualify dateFin is null",
    )
    sirens = sorted({str(row[0])[:9] for row in rows})
    places = [
        establishment(
            str(siret),
            "69384",
            str(band) if band else None,
            dateCreationEtablissement=born,
            dateDebut=started,
            etatAdministratifEtablissement=state,
            activitePrincipaleEtablissement=code,
            nomenclatureActivitePrincipaleEtablissement=(found.nomenclature if (found := _activity(code)) else None),
        )
        for siret, born, started, state, code, band, _ in rows
    ]
    build(write(tmp_path / "stock", [unit(siren, 9220) for siren in sirens], places), tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        [(active, communes, unborn, oldest)] = store.rows(
            "select count(*), count(distinct commune), count(*) filter (where created is null), min(created)"
            " from establishments"
        )
        [(unknown,)] = store.rows("select coalesce(sum(establishments), 0) from cube where division = '_U'")
        years = store.rows("select min(year), max(year) from demography")
        rejected = {one["reason"]: one["rows"] for one in store.manifest["rejects"]}
    expected = [row for row in rows if row[3] == "A"]
    assert active == len(expected) == 9_094
    assert communes == 1
    assert unborn == sum(row[1] is None or str(row[1]) == "1900-01-01" for row in expected)
    assert str(oldest) > "1900-01-01"
    assert unknown == sum(not _is_current(row[4]) for row in expected)
    assert years == [(2021, 2025)]
    assert rejected.keys() <= {"state_unknown"}


def _activity(code: object) -> object:
    return normalise(str(code)) if code else None


def _is_current(code: object) -> bool:
    found = normalise(str(code)) if code else None
    return found is not None and found.nomenclature == "NAFRev2" and aggregate(found.code, "A17") is not None


def test_the_bands_of_a_departement_add_up_to_the_known_limits(real_data: Real) -> None:
    """Expected totals: computed by hand from the file, one establishment of band 53 at 10 000 posts."""
    path = real_data("sirene_bas_rhin/establishments.csv")
    lines = path.read_text(encoding="iso-8859-1").splitlines()
    header = [cell.strip('"') for cell in lines[0].split(",")]
    place, activity = header.index("TEFET"), header.index("APET700")
    rows = [[cell.strip('"') for cell in re.findall(r'"[^"]*"|[^,]+', line)] for line in lines[1:]]
    assert len(rows) == 81_921
    counted = Counter(row[place].zfill(2) for row in rows)
    low = sum(bands()[band].low * number for band, number in counted.items())
    high = sum(bands()[band].high * number for band, number in counted.items() if band != "53")
    assert low == 208_321
    assert high + 10_000 == 400_304
    counts = count_bands(band_numbers(band for band, number in counted.items() for _ in range(number)))
    expected = expected_head_counts(counts)
    posts = float(expected.mean @ counts)
    assert low < posts < (low + high) / 2
    for number, band in enumerate(list(bands().values())[4:-1], start=3):
        assert band.low <= expected.mean[number] <= band.high, band.code
    assert counted.keys() <= bands().keys()
    assert all((found := normalise(row[activity])) and found.nomenclature == "NAFRev2" for row in rows)
