"""Contours of communes: a GeoJSON whose features bear the code of a commune, of whatever year.

Generalised outlines are for drawing: whether an establishment is in a commune is never asked of them.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_YEAR, LICENCE_OUVERTE, Column, SourceCard, SourceFile

ID = "contours"

CARD = SourceCard(
    id=ID,
    title=Text("Contours des communes (IGN, Admin Express)", "Contours of communes (IGN, Admin Express)"),
    producer="IGN, généralisation Etalab",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/contours-administratifs/",
    cadence=EVERY_YEAR,
    regime="open",
    secrecy=Text("Aucune donnée individuelle.", "No individual data."),
    stale_after_days=1095,  # outlines move little: communes that merged since are put together
    patterns=("contours_communes.geojson", "communes-*.geojson", "communes-*.geojson.gz"),
    files=(
        SourceFile(
            ID,
            "communes-100m.geojson",
            "https://etalab-datasets.geo.data.gouv.fr/contours-administratifs/latest/geojson/communes-100m.geojson",
        ),
    ),
    columns=(
        Column("code", ("code", "INSEE_COM", "insee_com", "codgeo", "code_insee")),
        Column("outline", ("geometry",)),
        Column("computed", ("computed",), "boolean", required=False),
    ),
)
