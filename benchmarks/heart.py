"""The part of the build that the peers also do: `python -m benchmarks.heart DIR OUT`.

From the files to the directory of units, that of establishments and the cube, by the same models and engine as
`essaim build`; nothing is published.
"""

import shutil
import sys
from datetime import date
from pathlib import Path

from benchmarks.stock import VINTAGE
from essaim.observatory.estimation.known import KnownCounts
from essaim.observatory.reference.geography import LATEST
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.staging import find_file, stage
from essaim.observatory.store.duckdb_engine import DuckDBEngine
from essaim.observatory.store.estimates import attach_head_counts
from essaim.observatory.store.inputs import Frame, attach_reference, attach_sources
from essaim.observatory.store.models import models

READ = ("sirene_legal_units", "sirene_establishments", "ess_france_list", "esus_list", "siae")
LEFT_OUT = ("rollup",)
LAST = "legal_units"


def make(stock: Path, work: Path) -> None:
    """Run the models up to the directory of legal units."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    found = {source: find_file(CARDS[source], stock) for source in READ}
    staged = {source: stage(CARDS[source], path, work) for source, path in found.items() if path}
    engine = DuckDBEngine(work)
    frame = Frame(date.fromisoformat(VINTAGE), LATEST)
    attach_sources(engine, staged, frame)
    attach_reference(engine, frame, KnownCounts({}))
    for model in models():
        if model.name not in LEFT_OUT:
            engine.make(model)
        if model.name == "counts":
            attach_head_counts(engine)
        if model.name == LAST:
            break
    engine.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
