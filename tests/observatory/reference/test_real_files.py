"""Real files through the parts that can read them: dates, old activity codes, bands, places, identifiers.

Lyon 4e: the history of every establishment of an arrondissement. Bas-Rhin: every establishment, without identifier.
"""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from essaim.observatory.diagnosis.jobs import bands
from essaim.observatory.errors import EssaimError
from essaim.observatory.estimation.bands import band_numbers, count_bands
from essaim.observatory.estimation.expected import expected_head_counts
from essaim.observatory.perimeter.listing import classify_file
from essaim.observatory.reference.activities import aggregate, is_excluded, normalise
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.identifiers import LA_POSTE, Repaired, is_siret, luhn, repair
from essaim.observatory.sources.delimited import copy_to_parquet, read_header
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write

Real = Callable[[str], Path]
BAS_RHIN = "sirene_bas_rhin/establishments.csv"


def history(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"create view periods as from read_parquet('{path}')")
        return connection.execute(sql).fetchall()


@pytest.fixture
def lyon(real_data: Real) -> Path:
    return real_data("sirene_history_lyon4/periods.parquet")


def test_old_activity_codes_are_told_from_the_current_nomenclature(lyon: Path) -> None:
    """NAF rév. 1 and 1993 have three digits, NAP has no letter; only rév. 2 codes have a sector."""
    found: Counter[str] = Counter()
    for code, times in history(lyon, "select code_ape, count(*) from periods where dateFin is null group by code_ape"):
        activity = normalise(str(code)) if code else None
        found[activity.nomenclature if activity else "none"] += int(str(times))
        if activity:
            assert activity.code == code
            assert (aggregate(activity.code, "A17") is not None) == (activity.nomenclature == "NAFRev2"), code
            # Only the nomenclature that the exclusions are written in can exclude.
            assert not is_excluded(activity.code, activity.nomenclature) or activity.nomenclature == "NAFRev2"
    # One provisional 00.00Z, of no sector, is with the 4,424 older codes.
    assert found == {"NAFRev2": 20_395, "older": 4_424 + 1, "untold": 1_771, "none": 23}


def test_what_is_active_has_a_current_code_but_one(lyon: Path) -> None:
    codes = history(lyon, "select code_ape from periods where dateFin is null and etat = 'A'")
    assert len(codes) == 9_094
    assert sum(_activity(code) is None for (code,) in codes) == 0
    assert sum(not _is_current(code) for (code,) in codes) <= 1


def test_identifiers_follow_luhn_and_the_exception_of_la_poste(lyon: Path) -> None:
    sirets = [str(siret) for (siret,) in history(lyon, "select distinct siret from periods")]
    assert len(sirets) == 26_614
    assert all(is_siret(siret) for siret in sirets)
    assert all(repair(siret) == Repaired(siret, siret[:9], siret) for siret in sirets)
    # Luhn alone would lose the three post offices of the arrondissement, and nobody else.
    lost = [siret for siret in sirets if not luhn(siret)]
    assert len(lost) == 3
    assert {siret[:9] for siret in lost} == {LA_POSTE}


def test_zeros_that_a_spreadsheet_takes_from_real_identifiers_are_given_back(lyon: Path) -> None:
    """A SIRET with zeros at its head is given back or refused: another one is never read in its place."""
    for (siret,) in history(lyon, "select distinct siret from periods where siret like '0%'"):
        found = repair(str(int(str(siret))))
        assert found.siret in (siret, None)
        assert found.siren in (str(siret)[:9], None)


def test_the_arrondissement_is_counted_in_its_commune(lyon: Path) -> None:
    assert history(lyon, "select distinct code_commune from periods") == [("69384",)]
    found = find_territory("69384")
    assert found.code == "69123"
    assert found.note
    assert "arrondissement" in found.note.en


@pytest.mark.slow
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
    with real_data(BAS_RHIN).open(encoding="iso-8859-1", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 81_921
    counted = Counter(row["TEFET"].zfill(2) for row in rows)
    assert counted.keys() <= bands().keys()
    assert (counted["00"], counted["NN"], counted["53"]) == (59_913, 1_935, 1)
    low = sum(bands()[band].low * number for band, number in counted.items())
    high = sum(bands()[band].high * number for band, number in counted.items() if band != "53")
    assert low == 208_321
    assert high + 10_000 == 400_304
    counts = count_bands(band_numbers(row["TEFET"].zfill(2) for row in rows))
    expected = expected_head_counts(counts)
    posts = float(expected.mean @ counts)
    assert low < posts < (low + high) / 2
    for number, band in enumerate(list(bands().values())[4:-1], start=3):
        assert band.low <= expected.mean[number] <= band.high, band.code
    assert all((found := normalise(row["APET700"])) and found.nomenclature == "NAFRev2" for row in rows)


def test_a_file_in_latin_1_is_refused_by_the_staging_and_read_as_a_list(real_data: Real, tmp_path: Path) -> None:
    """A stock file must be in UTF-8; a list typed by hand may be in anything, but this one names no organisation."""
    path = real_data(BAS_RHIN)
    header = read_header(path, ",", reported_as=path)
    assert header.names == ("CODE_IRIS", "APET700", "TEFET", "LIBTEFET")
    with pytest.raises(EssaimError, match="not in UTF-8"):
        copy_to_parquet(path, header, ["LIBTEFET"], tmp_path / "staged.parquet", reported_as=path)
    with pytest.raises(EssaimError, match="no column of SIREN"):
        classify_file(path, None)
