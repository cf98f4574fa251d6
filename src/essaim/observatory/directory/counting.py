"""Filters and counts over the columns of the index: which places a question keeps, and how many each filter would.

A filter bears either on the structure (family, label, size, age) or on its places of work (territory, zone, sector,
need, employer, perimeter): the latter must all be met by one same place of work. A count ignores its own filter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from essaim.observatory.directory.columns import NEVER, Columns, Mask, Places, label_bits, sectors_of_activities
from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import needs
from essaim.observatory.directory.query import ADDED, BEFORE, OLDER, SIZES, Query, Zone
from essaim.observatory.directory.received import RECEIVED
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.tables import read_table

Counts = dict[str, int]
MOST_COMMUNES = 400
EPOCH = date(1970, 1, 1)


def _large() -> tuple[int, ...]:
    """The size classes whose smallest band is of 50 employees or more."""
    least: dict[str, int] = {}
    for row in read_table("headcount_bands"):
        least.setdefault(row["size_class"], int(row["min"]))
    return tuple(place for place, size in enumerate(SIZES) if least[size] >= 50)


@dataclass(frozen=True)
class Filters:
    """The masks of one question: by filter, over structures (`of_units`) or over places of work (`of_places`); and what
    each mark would keep."""

    columns: Columns
    of_units: dict[str, Mask]
    of_places: dict[str, Mask]
    marks: dict[str, Mask]

    def places_of_work(self, but: str = "") -> Mask:
        """The places of work that every filter keeps, one left out."""
        units = _all((mask for name, mask in self.of_units.items() if name != but), self.columns.structures)
        places = _all((mask for name, mask in self.of_places.items() if name != but), len(self.columns.unit))
        return places & units[self.columns.unit]

    def structures(self, but: str = "") -> Mask:
        """The structures that have such a place of work."""
        kept = np.zeros(self.columns.structures, dtype=bool)
        kept[self.columns.unit[self.places_of_work(but)]] = True
        return kept


def _all(masks: Iterable[Mask], length: int) -> Mask:
    return reduce(np.logical_and, masks, np.ones(length, dtype=bool))


def filters(columns: Columns, query: Query, today: date, matched: Mask | None, awarded: Mask) -> Filters:
    """The masks of a question; `matched` are the structures that its text found, `awarded` those that have a prize,
    `today` the month of the store."""
    units: dict[str, Mask] = {}
    if matched is not None:
        units["text"] = matched
    if query.families:
        units["family"] = np.isin(columns.unit_family, _numbers(columns.codes["family"], query.families)) | np.isin(
            columns.unit_subfamily, _numbers(columns.codes["subfamily"], query.families)
        )
    if query.labels:
        units["label"] = (columns.unit_labels & np.uint32(label_bits(query.labels))) > 0
    if query.sizes:
        units["size"] = np.isin(columns.unit_size, _numbers(SIZES, query.sizes))
    marks = _marks(columns, today) | {"awarded": awarded}
    if query.marks:
        kept = [mask for code, mask in marks.items() if code in query.marks]
        units["mark"] = reduce(np.logical_or, kept, np.zeros(columns.structures, dtype=bool))
    if query.received:
        units["received"] = (columns.unit_received & sum(RECEIVED[code] for code in set(query.received))) > 0
    return Filters(columns, units, _of_places(columns, query), marks)


def _of_places(columns: Columns, query: Query) -> dict[str, Mask]:
    places: dict[str, Mask] = {"perimeter": columns.tier <= PERIMETERS[query.perimeter].max_tier}
    if query.territory is not None and query.territory.level != "france":
        inside = columns.communes[query.territory.level] == query.territory.code
        places["territory"] = inside[columns.commune]
    if query.communes:
        places["commune"] = np.isin(columns.communes["commune"], list(query.communes))[columns.commune]
    if query.sectors:
        wanted = np.zeros(len(columns.codes["activity"]), dtype=bool)
        for level in ("A17", "A38"):
            wanted |= np.isin(sectors_of_activities(columns.codes["activity"], level), list(query.sectors))
        places["sector"] = wanted[columns.activity]
    if query.needs:
        bits = sum(needs()[code].bit for code in set(query.needs) if code in needs())
        places["need"] = (columns.needs & np.uint64(bits)) > 0
    if query.employers_only:
        places["employer"] = columns.employer
    if query.zone:
        places["zone"] = _inside(columns, query.zone)
    return places


def _inside(columns: Columns, zone: Zone) -> Mask:
    """The places of work in a zone: what has no position is nowhere."""
    west, south, east, north = zone
    across = (columns.longitude >= np.float32(west)) & (columns.longitude <= np.float32(east))
    return across & (columns.latitude >= np.float32(south)) & (columns.latitude <= np.float32(north))


def _numbers(codes: tuple[str, ...], wanted: tuple[str, ...]) -> list[int]:
    return [number for number, code in enumerate(codes) if code in wanted]


def _marks(columns: Columns, today: date) -> dict[str, Mask]:
    """What each mark keeps: created by such a day, large, or added by people."""
    last_days = {code: today.replace(year=today.year - years) for code, years in OLDER.items()}
    last_days |= {code: date(year - 1, 12, 31) for code, year in BEFORE.items()}
    old = {code: columns.unit_created <= (day - EPOCH).days for code, day in last_days.items()}
    return old | {
        "large": np.isin(columns.unit_size, _large()),
        ADDED: np.arange(columns.structures) >= columns.registered,
    }


def count(kept: Filters, query: Query) -> dict[str, Counts]:
    """The number of structures behind each choice of each filter; choices that nobody is behind are left out."""
    columns = kept.columns
    everything = kept.places_of_work()

    def places(name: str) -> Mask:
        return kept.places_of_work(name) if name in kept.of_units or name in kept.of_places else everything

    def present(name: str) -> Mask:
        found = np.zeros(columns.structures, dtype=bool)
        found[columns.unit[places(name)]] = True
        return found

    family = present("family")
    return {
        "family": _tally(columns.unit_family[family], columns.codes["family"])
        | _tally(columns.unit_subfamily[family], columns.codes["subfamily"]),
        "size": _tally(columns.unit_size[present("size")], SIZES),
        "label": _tally_bits(columns.unit_labels[present("label")], {one.code: one.bit for one in labels().values()}),
        "mark": _tally_masks(kept.marks, present("mark")),
        "received": _tally_bits(columns.unit_received[present("received")].astype(np.uint32), RECEIVED),
        "employer": {"yes": _distinct(columns.unit[places("employer") & columns.employer])},
        "perimeter": {
            name: _distinct(columns.unit[places("perimeter") & (columns.tier <= one.max_tier)])
            for name, one in PERIMETERS.items()
        },
        "sector": _tally_sectors(columns, places("sector")),
        "need": _tally_needs(columns, places("need")),
        "commune": _tally_communes(columns, places("commune"), query),
    }


def _tally(numbers: NDArray[np.uint8], codes: tuple[str, ...]) -> Counts:
    counts = np.bincount(numbers, minlength=len(codes))
    return {code: int(n) for code, n in zip(codes, counts, strict=True) if n and code}


def _tally_bits(values: NDArray[np.uint32], bits: dict[str, int]) -> Counts:
    borne = values[values > 0]
    counts = {code: int(np.count_nonzero(borne & np.uint32(bit))) for code, bit in bits.items()}
    return {code: n for code, n in counts.items() if n}


def _tally_masks(masks: dict[str, Mask], present: Mask) -> Counts:
    counts = {code: int(np.count_nonzero(mask & present)) for code, mask in masks.items()}
    return {code: n for code, n in counts.items() if n}


def _distinct(units: Places) -> int:
    """How many structures a list of places of work is of: they follow one another."""
    return int(np.count_nonzero(units[1:] != units[:-1])) + 1 if len(units) else 0


def _pairs(units: Places, codes: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The codes of each structure, each once: a structure with two places of work in one sector counts once there."""
    alone = np.ones(len(units), dtype=bool)
    same = units[1:] == units[:-1]
    alone[1:] &= ~same
    alone[:-1] &= ~same
    several = np.unique(units[~alone].astype(np.int64) << 16 | codes[~alone])
    return np.concatenate([codes[alone], (several & 0xFFFF).astype(np.uint16)])


def _tally_sectors(columns: Columns, places: Mask) -> Counts:
    units, activity = columns.unit[places], columns.activity[places]
    found: Counts = {}
    for level in ("A17", "A38"):
        sectors = sectors_of_activities(columns.codes["activity"], level)
        codes = sorted(set(sectors))
        number = {code: place for place, code in enumerate(codes)}
        of_activity = np.array([number[one] for one in sectors], dtype=np.uint16)
        counts = np.bincount(_pairs(units, of_activity[activity]), minlength=len(codes))
        found |= {code: int(n) for code, n in zip(codes, counts, strict=True) if n and code}
    return found


def _tally_needs(columns: Columns, places: Mask) -> Counts:
    """A structure answers a need if any of its places of work does: sets of needs are few, and counted once each."""
    units, bits = columns.unit[places], columns.needs[places]
    if not len(units):
        return {}
    firsts = np.flatnonzero(np.concatenate([[True], units[1:] != units[:-1]]))
    sets, counts = np.unique(np.bitwise_or.reduceat(bits, firsts), return_counts=True)
    found = {code: int(counts[(sets & np.uint64(one.bit)) > 0].sum()) for code, one in needs().items()}
    return {code: n for code, n in found.items() if n}


def _tally_communes(columns: Columns, places: Mask, query: Query) -> Counts:
    """The communes that hold most structures, of a territory smaller than a région."""
    if query.territory is None or query.territory.level not in ("departement", "intercommunality", "commune"):
        return {}
    counts = np.bincount(_pairs(columns.unit[places], columns.commune[places]), minlength=len(columns.codes["commune"]))
    order = np.argsort(-counts, kind="stable")[:MOST_COMMUNES]
    return {columns.codes["commune"][place]: int(counts[place]) for place in order if counts[place]}


def seated_inside(columns: Columns, query: Query, places: Places) -> Places:
    """The same structures, those whose head office is in the territory asked before those that only work there."""
    if query.territory is None or query.territory.level == "france":
        return places
    inside = (columns.communes[query.territory.level] == query.territory.code)[columns.commune[columns.start]]
    return np.concatenate([places[inside[places]], places[~inside[places]]])


def sorted_by(columns: Columns, sort: str, places: Places) -> Places:
    """Structures in the order asked: by size (the order of the index), by age, the newest first, by name."""
    if sort == "age":
        return places[np.argsort(columns.unit_created[places], kind="stable")]
    if sort == "newest":
        created = columns.unit_created[places]
        return places[np.argsort(np.where(created == NEVER, NEVER, -created), kind="stable")]
    if sort == "name":
        return places[np.argsort(columns.unit_named[places], kind="stable")]
    return places
