"""Making the index of one store version: derived, disposable, made aside and named in one step.

DuckDB sorts and numbers; SQLite holds what is looked up by name or by number, NumPy arrays what is filtered or counted.
"""

import gc
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np

from essaim.observatory.directory import columns, received
from essaim.observatory.directory.labels import labels
from essaim.observatory.directory.needs import bits_of_name
from essaim.observatory.directory.words import (
    EMPTY,
    SHORTEST_MISSPELT,
    deletions,
    initials,
    key_of,
    key_words,
    words_of,
)
from essaim.observatory.reference.tables import read_table

READ = ("establishments", "legal_units", "communes")
BATCH = 20_000
MOST_OTHERS = 6  # trade names and communes that a structure is also found by
FASTEST = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; pragma temp_store = memory"


def make_index(store: Path, target: Path) -> None:
    """Write the index of the store version in folder `store` to `target`; a cut leaves `target` as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".making-", dir=target.parent) as work, _without_collecting():
        part = Path(work) / "index.sqlite3"
        with duckdb.connect(str(Path(work) / "sorting.duckdb")) as engine, sqlite3.connect(part) as file:
            _prepare(engine, store, Path(work))
            file.executescript(FASTEST)
            file.executescript(schema())
            _fill(engine, file)
        file.close()
        part.replace(target)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows by the million hold no cycle: looking for some among them takes a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def schema() -> str:
    """The tables of an index, in SQL."""
    return _sql("schema.sql")


def _sql(name: str) -> str:
    return resources.files("essaim.observatory.directory").joinpath(name).read_text("utf-8")


def _prepare(engine: duckdb.DuckDBPyConnection, store: Path, work: Path) -> None:
    engine.execute("set enable_progress_bar = false")
    engine.execute("set memory_limit = '1GB'")
    engine.execute("set temp_directory = ?", [str(work / "spill")])
    for table in READ:
        path = str(store / f"{table}.parquet").replace("'", "''")
        engine.execute(f"create view {table} as select * from read_parquet('{path}')")
    received.attach(engine, store)
    engine.execute("create table bands (code varchar, position utinyint, min integer, size_class varchar)")
    rows = [("", 0, 0, "unknown")] + [
        (row["code"], place, int(row["min"]), row["size_class"])
        for place, row in enumerate(read_table("headcount_bands"))
    ]
    engine.executemany("insert into bands values (?, ?, ?, ?)", rows)
    engine.execute(_sql("making.sql"))


def _fill(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> None:
    # The order matters to memory only: what was written is forgotten before the next.
    vocabulary = _write_structures(engine, file)
    _write_establishments(engine, file)
    write_vocabulary(file, vocabulary)
    columns.store(file, "unit_received", received.write(engine, file))
    columns.write(engine, file)


def _write_structures(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> Counter[str]:
    """Structures with their words; returns how often each word is used."""
    vocabulary: Counter[str] = Counter()
    needs, lengths = [], []
    for batch in _structures(engine):
        structures, names = [], []
        for place, key, words, made, row in batch:
            structures.append((place, *row[:2], " ".join(key), *row[2:]))
            names.append((place, " ".join([*words, *made])))
            vocabulary.update(words)
            needs.append(bits_of_name(key))
            lengths.append(min(len(key), 255))
        file.executemany(f"insert into structures values ({', '.join('?' * 24)})", structures)
        file.executemany("insert into names (rowid, words) values (?, ?)", names)
    file.execute("create unique index structures_by_siren on structures (siren)")
    file.execute("create index structures_by_name on structures (folded) where folded <> ''")
    columns.store(file, "named_needs", np.array(needs, dtype=np.uint64))
    columns.store(file, "words", np.array(lengths, dtype=np.uint8))
    return vocabulary


Told = tuple[int, list[str], list[str], list[str], tuple[Any, ...]]
Others = dict[int, tuple[list[str], list[str]]]


def _structures(engine: duckdb.DuckDBPyConnection) -> Iterator[list[Told]]:
    """Batches of (place, key words of the name, every word, acronyms that people make, row)."""
    elsewhere = _trade_names_and_communes(engine)
    cursor = engine.execute(f"""
        select
            units.place, communes.name, units.siren, units.name, acronym, legal_form, family, subfamily, tier, rule,
            tags, nullif(activity, ''), nomenclature, band, cast(created AS varchar),
            case when diffusible then association_id end, coalesce(insee_flag = 'O', false), in_ess_france, in_esus,
            siae_kinds, {" + ".join(label.bit_in_sql("units") for label in labels().values())},
            diffusible, first_establishment, units.establishments
        from units
        inner join seats on seats.place = units.place
        inner join communes on communes.commune = seats.commune
        order by units.place
    """)
    while rows := cursor.fetchmany(BATCH):
        yield [_told(row, *elsewhere.get(row[0], NOT_ELSEWHERE)) for row in rows]


NOT_ELSEWHERE: tuple[list[str], list[str]] = ([], [])


def _trade_names_and_communes(engine: duckdb.DuckDBPyConnection) -> Others:
    """What else the structures that have it are known by: names of their places of work, communes of the branches."""
    rows = engine.execute("""
        select
            place, coalesce(list_sort(list(distinct numbered.name) filter (where numbered.name is not null)), []),
            list_sort(list(distinct communes.name))
        from numbered
        inner join communes on communes.commune = numbered.commune
        where place in (select place from numbered where name is not null)
            or place in (select place from seats where establishments > 1)
        group by place
    """).fetchall()
    return {place: (names[:MOST_OTHERS], communes[:MOST_OTHERS]) for place, names, communes in rows}


def _told(row: tuple[Any, ...], trade_names: list[str], communes: list[str]) -> Told:
    place, commune, siren, name, acronym, *rest = row
    spelled = words_of(name or "")
    key = key_of(spelled)
    words = dict.fromkeys(key)
    made = [initials(spelled)]
    for other in (acronym or "", *trade_names):
        spelled = words_of(other)
        words.update(dict.fromkeys(key_of(spelled)))
        made.append(initials(spelled) if other != acronym else "")
    if name:  # where a withheld structure stands is not a way to guess its name
        for one in (commune, *communes):
            words.update(_words_of_commune(one))
    return place, key, list(words), [one for one in made if one], (siren, name, acronym, *rest)


@lru_cache(maxsize=40_000)
def _words_of_commune(name: str) -> dict[str, None]:
    return dict.fromkeys(key_words(name))


def _write_establishments(engine: duckdb.DuckDBPyConnection, file: sqlite3.Connection) -> None:
    cursor = engine.execute("""
        select number, siret, name, address, postcode, commune, nullif(activity, ''), band, employer,
            cast(created AS varchar), head_office, diffusible, longitude, latitude, siae_kinds
        from numbered order by number
    """)
    while rows := cursor.fetchmany(BATCH):
        file.executemany(f"insert into establishments values ({', '.join('?' * 15)}, 0)", rows)
    communes = engine.execute("select commune, name, intercommunality, departement, region from communes").fetchall()
    file.executemany("insert into communes values (?, ?, ?, ?, ?)", communes)


def write_vocabulary(file: sqlite3.Connection, vocabulary: Counter[str]) -> None:
    """The words, the more frequent first, and every way of losing one letter of them."""
    terms = [term for term, _ in vocabulary.most_common()]
    file.executemany("insert into terms values (?, ?)", enumerate(terms))
    file.execute("create unique index terms_by_term on terms (term)")
    file.executemany("insert into deletions values (?, ?)", sorted(_lost_letters(terms)))


def _lost_letters(terms: Iterable[str]) -> Iterator[tuple[str, int]]:
    for number, term in enumerate(terms):
        if len(term) > SHORTEST_MISSPELT and not term.isdigit() and term not in EMPTY:
            for deletion in deletions(term):
                yield deletion, number
