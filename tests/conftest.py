"""What most tests need: the language, a small demonstration stock and its store, and the real data where it is."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from essaim.demo.stock import write_stock
from essaim.observatory.directory.opening import index_before_publication
from essaim.observatory.reference.tables import table_path
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import Store, open_store, version_folder
from tests.stores import COMMUNES, Shared, built_on
from tests.versions import ESUS_NOW, before_places, before_units, made, now_places, now_units

# Whether a test passes does not depend on how busy the machine is.
settings.register_profile("essaim", deadline=None)
# `make quick` draws a quarter of the examples.
settings.register_profile("quick", settings.get_profile("essaim"), max_examples=25)
settings.load_profile("essaim")

REAL_DATA = Path(os.environ.get("ESSAIM_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
# Côte-d'Or, with Dijon Métropole at full density, and Jura beside it.
SMALL = ("21", "39")
BESIDE = ("01", "06", "60", "69", "72", "75", "85", "976")
# The stocks of many establishments that tests start from.
COUNTRIES = {"small_stock", "tiny_stock", "tiny"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a country of many establishments is not for `make quick`."""
    for item in items:
        if not COUNTRIES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are checked in English, unless a test says otherwise."""
    monkeypatch.setenv("ESSAIM_LANG", "en")
    monkeypatch.delenv("ESSAIM_STORE", raising=False)


@pytest.fixture(scope="session")
def workshop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run shares."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """What `make` writes in a folder, made by the first worker that asks."""
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            part = folder.with_suffix(".part")
            make(part)
            part.rename(folder)
    return folder


@pytest.fixture(scope="session")
def shared(workshop_folder: Path) -> Shared:
    """Makes a folder once for the whole run, under a name of its own; whoever asks reads it, and never changes it."""
    return lambda name, make: made_once(workshop_folder / name, make)


@pytest.fixture(scope="session")
def communes_of_a_few_departements(shared: Shared) -> Path:
    """The communes of every year, of one région whole and of a few départements beside."""

    def make(part: Path) -> None:
        part.mkdir()
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (from read_parquet('{table_path(COMMUNES)}') where region = '27' or departement in {BESIDE})"
                f" to '{part / 'communes.parquet'}' (format parquet)"
            )

    return shared("communes", make) / "communes.parquet"


@pytest.fixture
def few_communes(communes_of_a_few_departements: Path) -> Iterator[None]:
    """What the test itself builds is a country of few communes: half of the time of a tiny build goes to weighing those
    where nothing is. Stores that come from other fixtures are of the whole country."""
    with built_on(communes_of_a_few_departements):
        yield


@pytest.fixture(scope="session")
def small_stock(shared: Shared) -> Path:
    """The demonstration stock of two départements. Read it, never change it."""
    return shared("small-stock", lambda part: write_stock(part, departements=SMALL))


@pytest.fixture(scope="session")
def small_store_folder(small_stock: Path, shared: Shared) -> Path:
    """Its store. Read it, never change it."""
    return shared("small-store", lambda part: build(small_stock, part))


@pytest.fixture
def small_store(small_store_folder: Path) -> Iterator[Store]:
    with open_store(small_store_folder) as store:
        yield store


@pytest.fixture(scope="session")
def two_versions(shared: Shared) -> tuple[Path, Path]:
    """The folders of two versions of a country of ten structures, in different stores, with their indexes. Read them,
    never change them."""

    def make(part: Path) -> None:
        how = {"derive": index_before_publication}
        made(part / "before", before_units(), before_places(), vintage="2026-08-01", **how)
        made(part / "now", now_units(), now_places(), esus=[ESUS_NOW], **how)

    folder = shared("two-versions", make)
    return version_folder(folder / "before"), version_folder(folder / "now")


@pytest.fixture
def real_data() -> Callable[[str], Path]:
    """The path of a real file; skips where it is absent."""

    def find(name: str) -> Path:
        path = REAL_DATA / name
        if not path.exists():
            pytest.skip(f"real data absent: {path}")
        return path

    return find
