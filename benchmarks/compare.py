"""The build against its reference and its peers: the same two files, in turn, several rounds, CPU of the whole tree.

A ratio is only worth something inside one series: the machine is never as busy twice. So every round runs every
contender, and what is told is the median of the rounds' own ratios.
"""

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.measure import Weight, middle, weigh

GIB = 2**30
BUILD = (sys.executable, "-m", "essaim", "build")
HEART = "essaim build, the part the peers do"


@dataclass
class Contender:
    """A command to weigh, and what it weighed."""

    name: str
    command: list[str]
    weights: list[Weight] = field(default_factory=list)


def compare(stock: Path, rounds: int, peers: Sequence[str]) -> list[Contender]:
    """Weigh the bare scan, the build and the peers in turn; the bare scan comes first."""
    with tempfile.TemporaryDirectory(dir=stock.parent) as scratch:
        out = Path(scratch) / "store"
        contenders = [
            Contender("bare scan", [sys.executable, "-m", "benchmarks.bare", str(stock)]),
            Contender(
                "essaim build --no-directory", [*BUILD, "--no-directory", "--from", str(stock), "--out", str(out)]
            ),
            Contender(HEART, [sys.executable, "-m", "benchmarks.heart", str(stock), f"{scratch}/heart"]),
            *(
                Contender(peer, [sys.executable, "-m", "benchmarks.peers", peer, str(stock), f"{scratch}/{peer}"])
                for peer in peers
            ),
        ]
        for _ in range(rounds):
            for contender in contenders:
                shutil.rmtree(out, ignore_errors=True)
                contender.weights.append(weigh(contender.command))
                _say(contender.name, contender.weights[-1])
    return contenders


def _say(name: str, weight: Weight) -> None:
    print(f"  {name}: {weight.cpu:.1f} CPU-s, {weight.wall:.1f} s, {weight.peak / GIB:.2f} GiB", file=sys.stderr)


def as_markdown(contenders: Sequence[Contender]) -> str:
    """The table of the documentation: medians, and ratios to the bare scan round by round."""
    bare = contenders[0]
    lines = ["| | CPU / bare scan | CPU-s | wall s | peak GiB |", "|---|---|---|---|---|"]
    for contender in contenders:
        ratios = [mine.cpu / its.cpu for mine, its in zip(contender.weights, bare.weights, strict=True)]
        spread = f" ({min(ratios):.2f}–{max(ratios):.2f})" if contender is not bare and len(ratios) > 1 else ""
        told = middle(contender.weights)
        lines.append(
            f"| {contender.name} | {median(ratios):.2f}{spread} | {told.cpu:.1f} | {told.wall:.1f}"
            f" | {told.peak / GIB:.2f} |"
        )
    return "\n".join(lines)


def conditions() -> str:
    """What a reader must know of the machine: no name of it."""
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {os.cpu_count()} cores,"
        f" load {load:.1f} at the end"
    )


def installed(peers: Sequence[str]) -> list[str]:
    """Those of the peers that are there."""
    return [peer for peer in peers if importlib.util.find_spec(peer) is not None]
