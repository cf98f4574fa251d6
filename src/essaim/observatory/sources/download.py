"""One file from one address: resumed after a cut, retried with backoff, verified, and never half there.

What has come so far lies in `NAME.part`, with what the server said of it in `NAME.part.json`; a file takes its own name
only once it is whole. RFC 9110: Range (14.2), If-Range (13.1.5), Retry-After (10.2.3).
"""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential_jitter

from essaim import __version__
from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.sources.wholeness import MARKED, digest_of, is_whole

ATTEMPTS_WITHOUT_PROGRESS = 6
LONGEST_PAUSE = 120.0  # seconds; a server that asks for more is asked again then
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

Progress = Callable[[int, int | None], None]


def silent(_done: int, _total: int | None) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Fetched:
    """A file as it was fetched; `changed` is False when the one that was there is still the current one."""

    path: Path
    bytes: int
    sha256: str
    etag: str | None
    last_modified: datetime | None
    changed: bool = True


class Transient(Exception):
    """Worth another attempt, after `pause` seconds if the server said so."""

    def __init__(self, why: Text, pause: float | None = None) -> None:
        super().__init__(why.en)
        self.why = why
        self.pause = pause


@dataclass
class Download:
    """One download; `known` is what the ledger says of the file that is already there, if any.

    `sha256` is the checksum that the file must have, where somebody vouches for one.
    """

    address: str
    target: Path
    client: httpx.Client
    known: dict[str, Any] = field(default_factory=dict)
    sha256: str | None = None
    progress: Progress = silent
    sleep: Callable[[float], None] | None = None

    def __post_init__(self) -> None:
        self.part = self.target.with_name(self.target.name + ".part")
        self.notes = self.target.with_name(self.target.name + ".part.json")
        self._furthest = 0
        self._fruitless = 0
        self._doubted = ""

    def run(self) -> Fetched:
        """Fetch until the file is whole; raises EssaimError when the server refuses, or brings nothing any more."""
        waiting = {} if self.sleep is None else {"sleep": self.sleep}
        retrying = Retrying(
            retry=retry_if_exception_type((Transient, httpx.TransportError)),
            stop=self._hopeless,
            wait=self._pause,
            reraise=True,
            **waiting,  # type: ignore[arg-type]
        )
        try:
            return retrying(self._attempt)
        except Transient as fault:
            raise self._failed(fault.why) from fault
        except httpx.TransportError as fault:
            raise self._failed(Text(f"la connexion a échoué ({fault})", f"the connection failed ({fault})")) from fault

    def _hopeless(self, _: RetryCallState) -> bool:
        """Give up after several attempts that brought nothing more; each gain starts the count again."""
        reached = self._size()
        self._fruitless = 0 if reached > self._furthest else self._fruitless + 1
        self._furthest = max(self._furthest, reached)
        return self._fruitless >= ATTEMPTS_WITHOUT_PROGRESS

    def _pause(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.pause if isinstance(fault, Transient) else None
        usual = wait_exponential_jitter(initial=1, max=30)(state)
        return min(asked, LONGEST_PAUSE) if asked is not None else usual

    def _attempt(self) -> Fetched:
        had = self._read_notes()
        with self.client.stream("GET", self.address, headers=self._headers(had)) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return self._unchanged()
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return self._beyond_the_end(response, had)
            self._refuse_failures(response)
            start, total = self._begin(response, had)
            self._receive(response, start, total)
        return self._finish(total, response)

    def _headers(self, had: dict[str, Any]) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity", "User-Agent": f"essaim/{__version__}"}
        validator = _strong(had.get("etag")) or had.get("last_modified")
        if self._size() and validator:
            return headers | {"Range": f"bytes={self._size()}-", "If-Range": validator}
        if self.known and self.target.is_file() and self.target.stat().st_size == self.known.get("bytes"):
            if self.known.get("etag"):
                headers["If-None-Match"] = self.known["etag"]
            elif self.known.get("last_modified"):
                headers["If-Modified-Since"] = self.known["last_modified"]
        return headers

    def _refuse_failures(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in TRANSIENT:
            why = Text(f"le serveur répond {status}", f"the server answers {status}")
            raise Transient(why, _retry_after(response.headers.get("Retry-After")))
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise self._refused(
                Text(
                    f"le serveur refuse le fichier (réponse {status})",
                    f"the server refuses the file (answer {status})",
                )
            )
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise self._refused(
                Text(
                    "le serveur compresse le fichier malgré la demande",
                    "the server compresses the file although asked not to",
                )
            )
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise self._refused(
                Text(
                    "le serveur a répondu par une page web, pas par le fichier",
                    "the server answered with a web page, not with the file",
                )
            )

    def _begin(self, response: httpx.Response, had: dict[str, Any]) -> tuple[int, int | None]:
        """Where to write from, and the size of the whole; what came before is dropped if the file has changed."""
        start, total = 0, _number(response.headers.get("Content-Length"))
        if response.status_code == httpx.codes.PARTIAL_CONTENT:
            start, total = _content_range(response.headers.get("Content-Range", ""))
            if start != self._size() or total not in (None, had.get("total")):
                self._drop()
                raise Transient(
                    Text(
                        "le fichier a changé pendant le téléchargement",
                        "the file changed during the download",
                    )
                )
        if total is not None:
            self._require_room(total - start)
        notes = {
            "etag": response.headers.get("ETag"),
            "last_modified": response.headers.get("Last-Modified"),
            "total": total,
        }
        self.notes.write_text(json.dumps(notes), encoding="utf-8")
        return start, total

    def _require_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.target.parent).free
        if free < needed:
            raise EssaimError(
                Text(
                    f"il faut {needed / 1e9:.1f} Go libres, il en reste {free / 1e9:.1f}",
                    f"{needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} are free",
                ),
                file=self.target,
                remedy=Text("Libérez de la place, puis relancez.", "Free some space, then run again."),
            )

    def _receive(self, response: httpx.Response, start: int, total: int | None) -> None:
        with self.part.open("r+b" if start else "wb") as file:
            file.seek(start)
            # As they come: a chunk size would keep back, and lose, what arrived just before a cut.
            for chunk in response.iter_raw():
                file.write(chunk)
                self.progress(file.tell(), total)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def _finish(self, total: int | None, response: httpx.Response) -> Fetched:
        if total is not None and self._size() < total:
            raise Transient(Text("la connexion a été coupée", "the connection was cut"))
        problem = (
            None
            if total in (None, self._size())
            else Text("le fichier dépasse la taille annoncée", "the file exceeds the size announced")
        )
        digest = digest_of(self.part)
        if self.sha256 and digest != self.sha256:
            problem = Text("l'empreinte ne correspond pas", "the checksum does not match")
        if not is_whole(self.part, self.target.suffix) and not self._confirmed(digest):
            problem = Text("le contenu reçu est incomplet", "the content received is incomplete")
        if problem:
            self._drop()
            raise Transient(problem)
        self.part.replace(self.target)
        self.notes.unlink(missing_ok=True)
        return Fetched(
            self.target,
            self.target.stat().st_size,
            digest,
            response.headers.get("ETag"),
            _date(response.headers.get("Last-Modified")),
        )

    def _confirmed(self, digest: str) -> bool:
        """A text without a last end of line is taken for whole when the server gives the very same twice."""
        doubted, self._doubted = self._doubted, digest
        return doubted == digest and self.target.suffix not in MARKED

    def _unchanged(self) -> Fetched:
        known = self.known
        return Fetched(
            self.target,
            known["bytes"],
            known["sha256"],
            known.get("etag"),
            _date(known.get("last_modified")),
            changed=False,
        )

    def _beyond_the_end(self, response: httpx.Response, had: dict[str, Any]) -> Fetched:
        """Asked for what follows the last byte: either everything is there already, or the file has shrunk."""
        total = _number(response.headers.get("Content-Range", "").rpartition("/")[2])
        if total is None or total != self._size():
            self._drop()
            raise Transient(
                Text("le fichier a changé pendant le téléchargement", "the file changed during the download")
            )
        response.headers.update(
            {name: had[key] for name, key in (("ETag", "etag"), ("Last-Modified", "last_modified")) if had.get(key)}
        )
        return self._finish(total, response)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _read_notes(self) -> dict[str, Any]:
        """What the server said of the part; a part without readable notes cannot be trusted, and is dropped."""
        try:
            notes: dict[str, Any] = json.loads(self.notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._drop()
            return {}
        return notes

    def _drop(self) -> None:
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def _refused(self, why: Text) -> EssaimError:
        return EssaimError(
            why,
            file=self.target,
            remedy=Text(f"Vérifiez l'adresse : {self.address}", f"Check the address: {self.address}"),
        )

    def _failed(self, why: Text) -> EssaimError:
        return EssaimError(
            why,
            file=self.target,
            remedy=Text(
                "Relancez la même commande : elle reprendra où elle s'est arrêtée.",
                "Run the same command again: it will resume where it stopped.",
            ),
        )


def _strong(etag: str | None) -> str | None:
    """If-Range takes no weak validator."""
    return etag if etag and not etag.startswith("W/") else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _content_range(text: str) -> tuple[int, int | None]:
    """`bytes 100-199/200` as (100, 200); (-1, None) when it cannot be read."""
    span, _, total = text.removeprefix("bytes ").partition("/")
    first = span.partition("-")[0]
    return (int(first), _number(total)) if first.isdigit() else (-1, None)


def _retry_after(text: str | None) -> float | None:
    """Seconds, given as a number or as a date."""
    if text and text.isdigit():
        return float(text)
    moment = _date(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None


def _date(text: str | None) -> datetime | None:
    with suppress(TypeError, ValueError):
        return parsedate_to_datetime(text) if text else None
    return None
