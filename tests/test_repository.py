"""The repository itself: what its documents say is there, and what must not be there is not."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from essaim.cli import main
from scripts.write_docs import DOCS, PAGES

ROOT = Path(__file__).parents[1]


def tracked() -> list[Path]:
    """Files that git knows or would add; every text file where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix in {".md", ".py", ".toml", ".yml", ".sh", ".sql", ".j2", ".txt"}]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_say_what_the_program_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run scripts/write_docs.py"


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in (path for path in tracked() if path.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_readmes_give_the_two_commands_and_only_commands_that_exist() -> None:
    for name in ("README.md", "README.fr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text
        assert "make test" in text
        called = set(re.findall(r"\.venv/bin/essaim (\w+)", text))
        assert called
        assert called <= main.commands.keys()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    written = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make (\w+)`", written)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_command_is_told_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"essaim {name}" in text or f"make {name}" in text, name


def test_decisions_are_all_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs/decisions").glob("0*.md")):
        assert f"({page.name})" in index


def test_no_path_of_a_machine_and_no_address_of_a_registry() -> None:
    machine = re.compile(r"(?<![\w.~*-])/(?:work|root|home)/\w")
    registry = re.compile(r"(?:files\.)?pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org/\S+\.tgz")
    allowed = {ROOT / "tests/test_repository.py", ROOT / "scripts/build_geography.py"}
    for path in texts():
        text = path.read_text(encoding="utf-8")
        if path not in allowed:
            assert not machine.search(text), path
            assert not registry.search(text), path


def test_requirements_are_locked_with_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.-]+==", text, re.M)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "--index-url" not in text


def test_bundled_tables_stay_small() -> None:
    folder = ROOT / "src/essaim/observatory/reference/tables"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 10_000_000


def modules() -> list[Path]:
    """What is written by hand and runs."""
    folders = (ROOT / folder for folder in ("src", "benchmarks", "scripts"))
    return [path for folder in folders for path in folder.rglob("*.py") if path.parent.name != "migrations"]


def test_functions_are_of_forty_lines_at_most_and_modules_of_four_hundred() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name}"
