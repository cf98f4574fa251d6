"""How long a diagnosis takes, and its documents: in a process that holds the store open, and from a cold command line.

In a process, CPU rather than wall: the machine may be shared.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from essaim.observatory.diagnosis.diagnose import diagnose, with_names
from essaim.observatory.reference.geography import Territory, find_territory, peers_of, territory
from essaim.observatory.report.rendering import render
from essaim.observatory.store.reader import open_store

FRESH = 10  # stores opened anew for the first call
KEPT = 0.2  # milliseconds: under this the answer came from memory


def as_markdown(store: Path, rounds: int = 60) -> str:
    """Milliseconds of CPU by kind of territory: the first call of a store just opened, then the median and the 95 %
    quantile; then those of the documents.

    A store keeps what it answered above the intercommunality: there only the first call is work.
    """
    lines = ["| diagnosis | first call ms | next, median ms | next, p95 ms |", "|---|---|---|---|"]
    dijon = find_territory("Dijon Métropole")
    several = [territory("intercommunality", code) for code in peers_of(dijon)]
    for name, territories in (
        ("an intercommunality (Dijon Métropole)", [dijon]),
        ("each métropole in turn", several),
        ("a commune (Dijon)", [find_territory("21231")]),
        ("a département (Côte-d'Or)", [find_territory("21")]),
        ("France", [find_territory("FR")]),
    ):
        first, times = _timed(store, territories, rounds)
        kept = median(times) < KEPT
        told = "kept | kept" if kept else f"{median(times):.1f} | {quantiles(times, n=20)[-1]:.1f}"
        lines.append(f"| {name} | {first:.0f} | {told} |")
    lines += [
        f"| {form} of each métropole in turn | {first:.0f} | {median(times):.0f} | {quantiles(times, n=20)[-1]:.0f} |"
        for form, first, times in _documents(store, several)
    ]
    lines.append(f"| `essaim diagnose`, cold process (wall) | | {_cold(store, rounds // 6):.0f} | |")
    return "\n".join(lines)


def _documents(store: Path, territories: list[Territory]) -> Iterator[tuple[str, float, list[float]]]:
    """The page and the printed report from diagnoses that are there: the first, which loads its writer, then others.

    Each is of another territory: whoever sets the same document twice keeps most of it.
    """
    with open_store(store) as opened:
        told = [with_names(opened, diagnose(opened, one)) for one in territories]
        for form in ("html", "pdf"):
            first, *times = [_milliseconds(lambda one=one: render(one, form, "fr")) for one in told]  # type: ignore[misc]  # noqa: B023
            yield form.upper(), first, times


def _timed(store: Path, territories: list[Territory], rounds: int) -> tuple[float, list[float]]:
    """What a site does: one store open, one diagnosis after another; levels above are kept, the territory is not."""
    firsts = []
    for _ in range(FRESH):
        with open_store(store) as opened:
            firsts.append(_milliseconds(lambda: diagnose(opened, territories[0])))
    with open_store(store) as opened:
        asked = (territories * rounds)[: rounds + 1]
        _, *times = [_milliseconds(lambda one=one: diagnose(opened, one)) for one in asked]  # type: ignore[misc]
    return median(firsts), times


def _cold(store: Path, rounds: int) -> float:
    command = [sys.executable, "-m", "essaim", "diagnose", "242100410", "--store", str(store)]
    run: Callable[[], object] = lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: E731
    return median(_milliseconds(run, time.perf_counter) for _ in range(max(rounds, 5)))


def _milliseconds(act: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    act()
    return (clock() - start) * 1000
