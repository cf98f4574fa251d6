"""What happened between two stores: each kind of change, its cause, its mirror, and what is no change at all."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.observatory.directory.changes import KINDS, Change, compare
from essaim.observatory.errors import EssaimError
from essaim.observatory.perimeter.rules import VERSION
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.store.manifest import FORMAT
from essaim.observatory.store.reader import version_folder
from tests.stocks import unit
from tests.stores import examples
from tests.test_cli import essaim
from tests.versions import (
    BEAUNE,
    BRANCH,
    CLOSED,
    CREATED,
    DIJON,
    DOLE,
    ESUS_NOW,
    HIDDEN,
    HIRES,
    LEAVES,
    MOVED,
    RENAMED,
    SAME,
    before_places,
    before_units,
    made,
    now_places,
    now_units,
    seat,
    siren_of,
)


def told(before: Path, now: Path, siren: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, one.before, one.after) for one in compare(before, now).changes if one.siren == siren]


def test_each_thing_that_happens_is_told_once(two_versions: tuple[Path, Path]) -> None:
    expected = {
        CREATED: [("created", None, None)],
        CLOSED: [("closed", None, None)],
        MOVED: [("moved", DIJON, BEAUNE)],
        HIRES: [("employer", None, None)],
        RENAMED: [("renamed", f"NAME {RENAMED}", "ANOTHER NAME")],
        ESUS_NOW: [("regraded", "declared_company", "esus_approval"), ("label_gained", None, "esus")],
        LEAVES: [("left", "statutory_core", None)],
        BRANCH: [("place_opened", None, DOLE), ("place_closed", BEAUNE, None)],
        HIDDEN: [("moved", DIJON, BEAUNE)],
        SAME: [],
    }
    assert {siren: told(*two_versions, siren) for siren in expected} == expected


def test_dates_are_those_of_the_register(two_versions: tuple[Path, Path]) -> None:
    dates = {(one.siren, one.kind): str(one.on) for one in compare(*two_versions).changes if one.on}
    assert dates == {
        (CREATED, "created"): "2026-09-15",
        (CLOSED, "closed"): "2026-10-03",
        (MOVED, "moved"): "2026-09-01",
        (BRANCH, "place_opened"): "2026-10-10",
    }


def test_a_name_that_the_register_withholds_is_never_told(two_versions: tuple[Path, Path]) -> None:
    [moved] = [one for one in compare(*two_versions).changes if one.siren == HIDDEN]
    assert moved.name is None
    assert (
        "SECRET" not in essaim("changes", "--from", two_versions[0], "--to", two_versions[1], "--format", "json").stdout
    )


def test_a_territory_is_told_what_concerns_it(two_versions: tuple[Path, Path]) -> None:
    def kinds(name: str) -> dict[str, str]:
        return {one.siren: one.kind for one in compare(*two_versions, find_territory(name)).changes}

    assert kinds(DOLE) == {BRANCH: "place_opened"}
    assert kinds(BEAUNE) == {MOVED: "moved", HIDDEN: "moved", BRANCH: "place_closed"}
    assert kinds("departement:21") == kinds("FR")
    [moved] = [one for one in compare(*two_versions).changes if one.siren == MOVED]
    assert {place.intercommunality for place in moved.places} == {"242100410", "200006682"}
    assert {place.departement for place in moved.places} == {"21"}


FROM_DOLE = siren_of(1_234_580)


@pytest.mark.slow
def test_a_store_of_one_territory_tells_closures_and_not_what_it_cannot_know(tmp_path: Path) -> None:
    """Compared with France: what was elsewhere is an establishment that opened, not a structure that appeared."""
    cote_d_or = find_territory("departement:21")
    units = [*before_units(), unit(FROM_DOLE, 9220, "FROM DOLE")]
    before = made(
        tmp_path / "before",
        units,
        [*before_places(), seat(FROM_DOLE, DOLE)],
        vintage="2026-08-01",
        territory=cote_d_or,
    )
    here = seat(FROM_DOLE, BEAUNE, nic="00020", etablissementSiege="false")
    now = made(tmp_path / "now", [*now_units(), units[-1]], [*now_places(), seat(FROM_DOLE, DOLE), here])
    narrow = made(
        tmp_path / "narrow",
        [*now_units(), units[-1]],
        [*now_places(), seat(FROM_DOLE, DOLE), here],
        territory=cote_d_or,
    )
    for later in (now, narrow):
        assert compare(before, later).scope == cote_d_or
        assert told(before, later, FROM_DOLE) == [("place_opened", None, BEAUNE)]
        assert told(before, later, CLOSED) == [("closed", None, None)]
        assert told(before, later, CREATED) == [("created", None, None)]
        assert told(before, later, MOVED) == [("moved", DIJON, BEAUNE)]
        assert told(before, later, BRANCH) == [("place_closed", BEAUNE, None)]  # Dole is outside


def test_the_command_line_in_three_forms(two_versions: tuple[Path, Path], tmp_path: Path) -> None:
    before, now = two_versions
    text = essaim("changes", "Dijon", "--from", before, "--to", now.parent)
    assert text.exit_code == 0, text.output
    assert "Moved : 2" in text.stdout
    assert "Dijon → Beaune" in text.stdout
    assert "Demonstration data" in text.stdout
    out = tmp_path / "changes.csv"
    assert essaim("changes", "--from", before, "--to", now, "--format", "csv", "--out", out).exit_code == 0
    rows = out.read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + len(compare(before, now).changes)
    assert any(row.startswith(f"moved;{MOVED};") and "Dijon → Beaune" in row for row in rows)
    told_json = json.loads(essaim("changes", DOLE, "--from", before, "--to", now, "--format", "json").stdout)
    assert [one["kind"] for one in told_json["changes"]] == ["place_opened"]
    assert essaim("changes", "--from", tmp_path, "--to", now).exit_code == 1


# Versions written as they are kept, without a build: for what must hold whatever they contain.
UNIT_COLUMNS = (
    "siren varchar, name varchar, acronym varchar, association_id varchar, legal_form varchar, family varchar,"
    " subfamily varchar, activity varchar, nomenclature varchar, band varchar, created date, insee_flag varchar,"
    " in_ess_france boolean, in_esus boolean, siae_kinds varchar, tags smallint, tier tinyint, rule varchar,"
    " active boolean, closed date, diffusible boolean"
)
PLACE_COLUMNS = (
    "siret varchar, siren varchar, commune varchar, head_office boolean, head_office_commune varchar, employer varchar,"
    " band varchar, created date"
)
SOURCES = [{"id": one, "sha256": "0", "vintage": "2026-11-01"} for one in ("sirene_legal_units", "esus_list", "siae")]


def version(folder: Path, units: Sequence[tuple[Any, ...]], places: Sequence[tuple[Any, ...]], **told: Any) -> Path:
    """A version with these rows, in the order of the columns above."""
    folder.mkdir(parents=True)
    described = {
        "format": FORMAT, "version": folder.name, "vintage": "2026-11", "cog": 2026, "scope": None, "sources": SOURCES,
        "perimeter_version": VERSION, "program": "0.1.0", "synthetic": True,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(described | told), encoding="utf-8")
    with duckdb.connect() as engine:
        for name, columns, rows in (("legal_units", UNIT_COLUMNS, units), ("establishments", PLACE_COLUMNS, places)):
            engine.execute(f"create table {name} ({columns})")
            if rows:
                engine.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)
            engine.execute(f"copy {name} to '{folder / name}.parquet'")
        communes = "select unnest(['21231', '21054', '39198']) AS commune, '200' AS intercommunality"
        engine.execute(
            f"copy (select *, left(commune, 2) AS departement, '27' AS region from ({communes}))"
            f" to '{folder / 'communes'}.parquet'"
        )
    return folder


def unit_row(siren: str, **told: Any) -> tuple[Any, ...]:
    plain = {
        "siren": siren, "name": "N", "acronym": None, "association_id": None, "legal_form": "9220",
        "family": "association", "subfamily": "", "activity": "88.99B", "nomenclature": "NAFRev2", "band": "",
        "created": "2001-01-01", "insee_flag": "O", "in_ess_france": False, "in_esus": False, "siae_kinds": None,
        "tags": 5, "tier": 1, "rule": "statutory_core", "active": True, "closed": None, "diffusible": True,
    }  # fmt: skip
    return tuple((plain | told).values())


def place_row(siren: str, commune: str = DIJON, employer: str = "O", nic: str = "00012") -> tuple[Any, ...]:
    return (siren + nic, siren, commune, nic == "00012", commune, employer, "11" if employer == "O" else "NN", None)


SIRENS = ("000000001", "000000002", "000000003")
one_unit = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["A", "B", None]),
        "in_esus": st.booleans(),
        "active": st.booleans(),
        "created": st.sampled_from(["2001-01-01", "2026-10-01", None]),
        "tier": st.sampled_from([0, 1, 3]),
        "tags": st.sampled_from([1, 5, 6]),
    }
)
a_place = st.tuples(st.sampled_from([DIJON, BEAUNE, DOLE]), st.sampled_from("ON"))
a_version = st.dictionaries(st.sampled_from(SIRENS), st.tuples(one_unit, st.lists(a_place, max_size=2)))


def written(folder: Path, content: dict[str, Any]) -> Path:
    units, places = [], []
    for siren, (facts, works) in content.items():
        units.append(unit_row(siren, **facts))
        if facts["active"] and facts["tier"]:  # as the build does: places of what is active and in the ESS
            head = works[0][0] if works else ""
            for number, (commune, employer) in enumerate(works):
                row = place_row(siren, commune, employer, f"000{number}2")
                places.append((*row[:3], number == 0, head, *row[5:]))
    return version(folder, units, places)


def compared(before: Path, now: Path) -> Counter[tuple[str, str, str, str | None, str | None]]:
    changes = compare(before, now).changes
    return Counter((one.siren, one.siret, one.kind, one.before, one.after) for one in changes)


PATIENT = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(content=a_version)
def test_a_store_compared_with_itself_has_not_changed(content: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        one = written(Path(folder) / "one", content)
        assert compare(one, one).changes == ()


MIRRORS = {
    "created": {"left"}, "entered": {"left"}, "left": {"created", "entered"}, "closed": {"reopened"},
    "reopened": {"closed"}, "moved": {"moved"}, "place_opened": {"place_closed"}, "place_closed": {"place_opened"},
    "employer": {"no_employer"}, "no_employer": {"employer"}, "label_gained": {"label_lost"},
    "label_lost": {"label_gained"}, "renamed": {"renamed"}, "regraded": {"regraded"},
}  # fmt: skip


@pytest.mark.slow
@PATIENT
@given(first=a_version, second=a_version)
def test_there_and_back_are_mirrors(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert MIRRORS.keys() == KINDS.keys()
    with TemporaryDirectory() as folder:
        one, other = written(Path(folder) / "one", first), written(Path(folder) / "other", second)
        there, back = compared(one, other), compared(other, one)
    assert sum(there.values()) == sum(back.values())
    for (siren, siret, kind, before, after), times in there.items():
        assert times == 1
        mirrored = [key for key in back if key[:2] == (siren, siret) and key[2] in MIRRORS[kind]]
        assert any(key[3:] in ((after, before), (None, None)) or None in (before, after) for key in mirrored), kind


def changes_of(folder: Path, before: tuple[Any, ...], now: tuple[Any, ...], **manifests: Any) -> list[Change]:
    """Those of one structure with one place of work that does not change."""
    old = version(folder / "old", [before], [place_row(SIRENS[0])], **manifests.get("old", {}))
    new = version(folder / "new", [now], [place_row(SIRENS[0])], **manifests.get("new", {}))
    return list(compare(old, new).changes)


def test_other_rules_another_program_and_a_list_that_was_absent_are_told_as_such(tmp_path: Path) -> None:
    legal, strict = (unit_row(SIRENS[0], tier=tier, rule=rule) for tier, rule in ((2, "statutory_form"), (1, "core")))
    [one] = changes_of(tmp_path / "rules", legal, strict, old={"perimeter_version": "2024-01"})
    assert (one.kind, one.cause) == ("regraded", "perimeter")
    [one] = changes_of(tmp_path / "program", legal, strict, old={"program": "0.0.9"})
    assert (one.kind, one.cause) == ("regraded", "program")
    esus = unit_row(SIRENS[0], tags=21, tier=1, rule="other", in_esus=True)
    without = [source for source in SOURCES if source["id"] != "esus_list"]
    [one] = changes_of(tmp_path / "sources", legal, esus, old={"sources": without})
    assert (one.kind, one.cause) == ("regraded", "sources")
    assert {one.cause for one in changes_of(tmp_path / "data", legal, esus)} == {"data"}


def test_a_merged_commune_is_no_move(tmp_path: Path) -> None:
    """01330 is a part of 01187 since then: the same place of work stands in another commune, and nobody moved."""
    before = version(tmp_path / "before", [unit_row(SIRENS[0])], [place_row(SIRENS[0], OLD)], cog=OLD_YEAR)
    now = version(tmp_path / "now", [unit_row(SIRENS[0])], [place_row(SIRENS[0], NEW)])
    assert compare(before, now).changes == ()
    assert compare(now, before).changes == ()
    elsewhere = version(tmp_path / "elsewhere", [unit_row(SIRENS[0])], [place_row(SIRENS[0], DIJON)])
    [moved] = compare(before, elsewhere).changes
    assert (moved.kind, moved.before, moved.after) == ("moved", NEW, DIJON)


OLD, NEW, OLD_YEAR = "01330", "01187", 2023


def test_a_damaged_version_is_said(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(EssaimError, match="incomplete or damaged"):
        compare(version_folder(tmp_path), tmp_path)
