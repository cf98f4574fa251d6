"""Where a figure comes from: its definition, its sources with their checksum, the rules applied, and the very rows.

The rows are those of the register, which is public: the establishments of the perimeter in the territory, with the
rule that put their unit there. Those in partial diffusion are counted and not named. The rest of the economy is only
counted: the store does not know it by name.
"""

from dataclasses import dataclass
from typing import Any

from essaim.observatory.diagnosis.catalogue import Indicator, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.errors import UsageError
from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS, Rule, rules
from essaim.observatory.sources import regime_of
from essaim.observatory.store.reader import Store

COLUMNS = (
    "siret",
    "name",
    "commune",
    "legal_form",
    "family",
    "activity",
    "band",
    "band_year",
    "head_office",
    "rule",
)
# What an indicator keeps of the establishments of the perimeter; those that are not here look at all of them.
EMPLOYING = "place.band not in ('', 'NN', '00')"
KEPT = dict.fromkeys(
    ("W1", "W3", "W6", "W7", "W8", "W12", "W13", "W14", "W15", "C1", "C2", "S1", "S2", "S3"), EMPLOYING
)
KEPT |= dict.fromkeys(("T1", "T2", "T3", "F1", "F3", "F6"), EMPLOYING) | {"W1+": "place.band not in ('', 'NN')"}
KEPT |= {"D7": "false"}  # counted in the register of associations, which the store does not list


@dataclass(frozen=True)
class Provenance:
    """What stands behind the figures of one indicator; `rows` has the columns of COLUMNS, names None when withheld.

    `rejects` counts what was set aside in each source, and why. `band_years` says of which years the bands are.
    """

    indicator: Indicator
    figures: tuple[Figure, ...]
    sources: tuple[dict[str, Any], ...]
    rejects: tuple[dict[str, Any], ...]
    rules: tuple[Rule, ...]
    band_years: tuple[tuple[int | None, int], ...]
    rows: tuple[tuple[Any, ...], ...]


def with_regime(source: dict[str, Any]) -> dict[str, Any]:
    """A source of the manifest with what its card says that its figures are bound by."""
    return source | {"regime": regime_of(source["id"])}


def provenance(store: Store, diagnosis: Diagnosis, indicator: str) -> Provenance:
    """Everything behind one indicator of a diagnosis. Raises UsageError for an indicator that it does not hold."""
    figures = tuple(diagnosis.own(indicator))
    if not figures:
        known = ", ".join(dict.fromkeys(figure.indicator for figure in diagnosis.figures))
        raise UsageError(
            Text(
                f"le diagnostic n'a pas d'indicateur « {indicator} » ; il a {known}",
                f"the diagnosis has no indicator “{indicator}”; it has {known}",
            )
        )
    used = {source for figure in figures for source in figure.sources}
    manifest = diagnosis.store
    rows = _rows(store, diagnosis, indicator)
    applied = {row[COLUMNS.index("rule")] for row in rows}
    years: dict[int | None, int] = {}
    for row in rows:
        year = row[COLUMNS.index("band_year")]
        years[year] = years.get(year, 0) + 1
    return Provenance(
        catalogue()[indicator],
        figures,
        tuple(with_regime(source) for source in manifest["sources"] if source["id"] in used),
        tuple(reject for reject in manifest["rejects"] if reject["source"] in used),
        tuple(rule for rule in rules() if rule.name in applied),
        tuple(sorted(years.items(), key=lambda item: (item[0] is None, item[0]))),
        rows,
    )


def _rows(store: Store, diagnosis: Diagnosis, indicator: str) -> tuple[tuple[Any, ...], ...]:
    territory = diagnosis.territory
    inside, params = ("true", []) if territory.level == "france" else (f"place.{territory.level} = ?", [territory.code])
    found = store.rows(
        "select place.siret, coalesce(place.trade_name, place.name), place.commune, place.legal_form, place.family,"
        " place.activity, place.band, place.band_year, place.head_office, unit.rule"
        " from establishments AS place left join legal_units AS unit on unit.siren = place.siren"
        f" where {inside} and place.tier between 1 and ? and {KEPT.get(indicator, 'true')} order by place.siret",
        [*params, PERIMETERS[diagnosis.perimeter].max_tier],
    )
    return tuple(found)
