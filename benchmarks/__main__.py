"""`python -m benchmarks`: everything that docs/performance.md tells, measured again."""

import argparse
from pathlib import Path

from benchmarks import compare, latency, maps, search
from benchmarks.peers import PEERS
from benchmarks.stock import SIZES, write_stock

DIRECTORY = Path("var/benchmarks")


def main() -> None:
    """stock: write a synthetic stock; build: weigh the build and its peers on it; latency: time diagnoses;
    maps: time the map; search: time the directory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--to", type=Path, default=DIRECTORY, help="where stocks are (default var/benchmarks)")
    asked = parser.add_subparsers(dest="what", required=True)
    stock = asked.add_parser("stock", help="write a synthetic stock")
    build = asked.add_parser("build", help="weigh the build against a bare scan, pandas and Polars")
    for command in (stock, build):
        command.add_argument("--size", choices=SIZES, default="1m")
    build.add_argument("--rounds", type=int, default=3)
    build.add_argument("--peers", nargs="*", default=list(PEERS))
    times = asked.add_parser("latency", help="time diagnoses on a store")
    drawn = asked.add_parser("maps", help="time the map with many structures, in a browser")
    found = asked.add_parser("search", help="time the directory, and tell whether it forgives a slip")
    for command in (times, drawn, found):
        command.add_argument("--store", type=Path, required=True)
    called = parser.parse_args()
    on_a_store = {"latency": latency, "maps": maps, "search": search}
    if called.what in on_a_store:
        print(on_a_store[called.what].as_markdown(called.store))
        return
    folder = called.to / called.size
    if not (folder / "sources.json").exists():
        write_stock(folder, SIZES[called.size])
    if called.what == "build":
        print(compare.as_markdown(compare.compare(folder, called.rounds, compare.installed(called.peers))))
    print(f"\nSynthetic stock of size {called.size}. {compare.conditions()}.")


if __name__ == "__main__":
    main()
