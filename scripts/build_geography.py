"""Rebuilds the bundled geography from its pinned packages: one per official geography year, checked by its hash.

    python scripts/build_geography.py [--packages DIR]

Each package is got by `npm pack`, or taken from a folder of tarballs, and read with the standard library. Source: INSEE
(code officiel géographique), DGCL (intercommunalities), under Licence Ouverte, as packed by Etalab (MIT).
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from essaim.observatory.reference.names import fold

PACKAGE = "@etalab/decoupage-administratif"
TARGET = Path(__file__).parents[1] / "src/essaim/observatory/reference/tables/geography"
FRANCE = "FR"

# Official geography year → version of the package and sha512 of its tarball.
EDITIONS = {
    2021: (
        "1.1.1",
        "2yD0tkK+As9OlImYdFXn9O1ABtMpExpCq0A7/d/HpruMgg7NYymUeNnHN0r8ICWgcKE//3uvMXeQ00xdOwUiZg==",
    ),
    2022: (
        "2.3.1",
        "52zR447e9Csr/HkzmLJIrOTCAuwJNd4O9fay8BRgOQUSbqaKOP6vFpsrj5lKlrH9vA+ii07h1TnChdMFZNgcwg==",
    ),
    2023: (
        "3.1.1",
        "/1yqSlo6Xerdz1MN+rh57hDWcAam18gwSK5u4wFjT1glRUiN/o1A4IQe6pvB9JqGvHv6WbF5X7WyE+yxeMqLig==",
    ),
    2024: (
        "4.1.0",
        "r0lO1qhb/R7golWwfPbkstpN3WeGuROIHoJhExY7251bkc7tjL48wsnh4/cWAQYux1y/EMSTuOEwiMkh0/mK8g==",
    ),
    2025: (
        "5.3.0",
        "I7PP8jiNOKwvBbdhoYPiwMaJ27x6aHwwGj5V0DMTOPu2YG6qyhGty1b0SIkCxpSHlUkASEfybISY4ldkTcYbbw==",
    ),
    2026: (
        "6.0.0",
        "XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ==",
    ),
}
KINDS = {
    "commune-actuelle": "current",
    "arrondissement-municipal": "arrondissement",
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
}
# The edition of 2021 holds the overseas collectivities outside its lists of départements and régions.
OVERSEAS = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
    "989": "Île de Clipperton",
}


@dataclass(frozen=True)
class Edition:
    """The lists of one year, as the package holds them."""

    cog: int
    communes: list[dict[str, Any]]
    intercommunalities: list[dict[str, Any]]
    territorial_bodies: list[dict[str, Any]]
    departements: list[dict[str, Any]]
    regions: list[dict[str, Any]]

    @property
    def current(self) -> list[dict[str, Any]]:
        return [commune for commune in self.communes if commune["type"] == "commune-actuelle"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder of tarballs already got by npm pack")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = arguments.packages or Path(folder)
        editions = [read_edition(cog, packages) for cog in EDITIONS]
        TARGET.mkdir(parents=True, exist_ok=True)
        write("communes", COMMUNES, (row for edition in editions for row in commune_rows(edition)))
        write("commune_codes", CODES, (row for edition in editions for row in code_rows(edition)))
        write("territories", TERRITORIES, (row for edition in editions for row in territory_rows(edition)))


def read_edition(cog: int, packages: Path) -> Edition:
    version, digest = EDITIONS[cog]
    tarball = packages / f"etalab-decoupage-administratif-{version}.tgz"
    if not tarball.exists():
        npm = shutil.which("npm") or str(Path(sys.executable).with_name("npm"))
        subprocess.run([npm, "pack", "--silent", f"{PACKAGE}@{version}"], cwd=packages, check=True)
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != digest:
        sys.exit(f"{tarball.name}: the hash is not the pinned one ({found})")
    with tarfile.open(tarball) as archive:
        names = ("communes", "epci", "ept", "departements", "regions")
        lists = {name: _read_json(archive, name) for name in names}
    return Edition(cog, lists["communes"], lists["epci"], lists["ept"], lists["departements"], lists["regions"])


def _read_json(archive: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    try:
        file = archive.extractfile(f"package/data/{name}.json")
    except KeyError:
        return []
    assert file is not None  # noqa: S101 - a regular member
    content: list[dict[str, Any]] = json.load(file)
    # Some names come with two spaces in a row.
    return [one | {"nom": " ".join(one["nom"].split())} if one.get("nom") else one for one in content]


def commune_rows(edition: Edition) -> Iterator[tuple[Any, ...]]:
    member_of = {m["code"]: e["code"] for e in edition.intercommunalities for m in e["membres"]}
    for commune in sorted(edition.current, key=lambda one: one["code"]):
        departement, region = upper_levels(commune)
        yield (
            edition.cog,
            commune["code"],
            commune["nom"],
            departement,
            region,
            member_of.get(commune["code"]),
            commune.get("population"),
        )


def upper_levels(commune: dict[str, Any]) -> tuple[str, str]:
    """Département and région; an overseas collectivity stands for both, under its own code."""
    overseas = commune.get("collectiviteOutremer", {}).get("code")
    departement = commune.get("departement") or overseas or commune["code"][:3]
    return departement, commune.get("region") or departement


def code_rows(edition: Edition) -> Iterator[tuple[Any, ...]]:
    """Every known code and the commune it stands for that year; a code in force wins over its former meaning."""
    rows = {one["code"]: (edition.cog, one["code"], one["code"], "current") for one in edition.current}
    for one in edition.communes:
        parent = one.get("commune") or one.get("chefLieu")
        if parent:
            rows.setdefault(one["code"], (edition.cog, one["code"], parent, KINDS[one["type"]]))
    for one in edition.current:
        for former in one.get("anciensCodes", []):
            rows.setdefault(former, (edition.cog, former, one["code"], "former"))
    return iter(sorted(rows.values(), key=lambda row: row[1]))


def territory_rows(edition: Edition) -> Iterator[tuple[Any, ...]]:
    communes = {row[1]: row for row in commune_rows(edition)}
    cog = edition.cog
    for _, code, name, departement, region, _, population in communes.values():
        yield cog, "commune", code, name, "commune", population, fold(name), departement, region
    for group in edition.intercommunalities + edition.territorial_bodies:
        members = [communes[m["code"]] for m in group["membres"] if m["code"] in communes]
        yield (
            cog,
            "intercommunality",
            group["code"],
            group["nom"],
            group["type"],
            total(members),
            fold(group["nom"]),
            main_value(members, 3),
            main_value(members, 4),
        )
    for level, column, listed in (
        ("departement", 3, edition.departements),
        ("region", 4, edition.regions),
    ):
        names = OVERSEAS | {one["code"]: one["nom"] for one in listed}
        for code in sorted({row[column] for row in communes.values()}):
            members = [row for row in communes.values() if row[column] == code]
            region = main_value(members, 4) if level == "departement" else None
            yield cog, level, code, names[code], level, total(members), fold(names[code]), None, region
    yield cog, "france", FRANCE, "France", "france", total(communes.values()), "france", None, None


def total(communes: Iterable[tuple[Any, ...]]) -> int:
    return sum(row[6] or 0 for row in communes)


def main_value(communes: list[tuple[Any, ...]], column: int) -> str | None:
    """The département (or région) where most of the inhabitants of the group live."""
    weight: dict[str, int] = {}
    for row in communes:
        weight[row[column]] = weight.get(row[column], 0) + (row[6] or 0)
    return max(sorted(weight), key=lambda code: weight[code]) if weight else None


COMMUNES = (
    "cog smallint, code varchar, name varchar, departement varchar, region varchar, intercommunality varchar,"
    " population integer"
)
CODES = "cog smallint, code varchar, commune varchar, kind varchar"
TERRITORIES = (
    "cog smallint, level varchar, code varchar, name varchar, kind varchar, population integer, search_name varchar,"
    " departement varchar, region varchar"
)


def write(name: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    target = TARGET / f"{name}.parquet"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as lines:
        names = [column.split()[0] for column in columns.split(", ")]
        for row in rows:
            lines.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")
        lines.flush()
        typed = ", ".join(f"{column.split()[0]}: '{column.split()[1]}'" for column in columns.split(", "))
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")
            connection.execute(
                f"copy (select * from read_json('{lines.name}', format = 'newline_delimited', columns = {{{typed}}}))"
                f" to '{target}' (format parquet, compression zstd, compression_level 15, row_group_size 50000)"
            )
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
