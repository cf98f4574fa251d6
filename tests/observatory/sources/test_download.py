"""A download ends with the whole file under its name, or with nothing under it, whatever the server does."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.sources.download import ATTEMPTS_WITHOUT_PROGRESS, Download, Fetched
from tests.observatory.sources import hostile
from tests.observatory.sources.hostile import Script, announce, answer, change_to, cut_after, serving

CONTENT = b"siren,name\n" + b"".join(b"%09d,unit\n" % number for number in range(3000))
OTHER = CONTENT.replace(b"unit", b"UNIT")


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5) as opened:
        yield opened


def download(client: httpx.Client, script: Script, folder: Path, **options: Any) -> tuple[Fetched, list[float]]:
    pauses: list[float] = []
    with serving(script) as address:
        made = Download(f"{address}/list.csv", folder / "list.csv", client, sleep=pauses.append, **options)
        return made.run(), pauses


def test_a_file_comes_whole_with_its_checksum(client: httpx.Client, tmp_path: Path) -> None:
    fetched, pauses = download(client, Script(CONTENT), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT
    assert fetched.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (fetched.etag, pauses) == ('"one"', [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv"]


def test_cuts_are_resumed_where_they_happened(client: httpx.Client, tmp_path: Path) -> None:
    script = Script(CONTENT, behaviours=[cut_after(10_000)] * 3)
    download(client, script, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT
    starts = [headers.get("Range") for headers in script.asked]
    assert starts[0] is None
    assert len(starts) == 4
    assert all(headers["If-Range"] == '"one"' for headers in script.asked[1:])
    firsts = [int(str(start).removeprefix("bytes=").rstrip("-")) for start in starts[1:]]
    assert firsts == sorted(set(firsts))  # each attempt starts further on


def test_more_cuts_than_attempts_still_end_well_while_each_brings_something(
    client: httpx.Client, tmp_path: Path
) -> None:
    cuts = [cut_after(3000)] * (ATTEMPTS_WITHOUT_PROGRESS + 4)
    download(client, Script(CONTENT, behaviours=cuts), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT


@pytest.mark.parametrize("etag", ['"two"', None, 'W/"two"'])
def test_a_file_that_changes_between_two_attempts_is_started_again(
    client: httpx.Client, tmp_path: Path, etag: str
) -> None:
    script = Script(CONTENT, behaviours=[cut_after(9000), change_to(OTHER, etag)])
    download(client, script, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == OTHER


def test_a_server_that_ignores_ranges_is_borne_with(client: httpx.Client, tmp_path: Path) -> None:
    download(client, Script(CONTENT, behaviours=[cut_after(9000), hostile.without_range]), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT


def test_a_length_announced_too_short_is_found_out(client: httpx.Client, tmp_path: Path) -> None:
    download(client, Script(CONTENT, behaviours=[announce(len(CONTENT) - 7)]), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT


def test_a_list_without_a_last_end_of_line_is_taken_once_confirmed(client: httpx.Client, tmp_path: Path) -> None:
    script = Script(CONTENT.rstrip(b"\n"))
    download(client, script, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == script.content
    assert len(script.asked) == 2


def test_a_length_announced_too_long_leaves_nothing_under_the_name(client: httpx.Client, tmp_path: Path) -> None:
    lies = [announce(len(CONTENT) + 50)] * 20
    with pytest.raises(EssaimError, match=r"list\.csv"):
        download(client, Script(CONTENT, etag=None, behaviours=lies), tmp_path)
    assert not (tmp_path / "list.csv").exists()


def test_busy_servers_are_asked_again_when_they_say(client: httpx.Client, tmp_path: Path) -> None:
    behaviours = [answer(429, {"Retry-After": "7"}), answer(503), answer(500), cut_after(5000)]
    _, pauses = download(client, Script(CONTENT, behaviours=behaviours), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT
    assert pauses[0] == 7
    assert len(pauses) == 4


def test_a_server_that_never_recovers_is_given_up_and_the_part_kept(client: httpx.Client, tmp_path: Path) -> None:
    script = Script(CONTENT, behaviours=[cut_after(10_000), *[answer(503)] * 50])
    with pytest.raises(EssaimError, match="503"):
        download(client, script, tmp_path)
    assert not (tmp_path / "list.csv").exists()
    assert (tmp_path / "list.csv.part").stat().st_size == 10_000
    script.behaviours.clear()
    download(client, script, tmp_path)
    assert script.asked[-1]["Range"] == "bytes=10000-"
    assert (tmp_path / "list.csv").read_bytes() == CONTENT


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_told_at_once_with_the_address(client: httpx.Client, tmp_path: Path, status: int) -> None:
    script = Script(CONTENT, behaviours=[answer(status)])
    with pytest.raises(EssaimError, match=rf"(?s){status}.*http://"):
        download(client, script, tmp_path)
    assert len(script.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_web_page_in_place_of_the_file_is_refused(client: httpx.Client, tmp_path: Path) -> None:
    with pytest.raises(EssaimError, match="web page"):
        download(client, Script(b"<html>Sign in</html>", content_type="text/html; charset=utf-8"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_checksum_is_never_published(client: httpx.Client, tmp_path: Path) -> None:
    with pytest.raises(EssaimError, match="checksum"):
        download(client, Script(CONTENT), tmp_path, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_still_current_is_not_fetched_again(client: httpx.Client, tmp_path: Path) -> None:
    script = Script(CONTENT)
    first, _ = download(client, script, tmp_path)
    known = {"bytes": first.bytes, "sha256": first.sha256, "etag": first.etag}
    second, _ = download(client, script, tmp_path, known=known)
    assert not second.changed
    assert second.sha256 == first.sha256


def test_a_part_without_its_notes_is_not_trusted(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "list.csv.part").write_bytes(b"something else")
    script = Script(CONTENT)
    download(client, script, tmp_path)
    assert "Range" not in script.asked[0]
    assert (tmp_path / "list.csv").read_bytes() == CONTENT


def test_a_part_that_is_already_whole_needs_nothing_more(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "list.csv.part").write_bytes(CONTENT)
    notes = {"etag": '"one"', "last_modified": None, "total": len(CONTENT)}
    (tmp_path / "list.csv.part.json").write_text(json.dumps(notes), encoding="utf-8")
    download(client, Script(CONTENT), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == CONTENT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv"]


def test_a_refused_connection_is_told(client: httpx.Client, tmp_path: Path) -> None:
    made = Download("http://127.0.0.1:9/list.csv", tmp_path / "list.csv", client, sleep=lambda _: None)
    with pytest.raises(EssaimError, match="connection failed"):
        made.run()


@pytest.mark.slow
def test_any_sequence_of_misfortunes_ends_with_the_whole_file_or_none(client: httpx.Client, tmp_path: Path) -> None:
    """Thirty random scripts: what lies under the final name is always the current edition, whole."""
    draw = random.Random(7)
    for turn in range(30):
        folder = tmp_path / str(turn)
        folder.mkdir()
        misfortunes = [
            cut_after(draw.randrange(1, len(CONTENT))),
            answer(draw.choice([429, 500, 503]), {"Retry-After": "0"}),
            change_to(draw.choice([CONTENT, OTHER]), f'"{draw.random()}"'),
            announce(draw.randrange(1, len(CONTENT))),
            hostile.without_range,
        ]
        script = Script(CONTENT, behaviours=draw.choices(misfortunes, k=draw.randrange(1, 6)))
        download(client, script, folder)
        assert (folder / "list.csv").read_bytes() == script.content
        assert [path.name for path in folder.iterdir()] == ["list.csv"]
