"""The manifest: where everything in a store comes from, and what was set aside on the way."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import essaim
from essaim.observatory import perimeter
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import FRANCE, communes_of, territory
from essaim.observatory.reference.tables import describe_tables, table_path
from essaim.observatory.sources.staging import Staged
from essaim.observatory.sources.wholeness import digest_of
from essaim.observatory.store.inputs import Frame

FORMAT = 5
GEOGRAPHY, COMMUNES = "official_geography", "geography/communes"


@dataclass(frozen=True)
class Origin:
    """What is known of one source file beyond its content; `vintage` is None when nothing tells it."""

    address: str | None = None
    sha256: str | None = None
    vintage: date | None = None
    synthetic: bool = False


def describe_source(staged: Staged, origin: Origin) -> dict[str, Any]:
    """The manifest entry of a data set: card, file, vintage, rows read and rejected, columns absent or ignored."""
    return {
        "id": staged.card.id,
        "title": staged.card.title._asdict(),
        "producer": staged.card.producer,
        "licence": staged.card.licence,
        "page": staged.card.page,
        "file": staged.path.name,
        "address": origin.address,
        "bytes": staged.path.stat().st_size,
        "sha256": origin.sha256 or digest_of(staged.path),
        "vintage": origin.vintage.isoformat() if origin.vintage else None,
        "vintage_known": origin.vintage is not None,
        "synthetic": origin.synthetic,
        "rows_read": staged.rows,
        "rows_rejected": staged.malformed,
        "columns_missing": list(staged.missing),
        "columns_ignored": len(staged.ignored),
        "malformed_lines": [asdict(sample) for sample in staged.samples],
    }


def describe_geography(cog: int) -> dict[str, Any]:
    """The same for the official geography that the package brings: communes, their groupings and their population."""
    path, told = table_path(COMMUNES), describe_tables()[COMMUNES]
    return {
        "id": GEOGRAPHY,
        "title": Text("Code officiel géographique et population", "Official geography and population")._asdict(),
        "producer": "Insee, DGCL",
        "licence": told["licence"],
        "page": "https://www.insee.fr/fr/information/2560452",
        "file": path.name,
        "address": None,
        "bytes": path.stat().st_size,
        "sha256": digest_of(path),
        "vintage": f"{cog}-01-01",
        "vintage_known": True,
        "synthetic": False,
        "rows_read": len(communes_of(territory("france", FRANCE, cog))),
        "rows_rejected": 0,
        "columns_missing": [],
        "columns_ignored": 0,
        "malformed_lines": [],
    }


def describe_table(path: Path, rows: int) -> dict[str, Any]:
    """The manifest entry of a published table."""
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": digest_of(path)}


def manifest(
    frame: Frame,
    *,
    engine: str,
    scope: dict[str, str] | None,
    sources: list[dict[str, Any]],
    tables: dict[str, dict[str, Any]],
    estimation: dict[str, Any],
) -> dict[str, Any]:
    """What a version is made of and how, ready to be written as JSON."""
    return {
        "format": FORMAT,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": essaim.__version__,
        "engine": engine,
        "synthetic": any(source["synthetic"] for source in sources),
        "cog": frame.cog,
        "vintage": f"{frame.vintage:%Y-%m}",
        "years_of_demography": list(frame.years),
        "followed_years": list(frame.followed_years),
        "perimeter_version": perimeter.VERSION,
        "scope": scope,
        "estimation": estimation,
        "sources": sources,
        "tables": tables,
    }
