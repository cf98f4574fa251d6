"""Expected head counts in a build: known values win, published totals are approached, contradictions are told."""

from itertools import islice
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.errors import EssaimError
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.identifiers import is_siret
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write
from tests.test_cli import essaim

pytestmark = pytest.mark.usefixtures("few_communes")

HEADER = "siret;effectif;notion;date;source;qui;public\n"


def sirets(siren: str, number: int) -> list[str]:
    """The first so many of a legal unit that bear a valid key."""
    valid = (siret for nic in range(100_000) if is_siret(siret := f"{siren}{nic:05d}"))
    return list(islice(valid, number))


ASSOCIATIONS = sirets("012345674", 40)


def stock(folder: Path, **lists: str) -> Path:
    units = [unit("012345674", 9220, "AIDE"), unit("012345682", 5458, "BATIR")]
    places = [establishment(siret, "21231", "12") for siret in ASSOCIATIONS]
    places += [establishment(siret, "21231", "21") for siret in sirets("012345682", 5)]
    return write(folder, units, places, lists=lists)


def made(
    tmp_path: Path, name: str = "store", known: Path | None = None, **lists: str
) -> tuple[Diagnosis, dict[str, object]]:
    build(stock(tmp_path / f"{name}-stock", **lists), tmp_path / name, known=known)
    with open_store(tmp_path / name) as store:
        return diagnose(store, find_territory("21231")), store.manifest["estimation"]


def figure(diagnosis: Diagnosis, indicator: str, **breakdown: str) -> Figure:
    found = diagnosis.find(indicator, **breakdown)
    assert found is not None
    assert found.value is not None
    return found


def test_a_known_head_count_takes_the_place_of_the_band_and_narrows_the_interval(tmp_path: Path) -> None:
    listed = tmp_path / "known.csv"
    listed.write_text(HEADER + f"{ASSOCIATIONS[0]};49;postes;2026-01-31;rapport annuel;AB;oui\n", encoding="utf-8")
    before, _ = made(tmp_path, "before")
    now, told = made(tmp_path, "now", listed)
    jobs = figure(now, "W3")
    assert jobs.value > figure(before, "W3").value
    assert jobs.bound_low == figure(before, "W3").bound_low + 29  # a floor of 20 gave way to 49
    assert jobs.basis is not None
    assert jobs.basis.known == pytest.approx(49 / jobs.value, abs=1e-3)
    assert told["known_head_counts"]["public"] == 1  # type: ignore[index]
    assert told["known_head_counts"]["sha256"]  # type: ignore[index]


def test_what_is_too_old_or_cannot_be_told_of_one_alone_is_not_used_and_said(tmp_path: Path) -> None:
    listed = tmp_path / "known.csv"
    listed.write_text(
        HEADER
        + f"{ASSOCIATIONS[0]};49;postes;2026-01-31;enquête;AB;non\n"
        + f"{ASSOCIATIONS[1]};30;postes;2019-01-31;rapport;AB;oui\n",
        encoding="utf-8",
    )
    before, _ = made(tmp_path, "before")
    now, told = made(tmp_path, "now", listed)
    assert figure(now, "W3").value == figure(before, "W3").value
    known = told["known_head_counts"]
    assert isinstance(known, dict)
    assert (known["public"], known["private"], known["private_used"], known["expired"]) == (0, 1, 0, 1)
    assert known["private_alone"] == 1
    assert known["sha256"] is None  # whoever guesses the head count could check it against the digest


def test_published_totals_draw_the_estimate_and_families_without_one_stay(tmp_path: Path) -> None:
    free, _ = made(tmp_path, "free")
    associations = figure(free, "W3").value - figure(free, "C2", subfamily="worker_cooperative", measure="jobs").value
    wanted = round(associations * 1.1)
    margin = f"region,famille,annee,postes\n27,Associations,2024,{wanted}\n"
    drawn, told = made(tmp_path, "drawn", **{"marges_ess.csv": margin})
    scops = figure(drawn, "C2", subfamily="worker_cooperative", measure="jobs").value
    assert scops == figure(free, "C2", subfamily="worker_cooperative", measure="jobs").value
    reached = figure(drawn, "W3").value - scops
    assert associations < reached <= wanted
    assert abs(reached - wanted) < 0.06 * wanted
    assert told["alerts"] == []


def test_a_total_that_contradicts_the_bands_is_told_and_not_forced(tmp_path: Path) -> None:
    margin = "region,famille,annee,postes\n27,Associations,2024,99999\n"
    drawn, told = made(tmp_path, **{"marges_ess.csv": margin})
    jobs = figure(drawn, "W3")
    assert jobs.value <= jobs.bound_high
    assert told["alerts"]
    assert "99999" in str(told["alerts"])


def test_a_bad_file_of_head_counts_names_its_line(tmp_path: Path) -> None:
    listed = tmp_path / "known.csv"
    listed.write_text(HEADER + "0123;many;postes;2026-01-31;x;y;oui\n", encoding="utf-8")
    with pytest.raises(EssaimError, match=r"known\.csv, line 2"):
        build(stock(tmp_path / "stock"), tmp_path / "store", known=listed)
    ran = essaim("build", "--from", tmp_path / "stock", "--out", tmp_path / "store", "--known", listed)
    assert ran.exit_code == 1
    assert "known.csv" in ran.output
