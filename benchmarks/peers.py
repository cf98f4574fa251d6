"""The heart of the build with pandas or Polars, as a careful user would: `python -m benchmarks.peers NAME DIR OUT`."""

import importlib
import json
import sys
from pathlib import Path

PEERS = ("pandas", "polars")


def run(name: str, stock: Path, out: Path) -> dict[str, int]:
    """Do the job of `benchmarks.job` with one of the peers; says how many rows came out."""
    out.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = importlib.import_module(f"benchmarks.with_{name}").run(stock, out)
    return rows


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
