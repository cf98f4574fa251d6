"""`essaim demo`: made once, made again when the program or a kill requires it."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from essaim.cli import main
from essaim.demo import show
from essaim.demo.stock import write_stock
from essaim.observatory.store.publication import current_version
from tests.stores import Shared


@pytest.fixture(scope="module")
def whole(small_stock: Path, shared: Shared) -> Path:
    """A demonstration of two départements, made from nothing. Read it, never change it."""

    def make(part: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(show, "write_stock", lambda folder, **_: shutil.copytree(small_stock, folder))
            show.make_demo(part)

    return shared("demo", make)


@pytest.fixture
def demo(whole: Path, tmp_path: Path) -> Path:
    """The same, in a folder of one's own."""
    return Path(shutil.copytree(whole, tmp_path / "demo"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders in which a stock was written: that of Jura, which is soon made."""
    noted: list[Path] = []

    def write(directory: Path, **_: object) -> None:
        noted.append(directory)
        write_stock(directory, departements=("39",))

    monkeypatch.setattr(show, "write_stock", write)
    return noted


def test_it_shows_the_diagnosis_and_writes_the_page(
    demo: Path, written: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    show.show_demo(demo)
    told = capsys.readouterr().out
    assert "Dijon Métropole" in told
    assert "Demonstration data" in told
    page = (demo / "dijon-metropole.html").read_text(encoding="utf-8")
    assert "Demonstration data" in page
    assert written == []


def test_what_was_left_half_made_is_made_again(demo: Path, written: list[Path]) -> None:
    assert show.is_made(demo)
    before = current_version(demo / "store")
    (demo / show.MARK).unlink()
    assert not show.is_made(demo)
    show.show_demo(demo)
    assert written == [demo / "sources"]
    assert show.is_made(demo)
    assert current_version(demo / "store") != before


def test_the_site_takes_the_place_of_the_program_that_read_the_store(
    demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--no-serve` stops at the diagnosis; without it the site is served in demonstration, by a new program."""
    called: list[list[str]] = []
    monkeypatch.setattr(show.os, "execv", lambda _, arguments: called.append(arguments))
    monkeypatch.setattr(show.os, "environ", dict(os.environ))
    ran = CliRunner().invoke(main, ["demo", "--dir", str(demo), "--no-serve"])
    assert ran.exit_code == 0, ran.output
    assert not called
    assert "http://" not in ran.output
    show.serve_demo(demo, 8042)
    assert called[0][1:] == ["-m", "essaim", "serve", "--port", "8042"]
    assert "http://127.0.0.1:8042/" in capsys.readouterr().out
    assert show.os.environ["ESSAIM_DEMO"] == "1"
    assert Path(show.os.environ["ESSAIM_STORE"]) == demo / "store"
