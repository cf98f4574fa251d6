"""The demonstration stock: the layout of the real files, the published margins, the same on every machine."""

from pathlib import Path

import duckdb
import pytest

import essaim.demo
from essaim.demo.stock import write_stock
from essaim.observatory.reference.identifiers import is_siren, is_siret
from essaim.observatory.reference.tables import read_table
from essaim.observatory.sources.ledger import read_ledger
from essaim.observatory.store.reader import Store

STOCKS = ("StockUniteLegale", "StockEtablissement")


def ask(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("stock", STOCKS)
def test_columns_are_those_of_the_real_file_in_order_and_type(small_stock: Path, stock: str) -> None:
    described = ask(f"describe select * from '{small_stock / stock}_utf8.parquet'")
    expected = [(row["column"], row["type"]) for row in read_table("sirene_columns") if row["file"] == stock]
    assert [(name, kind) for name, kind, *_ in described] == expected


def test_identifiers_are_unique_and_bear_valid_keys(small_stock: Path) -> None:
    path = small_stock / "StockEtablissement_utf8.parquet"
    [(rows, distinct, absent)] = ask(
        f"select count(*), count(distinct siret), count(*) filter (where siret is null) from '{path}'"
    )
    assert rows == distinct
    assert absent == 0
    sample = ask(f"select siren, siret from '{path}' using sample 2000 rows (reservoir, 7)")
    assert all(is_siren(str(siren)) and is_siret(str(siret)) for siren, siret in sample)


def test_it_says_that_it_is_synthetic(small_stock: Path) -> None:
    assert read_ledger(small_stock)["synthetic"] is True
    [(names,)] = ask(
        f"select count(*) from '{small_stock}/StockUniteLegale_utf8.parquet'"
        " where nomUniteLegale is not null and nomUniteLegale <> 'NOM SYNTHETIQUE'"
    )
    assert names == 0


def test_the_organisations_of_the_interview_appear_under_their_own_name(small_store: Store) -> None:
    interview = Path(essaim.demo.__file__).parent / "margins" / "interview.csv"
    expected = {row[0] for row in ask(f"select name from '{interview}'")}
    assert len(expected) == 5
    found = {
        name for (name,) in small_store.rows("select name from establishments where intercommunality = '242100410'")
    }
    assert expected <= found


def test_margins_are_near_the_published_ones(small_store: Store) -> None:
    """Associations: about 8 % employ (Insee); families in the order published for France."""
    [(all_associations, employers)] = small_store.rows(
        "select sum(establishments), sum(establishments) filter (where band > '00' and band <> 'NN') from cube"
        " where family = 'association' and tier = 1"
    )
    assert 0.06 < employers / all_associations < 0.11
    families = [
        family
        for (family,) in small_store.rows(
            "select family from cube where tier = 1 and band > '00' and band <> 'NN' group by family"
            " order by sum(establishments) desc"
        )
    ]
    assert families[:2] == ["association", "cooperative"]


def test_contracts_and_subsidies_are_synthetic_and_hold_the_awkward_cases(
    small_stock: Path, small_store: Store
) -> None:
    path = small_stock / "decp.parquet"
    [(objects, synthetic)] = ask(f"select count(*), count(*) filter (objet like '%synthétique%') from '{path}'")
    assert objects == synthetic > 100
    kinds = {kind for (kind,) in small_store.rows("select distinct amount_kind from contracts")}
    assert {"whole", "shared", "ceiling", "symbolic"} <= kinds
    rejects = {(one["source"], one["reason"]) for one in small_store.manifest["rejects"]}
    assert {("decp", "contract_repeated"), ("scdl_subsidies", "identifier_digits_lost")} <= rejects
    assert any(one["repair"] == "siren_kept_without_establishment" for one in small_store.manifest["repairs"])
    assert small_store.rows("select count(*) from contracts where updated > notified") > [(0,)]


@pytest.mark.slow
def test_the_same_call_writes_the_same_content(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_stock(tmp_path / name, departements=("39",))
    for path in sorted((tmp_path / "one").glob("*.parquet")):
        other = tmp_path / "two" / path.name
        [(different,)] = ask(f"select count(*) from (from '{path}' except all from '{other}')")
        assert different == 0
    for path in sorted((tmp_path / "one").glob("*.csv")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
