"""Public contracts (DECP), consolidated as one table: a row for each contract, version and holder.

Legal ground: arrêtés of 22 December 2022 (contracts of 40 000 € excluding tax or more, published within two months).
The holder's name is not read: it can be that of a natural person.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import LICENCE_OUVERTE, Column, SourceCard, SourceFile

ID = "decp"

CARD = SourceCard(
    id=ID,
    title=Text("Données essentielles de la commande publique", "Essential data on public contracts"),
    producer="Acheteurs publics, consolidées par decp.info",
    licence=LICENCE_OUVERTE,
    page="https://www.data.gouv.fr/datasets/donnees-essentielles-de-la-commande-publique-consolidees-format-tabulaire/",
    cadence=Text("chaque jour ouvré", "every working day"),
    regime="open",
    secrecy=Text(
        "Publication obligatoire : un marché public attribué n'est pas couvert par le secret statistique. Le nom des"
        " titulaires n'est pas lu, il peut être celui d'une personne physique.",
        "Publication is compulsory: a public contract is not covered by statistical secrecy. Names of holders are not"
        " read, for they can be those of natural persons.",
    ),
    stale_after_days=100,
    patterns=("decp.parquet", "decp*.parquet", "decp.csv", "decp*.csv", "decp*.zip"),
    files=(
        SourceFile(ID, "decp.parquet", "https://www.data.gouv.fr/datasets/r/11cea8e8-df3e-4ed1-932b-781e2635e432"),
        SourceFile(ID, "decp.csv", "https://www.data.gouv.fr/datasets/r/22847056-61df-452d-837d-8b8ceadbfc52"),
    ),
    columns=(
        Column("uid", ("uid",)),
        Column("buyer_id", ("acheteur_id",)),
        Column("holder_id", ("titulaire_id",)),
        Column("amount", ("montant",), "number"),
        Column("notified", ("dateNotification",), "date"),
        Column("number", ("id",), required=False),
        Column("buyer", ("acheteur_nom",), required=False),
        Column("nature", ("nature",), required=False),
        Column("object", ("objet",), required=False),
        Column("cpv", ("codeCPV",), required=False),
        Column("techniques", ("techniques",), required=False),
        Column("execution", ("modalitesExecution",), required=False),
        Column("framework_id", ("idAccordCadre",), required=False),
        Column("social", ("considerationsSociales",), required=False),
        Column("months", ("dureeMois",), "integer", required=False),
        Column("published", ("datePublicationDonnees",), "date", required=False),
        Column("modification", ("modification_id",), "integer", required=False),
        Column("is_current", ("donneesActuelles",), "boolean", required=False),
        Column("dataset", ("sourceDataset",), required=False),
    ),
)
