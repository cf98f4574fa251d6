"""The build as a short list of SQL models: one file each, in the order in which they are made."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Intermediate tables first, published ones when what they read is there.
ORDER = (
    "communes",
    "contours",
    "ess_series",
    "ess_margins",
    "urssaf_series",
    "listed",
    "integration",
    "units",
    "unit_keys",
    "kept",
    "duplicates",
    "sound",
    "counts",
    "cube",
    "rollup",
    "positions",
    "establishments",
    "legal_units",
    "awards",
    "contracts",
    "grants",
    "subsidies",
    "workplaces",
    "demography",
    "periods",
    "spells",
    "first_employments",
    "vitality",
    "declarations",
    "associations",
    "labels",
    "flores_cells",
    "flores_in_use",
    "flores_communes",
    "flores",
    "flores_series",
    "zones",
    "grounds",
    "limits",
    "jobs",
    "dispersion",
    "weights",
    "fragmentation",
    "rejects",
    "reject_samples",
)
PUBLISHED = (
    "communes",
    "contours",
    "cube",
    "rollup",
    "establishments",
    "legal_units",
    "contracts",
    "subsidies",
    "demography",
    "vitality",
    "associations",
    "labels",
    "ess_series",
    "urssaf_series",
    "flores",
    "flores_series",
    "zones",
    "weights",
    "fragmentation",
    "reject_samples",
)

_STATEMENT = re.compile(r"create (?P<kind>table|view) (?P<name>\w+) as\s+(?P<select>.+)", re.DOTALL)


@dataclass(frozen=True)
class Model:
    """One table of the build: its name, the query that makes it, and whether it is only a view."""

    name: str
    select: str
    is_view: bool

    @property
    def published(self) -> bool:
        return self.name in PUBLISHED


@cache
def models() -> tuple[Model, ...]:
    """Every model, in build order."""
    return tuple(_read(name) for name in ORDER)


def _read(name: str) -> Model:
    text = resources.files("essaim.observatory.store").joinpath(f"sql/{name}.sql").read_text("utf-8")
    statement = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    match = _STATEMENT.fullmatch(statement.strip())
    if match is None or match["name"] != name:
        raise ValueError(f"sql/{name}.sql must be one statement: create table {name} as select …")
    return Model(name, match["select"], match["kind"] == "view")
