"""The directory of one store version: found by words, by filters, by number.

`Index` answers from a SQLite file and a few arrays made once from the store. It is read-only; each thread has its own
connection, opened when it first asks, so an index may be shared by threads. Open it after a fork, never before.

`with_added` gives the same directory with the actors that people added: one list, one count, one search.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from essaim.observatory.directory import columns as stored
from essaim.observatory.directory import counting, reading, received
from essaim.observatory.directory.added import Added, Addition, addition
from essaim.observatory.directory.columns import Mask, Places
from essaim.observatory.directory.matching import LOOKED_AT, Matched, best, match, match_any
from essaim.observatory.directory.needs import Need, meant_by
from essaim.observatory.directory.query import PAGE_SIZE, Found, Query
from essaim.observatory.directory.reading import Files
from essaim.observatory.directory.received import Received
from essaim.observatory.directory.structures import Structure
from essaim.observatory.directory.words import asked_words

REMEMBERED = 24  # questions whose answer is kept: a country's takes a few megabytes
ALIKE = 8


class Point(NamedTuple):
    """One place of work on a map; degrees of WGS84. `siret` is the key again for what registers lack."""

    key: str
    siret: str
    name: str | None
    longitude: float
    latitude: float
    family: str
    activity: str | None
    band: str
    commune_name: str
    approximate: int  # 1: the position is that of the commune


@dataclass(frozen=True)
class Answer:
    """Every structure that a question keeps, in its order of relevance, and the counts of its filters."""

    places: Places
    facets: dict[str, dict[str, int]]
    matched: Matched | None
    need: Need | None
    widened: bool


class Index:
    """The directory of one store version."""

    def __init__(self, path: Path, vintage: date, more: Addition | None = None) -> None:
        self.path = path
        self.vintage = vintage
        self._more = more
        self._of_thread = threading.local()
        self._answers: OrderedDict[Query, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._columns = more.columns if more else stored.read(self._files()[0])

    def __len__(self) -> int:
        return self._columns.structures

    def with_added(self, added: Sequence[Added]) -> "Index":
        """This directory and these actors, as one. The columns are shared: they take the memory of one directory."""
        if not added:
            return self
        more = addition(self._columns, self._files(), added)
        # All but the ranks by name, which others change by coming between.
        self._columns = replace(more.columns.of_the_register(), unit_named=self._columns.unit_named)
        return Index(self.path, self.vintage, more)

    def placed(self, commune: str) -> Iterator[tuple[str, float, float]]:
        """(address, longitude, latitude) of the places of work of a commune: where the register puts its addresses."""
        inside = self._columns.communes["commune"] == commune
        return reading.addresses(self._files(), np.flatnonzero(inside[self._columns.commune]).tolist())

    def structure(self, key: str) -> Structure | None:
        """One structure with all its places of work; None where the directory does not have it."""
        found = reading.structures(self._files(), reading.places_of(self._files(), [key]))
        return reading.with_establishments(self._files(), found[0]) if found else None

    def structures(self, keys: Sequence[str]) -> dict[str, Structure]:
        """Structures by key, without their places of work; those unknown are left out."""
        places = reading.places_of(self._files(), keys)
        return {one.key: one for one in reading.structures(self._files(), places)}

    def among(self, sirens: Sequence[str], query: Query | None = None) -> set[str]:
        """Those of these structures that the directory has, and that the question keeps where one is asked."""
        found = reading.numbered(self._files(), sirens)
        kept = None if query is None else set(self._answer(query).places.tolist())
        return {siren for siren, place in found.items() if kept is None or place in kept}

    def received(self, siren: str) -> Received:
        """The contracts and subsidies that one structure received."""
        return received.read(self._files()[0], siren)

    def search(self, query: Query) -> Found:
        """One page of the structures that the question keeps, and the counts of its filters."""
        answer = self._answer(query)
        first = query.size * (max(query.page, 1) - 1)
        places = counting.sorted_by(self._columns, query.sort, answer.places)[first : first + query.size]
        matched = answer.matched
        return Found(
            len(answer.places),
            tuple(reading.structures(self._files(), places.tolist())),
            answer.facets,
            corrections=matched.corrections if matched else {},
            dropped=matched.dropped if matched else (),
            need=answer.need.code if answer.need else "",
            widened=answer.widened,
        )

    def every(self, query: Query, batch: int = 500) -> Iterator[Structure]:
        """Every structure that the question keeps, in its order, with its places of work: read as it is written."""
        places = counting.sorted_by(self._columns, query.sort, self._answer(query).places)
        for first in range(0, len(places), batch):
            yield from reading.with_all_establishments(self._files(), places[first : first + batch].tolist())

    def points(self, query: Query) -> Iterator[Point]:
        """The places of work that the question keeps and whose position is known."""
        answer = self._answer(query)
        kept = self._filters(query, self._mask(answer.places)).places_of_work()
        yield from (Point(*row) for row in reading.points(self._files(), np.flatnonzero(kept).tolist()))

    def mapped(self, query: Query) -> int:
        """How many points that makes."""
        kept = self._filters(query, self._mask(self._answer(query).places)).places_of_work()
        return int(np.count_nonzero(kept & ~np.isnan(self._columns.longitude)))

    def names(self, text: str, limit: int = PAGE_SIZE) -> list[Structure]:
        """The structures whose name is nearest to a text, a slip forgiven: for "is it already there?"."""
        found = match(self._files(), text, LOOKED_AT)
        if not len(found.places):
            return []
        places = best(self._files(), found, found.places, self._columns.unit_words)
        return reading.structures(self._files(), places[:limit])

    def similar(self, name: str, commune: str = "") -> list[Structure]:
        """Those that may be the same as a structure of this name, the ones of the commune first."""
        found = self.names(name, limit=ALIKE * 4)
        return sorted(found, key=lambda one: one.head_office.commune != commune)[:ALIKE]

    def neighbours(self, one: Structure, limit: int = 6) -> list[Structure]:
        """Structures of the same activity nearby: of the commune first, then of its intercommunality."""
        seat = one.head_office
        activity = self._columns.codes["activity"]
        if seat.activity is None or seat.activity not in activity:
            return []
        alike = self._columns.activity == activity.index(seat.activity)
        codes = self._columns.communes
        inside = codes["intercommunality"] == (seat.intercommunality or "-")
        same_commune = codes["commune"] == seat.commune
        numbers = np.flatnonzero(alike & (inside | same_commune)[self._columns.commune])
        order = np.argsort(~same_commune[self._columns.commune[numbers]], kind="stable")
        places = dict.fromkeys(self._columns.unit[numbers[order]].tolist())
        found = reading.structures(self._files(), list(places)[: limit + 1])
        return [other for other in found if other.key != one.key][:limit]

    def elsewhere(self, query: Query) -> int:
        """How many structures its text alone would keep, everywhere: what an empty answer proposes."""
        return len(self._answer(Query(text=query.text, names_only=query.names_only, without=query.without)).places)

    def close(self) -> None:
        """Close this thread's connections."""
        for file in getattr(self._of_thread, "files", ()):
            file.close()
        self._of_thread.__dict__.clear()

    def _files(self) -> Files:
        files: Files | None = getattr(self._of_thread, "files", None)
        if files is None:
            # Immutable: the file never changes under its name, so SQLite neither locks it nor writes beside it.
            file = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            files = (file, self._more.opened()) if self._more else (file,)
            for one in files:
                one.execute("pragma query_only = on")
            self._of_thread.files = files
        return files

    def _answer(self, query: Query) -> Answer:
        asked = query.of_all()
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return self._answers[asked]
        answer = self._make_answer(asked)
        with self._lock:
            self._answers[asked] = answer
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return answer

    def _make_answer(self, query: Query) -> Answer:
        words = asked_words(query.text)
        if not words:
            kept = self._filters(query, None)
            places = counting.seated_inside(self._columns, query, self._places(kept))
            return Answer(places, counting.count(kept, query), None, None, False)
        need, alone = (None, False) if query.names_only else meant_by(words)
        matched = match(self._files(), query.text)
        widened = need is not None and alone
        if widened and (matched.dropped or matched.corrections):  # then the trade says better what was meant
            matched = match_any(self._files(), words)
        mask = self._mask(matched.places)
        if need is not None and widened:
            mask[self._columns.unit[(self._columns.needs & np.uint64(need.bit)) > 0]] = True
        kept = self._filters(query, mask)
        places = self._relevant(query, matched, self._places(kept))
        return Answer(places, counting.count(kept, query), matched, need, widened)

    def _filters(self, query: Query, matched: Mask | None) -> counting.Filters:
        if query.without:
            left_out = self._mask(reading.places_of(self._files(), sorted(query.without)))
            matched = ~left_out if matched is None else matched & ~left_out
        awarded = self._mask(reading.places_of(self._files(), sorted(query.awarded)))
        return counting.filters(self._columns, query, self.vintage, matched, awarded)

    def _places(self, kept: counting.Filters) -> Places:
        return np.flatnonzero(kept.structures()).astype(np.int32)

    def _relevant(self, query: Query, matched: Matched, places: Places) -> Places:
        """Those found by name, the nearest name at the head; then those found by their trade, the larger first."""
        named = np.intersect1d(places, matched.places, assume_unique=True)
        if not len(named):
            return counting.seated_inside(self._columns, query, places)
        head = np.array(best(self._files(), matched, named, self._columns.unit_words), dtype=np.int32)
        rest = np.setdiff1d(named, head, assume_unique=True)
        others = np.setdiff1d(places, named, assume_unique=True)
        return np.concatenate([head, *(counting.seated_inside(self._columns, query, some) for some in (rest, others))])

    def _mask(self, places: Iterable[int]) -> Mask:
        mask = np.zeros(self._columns.structures, dtype=bool)
        mask[np.fromiter(places, dtype=np.int32)] = True
        return mask
