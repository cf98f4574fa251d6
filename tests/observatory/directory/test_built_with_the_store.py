"""The index is made by the build, before anyone can see the version that it is of."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from essaim.cli import main
from essaim.observatory.directory import opening
from essaim.observatory.directory.opening import index_before_publication, index_path, open_index
from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.store.build import build
from essaim.observatory.store.publication import current_version
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write

pytestmark = pytest.mark.usefixtures("few_communes")


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    return write(tmp_path / "stock", [unit("012345674", 9220)], [establishment("01234567400011")])


def test_it_is_there_before_the_version_is_in_use(stock: Path, tmp_path: Path) -> None:
    out = tmp_path / "store"
    seen: list[tuple[bool, Path | None]] = []

    def derive(prepared: Path, target: Path) -> None:
        index_before_publication(prepared, target)
        seen.append((index_path(target).exists(), current_version(out)))

    published = build(stock, out, derive=derive)
    assert seen == [(True, None)]
    with open_store(out) as store:
        assert index_path(published) == open_index(store).path
        assert open_index(store).structure("012345674")


def test_where_it_cannot_be_made_the_version_in_use_stays(
    stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(stock, tmp_path / "store")

    def full(*_: Path) -> None:
        raise EssaimError(Text("le disque est plein", "the disk is full"))

    monkeypatch.setattr(opening, "make_index", full)
    other = write(tmp_path / "other", [unit("012345682", 9220)], [establishment("01234568200019")])
    with pytest.raises(EssaimError, match="the disk is full"):
        build(other, tmp_path / "store", derive=index_before_publication)
    assert current_version(tmp_path / "store") == before
    assert [path.name for path in (tmp_path / "store").glob("*/manifest.json")] == ["manifest.json"]


@pytest.mark.parametrize(("options", "made"), [([], True), (["--no-directory"], False)])
def test_the_command_makes_it_unless_told_otherwise(
    stock: Path, tmp_path: Path, options: list[str], made: bool
) -> None:
    out = tmp_path / "store"
    ran = CliRunner().invoke(main, ["build", "--from", str(stock), "--out", str(out), "--vintage", "2026-11", *options])
    assert ran.exit_code == 0, ran.output
    version = current_version(out)
    assert version
    assert index_path(version).exists() is made


def test_another_folder_serves_only_what_was_not_made_with_the_store(stock: Path, tmp_path: Path) -> None:
    build(stock, tmp_path / "bare")
    build(stock, tmp_path / "whole", derive=index_before_publication)
    with open_store(tmp_path / "bare") as bare, open_store(tmp_path / "whole") as whole:
        assert open_index(bare, tmp_path / "aside").path == index_path(bare.folder, tmp_path / "aside")
        assert open_index(whole, tmp_path / "aside").path == index_path(whole.folder)
