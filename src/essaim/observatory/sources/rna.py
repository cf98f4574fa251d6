"""The national register of associations (RNA): when each one was declared, dissolved, for what object, and where.

Neither name, address, declarant nor director is read: those can tell of persons (open-data notes of the register).
Départements under the local law of associations are not in it (`local_law`). The file of associations that declared
nothing since 2009 (`rna_import`) is not read: it tells nothing of the years that are counted.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_MONTH, LICENCE_OUVERTE, Column, SourceCard, SourceFile

ID = "rna"
STEM = "rna_waldec"

CARD = SourceCard(
    id=ID,
    title=Text("Répertoire national des associations (RNA)", "National register of associations (RNA)"),
    producer="Ministère de l'Intérieur",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/repertoire-national-des-associations/",
    cadence=EVERY_MONTH,
    regime="open",
    secrecy=Text(
        "Répertoire public. Ni nom, ni adresse, ni déclarant, ni dirigeant ne sont lus : il n'en reste que des comptes"
        " par commune, année et thème.",
        "Public register. Neither name, address, declarant nor director is read: only counts by commune, year and theme"
        " remain.",
    ),
    stale_after_days=100,
    patterns=(f"{STEM}*.parquet", f"{STEM}*.zip", f"{STEM}*.csv"),
    files=(
        SourceFile(
            ID,
            f"{STEM}.parquet",
            "https://www.data.gouv.fr/api/1/datasets/r/cc7b8f0c-45ea-4444-8b55-55d30bc34ac5",
        ),
    ),
    delimiter=";",
    many_files=True,  # one for each département, in its older form
    older_encoding="iso-8859-1",
    columns=(
        Column("number", ("id",)),
        Column("created", ("date_creat",), "date"),
        Column("dissolved", ("date_disso",), "date", required=False),
        Column("object", ("objet_social1",), required=False),
        Column("commune", ("adrs_codeinsee",)),
        Column("position", ("position",), required=False),
        Column("updated", ("maj_time",), required=False),
    ),
)
