"""What the peers are asked to do, and the code lists that they do it with: the rules of Essaim, on ordinary tables.

The columns that the build reads are read; legal units that a form, the flag or a list designates are tagged and
decided as `essaim.observatory.perimeter` does; active establishments are joined to them, those of the ESS and every
employer are kept, placed in the communes of the year and sorted; the directory of units, that of establishments and
the count by commune, tier, sphere, family, activity and band are written. A test holds all three to those of Essaim.

It is *less* than what Essaim does in the time that it is compared with: no closed establishments (births, closures),
rejects, head-count estimates, FLORES, territories above the commune nor fragmentation.
"""

from essaim.observatory.perimeter import rules
from essaim.observatory.reference.geography import LATEST
from essaim.observatory.reference.tables import read_table, table_path

UNITS, PLACES = "StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"
FORM, FLAG, UNIT_NAME = (
    "categorieJuridiqueUniteLegale",
    "economieSocialeSolidaireUniteLegale",
    "denominationUniteLegale",
)
UNIT_STATE, UNIT_NAF, UNIT_CODES = (
    "etatAdministratifUniteLegale",
    "activitePrincipaleUniteLegale",
    "nomenclatureActivitePrincipaleUniteLegale",
)
STATE, EMPLOYER, BAND, COMMUNE = (
    "etatAdministratifEtablissement",
    "caractereEmployeurEtablissement",
    "trancheEffectifsEtablissement",
    "codeCommuneEtablissement",
)
NAF, CODES, DIFFUSION = (
    "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement",
    "statutDiffusionEtablissement",
)
KEYS = ["commune", "tier", "public", "family", "subfamily", "division", "band", "employer"]
PLACED = ["departement", "intercommunality", "commune", "family", "siret"]
GEOGRAPHY = (str(table_path("geography/commune_codes")), str(table_path("geography/communes")), LATEST)

TAG = {name: tag.bit for name, tag in rules.TAGS.items()}
# The tier that each of the 128 sets of tags gives.
TIERS = [tier for _, tier, _ in sorted(rules.every_decision())]
KINDS = list(rules.INTEGRATION_KINDS)
DIVISIONS = [(row["code"], row["division"]) for row in read_table("naf_rev2")]
EXCLUDED = [row["code"] for row in read_table("naf_exclusions") if row["nomenclature"] == "NAFRev2"]
PARENT = {row["code"]: row["parent"] for row in read_table("families")}


def family_of(category: str) -> tuple[str, str]:
    """Family and sub-family of a category, which may be either."""
    parent = PARENT.get(category, "")
    return (parent, category) if parent else (category, "")


# (form, tags of the form, public, family, sub-family); natural persons and groupings are not units of the ESS.
FORMS = [
    (
        int(row["code"]),
        int(row["core"]) * TAG["form"] + int(row["commercial"]) * TAG["commercial"],
        row["sphere"] == "public",
        *family_of(row["subfamily"] or row["family"]),
    )
    for row in read_table("legal_forms")
    if row["sphere"] not in ("natural", "group")
]
CHOSEN = [form for form, tags, public, *_ in FORMS if tags & TAG["form"] or public]
# (forms, pattern, family, sub-family) of the co-operatives that only their name tells; the first match is kept.
NAMED = [
    ([int(form) for form in row["legal_forms"].split()], row["pattern"], *family_of(row["subfamily"]))
    for row in read_table("subfamily_names")
]
