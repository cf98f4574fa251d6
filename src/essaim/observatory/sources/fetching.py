"""`essaim fetch`: the files of the data sets, from their producers or from a mirror, with a ledger of what came."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock, Timeout

from essaim.observatory.errors import EssaimError, UsageError, listed
from essaim.observatory.language import Text
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.card import SourceCard, SourceFile
from essaim.observatory.sources.download import Download, Fetched, Progress, silent
from essaim.observatory.sources.ledger import NAME as LEDGER
from essaim.observatory.sources.ledger import mark_synthetic, read_ledger, record
from essaim.observatory.sources.staging import date_in_name, find_editions, find_file
from essaim.observatory.sources.wholeness import digest_of, is_whole

TIMEOUT = httpx.Timeout(30, connect=15)
Watch = Callable[[str], Progress]


def unwatched(_: str) -> Progress:
    """No progress bar."""
    return silent


def fetch_sources(
    ids: Sequence[str],
    directory: Path,
    *,
    mirror: str | None = None,
    as_csv: bool = False,
    watch: Watch = unwatched,
    sleep: Callable[[float], None] | None = None,
) -> Iterator[Text]:
    """Fetch the data sets (all by default) into a folder, saying after each what came of it.

    `mirror` is a folder or an address that holds the same files. `watch(name)` gives the progress of one file. Raises
    UsageError for an unknown data set, EssaimError when a file cannot be had; those already fetched stay.
    """
    cards = _cards(ids)
    directory.mkdir(parents=True, exist_ok=True)
    if mirror and not _is_address(mirror):
        yield from _copy_from_folder(cards, Path(mirror), directory)
        return
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
        remote = _ledger_of(client, mirror) if mirror else {}
        for card in cards:
            chosen = _chosen(card, as_csv, mirror, remote)
            if not chosen:
                yield _by_hand(card, directory)
            for file in chosen:
                vouched = remote.get("files", {}).get(file.name, {})
                yield _fetch_one(client, card, file, directory, vouched, watch, sleep)
        if remote.get("synthetic"):
            mark_synthetic(directory)


def _cards(ids: Sequence[str]) -> list[SourceCard]:
    unknown = [one for one in ids if one not in CARDS]
    if unknown:
        raise UsageError(
            Text(f"jeu de données inconnu : {listed(unknown)}", f"unknown data set: {listed(unknown)}"),
            remedy=Text("Connus : " + ", ".join(CARDS), "Known: " + ", ".join(CARDS)),
        )
    return [CARDS[one] for one in (ids or CARDS)]


def _is_address(mirror: str) -> bool:
    return mirror.startswith(("http://", "https://"))


def _chosen(card: SourceCard, as_csv: bool, mirror: str | None, remote: dict[str, Any]) -> list[SourceFile]:
    """The form of the data set to fetch, or its many files; a mirror may hold what its producer only gives by hand."""
    named = [name for name, entry in remote.get("files", {}).items() if entry.get("source") == card.id]
    if mirror and named:
        kept = named if card.many_files else named[:1]
        return [SourceFile(card.id, name, _joined(mirror, name)) for name in kept]
    wanted = [file for file in card.files if not (as_csv and file.name.endswith(".parquet"))]
    if mirror:
        return [SourceFile(card.id, file.name, _joined(mirror, file.name)) for file in wanted[:1]]
    return wanted[:1]


def _joined(mirror: str, name: str) -> str:
    return f"{mirror.rstrip('/')}/{name}"


def _ledger_of(client: httpx.Client, mirror: str) -> dict[str, Any]:
    """What the mirror says of its files; nothing if it says nothing."""
    try:
        answer = client.get(_joined(mirror, LEDGER))
        ledger = answer.json() if answer.is_success else {}
    except (httpx.HTTPError, ValueError):
        return {}
    return ledger if isinstance(ledger, dict) else {}


def _by_hand(card: SourceCard, directory: Path) -> Text:
    present = find_file(card, directory)
    if present:
        return Text(
            f"{card.title.fr} : {present.name}, déposé à la main",
            f"{card.title.en}: {present.name}, put by hand",
        )
    return Text(
        f"{card.title.fr} : sans adresse stable. À prendre sur {card.page} et à déposer sous le nom {card.patterns[0]}"
        " (facultatif).",
        f"{card.title.en}: no stable address. Take it from {card.page} and put it there as {card.patterns[0]}"
        " (optional).",
    )


def _fetch_one(
    client: httpx.Client,
    card: SourceCard,
    file: SourceFile,
    directory: Path,
    vouched: dict[str, Any],
    watch: Watch,
    sleep: Callable[[float], None] | None,
) -> Text:
    target = directory / file.name
    known = read_ledger(directory).get("files", {}).get(file.name, {})
    with _alone(target):
        same_address = known if known.get("address") == file.address else {}
        download = Download(file.address, target, client, same_address, vouched.get("sha256"), watch(file.name), sleep)
        fetched = download.run()
    if not fetched.changed:
        return Text(f"{card.title.fr} : déjà à jour", f"{card.title.en}: already up to date")
    record(directory, file.name, _entry(card, file.address, fetched, vouched))
    size = fetched.bytes / 1e6
    return Text(f"{card.title.fr} : {size:.1f} Mo", f"{card.title.en}: {size:.1f} MB")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One download of a file at a time."""
    lock = FileLock(target.with_name(f".{target.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as fault:
        raise EssaimError(
            Text(
                "un autre téléchargement de ce fichier est en cours",
                "another download of this file is under way",
            ),
            file=target,
            remedy=Text("Attendez qu'il se termine.", "Wait until it ends."),
        ) from fault
    try:
        yield
    finally:
        lock.release()


def _entry(card: SourceCard, address: str, fetched: Fetched, vouched: dict[str, Any]) -> dict[str, Any]:
    modified = fetched.last_modified
    return {
        "source": card.id,
        "vintage": vouched.get("vintage") or _vintage(card, fetched.path, modified),
        "address": address,
        "bytes": fetched.bytes,
        "sha256": fetched.sha256,
        "etag": fetched.etag,
        "last_modified": format_datetime(modified, usegmt=True) if modified else None,
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _vintage(card: SourceCard, path: Path, modified: datetime | None) -> str | None:
    """What the name tells, else the month of publication (Insee publishes a stock at the start of the month)."""
    published = date(modified.year, modified.month, 1) if modified else None
    told = card.fixed_vintage or date_in_name(path) or published
    return told.isoformat() if told else None


def _copy_from_folder(cards: Sequence[SourceCard], mirror: Path, directory: Path) -> Iterator[Text]:
    if not mirror.is_dir():
        raise UsageError(Text(f"le dossier {mirror} n'existe pas", f"the folder {mirror} does not exist"))
    ledger = read_ledger(mirror)
    for card in cards:
        first = find_file(card, mirror)
        if first is None:
            yield Text(f"{card.title.fr} : absent du miroir", f"{card.title.en}: not in the mirror")
            continue
        for found in find_editions(card, mirror) if card.many_files else [first]:
            vouched = ledger.get("files", {}).get(found.name, {})
            fetched = _copy(card, found, directory / found.name, vouched)
            record(directory, found.name, _entry(card, found.resolve().as_uri(), fetched, vouched))
            yield Text(
                f"{card.title.fr} : {fetched.bytes / 1e6:.1f} Mo",
                f"{card.title.en}: {fetched.bytes / 1e6:.1f} MB",
            )
    if ledger.get("synthetic"):
        mark_synthetic(directory)


def _copy(card: SourceCard, source: Path, target: Path, vouched: dict[str, Any]) -> Fetched:
    # A file kept by hand may well end without an end of line.
    if not card.by_hand and not is_whole(source, source.suffix):
        raise _damaged(source)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    digest = digest_of(part)
    if vouched.get("sha256") not in (None, digest):
        part.unlink()
        raise _damaged(source)
    part.replace(target)
    modified = datetime.fromtimestamp(source.stat().st_mtime, UTC)
    return Fetched(target, target.stat().st_size, digest, None, modified)


def _damaged(source: Path) -> EssaimError:
    return EssaimError(
        Text(
            "le fichier du miroir est incomplet, ou n'a pas l'empreinte annoncée",
            "the file of the mirror is incomplete, or has not the checksum announced",
        ),
        file=source,
        remedy=Text("Refaites le miroir.", "Make the mirror again."),
    )
