"""`essaim demo`: made once, made again when the program or a kill requires it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from essaim.cli import main
from essaim.demo import show
from essaim.demo.stock import write_stock


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A demonstration of two départements, and the folders in which a stock was written."""
    written: list[Path] = []

    def write(directory: Path, **_: object) -> None:
        written.append(directory)
        write_stock(directory, departements=("21",))

    monkeypatch.setattr(show, "write_stock", write)
    return written


def test_it_shows_the_diagnosis_and_writes_the_page(
    quick: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show.show_demo(tmp_path / "demo")
    told = capsys.readouterr().out
    assert "Dijon Métropole" in told
    assert "Demonstration data" in told
    page = (tmp_path / "demo" / "dijon-metropole.html").read_text(encoding="utf-8")
    assert "Demonstration data" in page
    show.show_demo(tmp_path / "demo")
    assert len(quick) == 1


def test_what_was_left_half_made_is_made_again(quick: list[Path], tmp_path: Path) -> None:
    show.make_demo(tmp_path / "demo")
    (tmp_path / "demo" / show.MARK).unlink()
    assert not show.is_made(tmp_path / "demo")
    show.show_demo(tmp_path / "demo")
    assert len(quick) == 2
    assert show.is_made(tmp_path / "demo")


def test_the_site_takes_the_place_of_the_program_that_read_the_store(
    quick: list[Path],  # noqa: ARG001 - two départements are enough
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--no-serve` stops at the diagnosis; without it the site is served in demonstration, by a new program."""
    called: list[list[str]] = []
    monkeypatch.setattr(show.os, "execv", lambda _, arguments: called.append(arguments))
    monkeypatch.setattr(show.os, "environ", dict(os.environ))
    folder = tmp_path / "demo"
    ran = CliRunner().invoke(main, ["demo", "--dir", str(folder), "--no-serve"])
    assert ran.exit_code == 0, ran.output
    assert not called
    assert "http://" not in ran.output
    show.serve_demo(folder, 8042)
    assert called[0][1:] == ["-m", "essaim", "serve", "--port", "8042"]
    assert "http://127.0.0.1:8042/" in capsys.readouterr().out
    assert show.os.environ["ESSAIM_DEMO"] == "1"
    assert Path(show.os.environ["ESSAIM_STORE"]) == folder / "store"
