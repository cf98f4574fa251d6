"""How long the directory takes to find a name among all of them, and whether a slip is forgiven.

The questions are drawn from the names of the index by a seed: nothing was tuned on them. The reference is the bare
full-text look-up of the same words, without slips, ranking nor reading of what was found.
"""

import random
import sqlite3
import string
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from essaim.observatory.directory.index import Index
from essaim.observatory.directory.opening import open_index
from essaim.observatory.directory.words import asked_words
from essaim.observatory.store.reader import open_store

SEED = 20261125
OF_EACH = 150
FIRST = 20
T = TypeVar("T")
KINDS = ("whole name", "one error in the name", "two words", "rarest word", "commonest word")


def as_markdown(store: Path) -> str:
    """Milliseconds by kind of question, and how often the exact name is among the first twenty."""
    with open_store(store) as opened:
        index = open_index(opened)
    asked = questions(names(index, OF_EACH))
    bare = _bare(index)
    for text, _ in asked["whole name"]:  # pages of the file in memory, as they are after a minute of service
        index.names(text)
    told = {kind: [_told(index, bare, *one) for one in some] for kind, some in asked.items()}
    told["all"] = [one for some in told.values() for one in some]
    lines = [
        f"{len(index):,} structures; {OF_EACH} questions of each kind, seed {SEED}.",
        "",
        "| question | CPU, median ms | CPU, p95 ms | wall, p95 ms | CPU / bare look-up | exact name in the first 20 |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_line(kind, some) for kind, some in told.items())])


def names(index: Index, number: int) -> list[str]:
    """Names drawn among all those of several words, each told once."""
    draw = random.Random(SEED)
    rows = _file(index).execute("select distinct name from structures where name like '% %' order by name").fetchall()
    return [name for (name,) in draw.sample(rows, number)]


def questions(drawn: list[str]) -> dict[str, list[tuple[str, str]]]:
    """By kind, (what is typed, the name that it comes from)."""
    draw = random.Random(SEED + 1)
    made: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for name in drawn:
        words = name.split()
        longest = max(words, key=len)
        made["whole name"].append((name, name))
        made["one error in the name"].append((_with_slip(words, draw), name))
        made["two words"].append((" ".join(draw.sample(words, 2)), name))
        made["rarest word"].append((longest, name))
        made["commonest word"].append((words[0], name))
    return made


def _with_slip(words: list[str], draw: random.Random) -> str:
    """The name with one letter lost, added, changed or swapped in one of its words of four letters or more."""
    long = [place for place, word in enumerate(words) if len(word) >= 4] or [0]
    place = draw.choice(long)
    return " ".join([*words[:place], slip(words[place].lower(), draw), *words[place + 1 :]])


def slip(word: str, draw: random.Random) -> str:
    """A word with one slip of the finger."""
    place = draw.randrange(len(word))
    letter = draw.choice(string.ascii_lowercase)
    return draw.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        ]
    )


Told = tuple[float, float, float, bool]


def _told(index: Index, bare: Callable[[str], object], text: str, name: str) -> Told:
    """CPU and wall milliseconds of one question, CPU of the bare look-up, and whether the name was found."""
    wall = time.perf_counter()
    cpu, found = _timed(lambda: index.names(text, FIRST))
    wall = (time.perf_counter() - wall) * 1000
    reference, _ = _timed(lambda: bare(text))
    return cpu, wall, reference, name in {one.name for one in found}


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    done = act()
    return (time.process_time() - start) * 1000, done


def _bare(index: Index) -> Callable[[str], object]:
    file = _file(index)

    def look_up(text: str) -> object:
        words = " ".join(f'"{word}"' for word in asked_words(text))
        return file.execute("select rowid from names where names match ? limit ?", [words, FIRST]).fetchall()

    return look_up


def _file(index: Index) -> sqlite3.Connection:
    return sqlite3.connect(f"{index.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _line(kind: str, told: list[Told]) -> str:
    cpu, wall, bare, found = zip(*told, strict=True)
    exact = f"{sum(found) / len(found):.1%}" if kind in KINDS[:2] else ""
    return f"| {kind} | {median(cpu):.1f} | {_p95(cpu):.1f} | {_p95(wall):.1f} | {sum(cpu) / sum(bare):.1f} | {exact} |"


def _p95(values: tuple[float, ...]) -> float:
    return quantiles(values, n=20)[-1]
