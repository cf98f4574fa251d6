"""Subsidies (SCDL, schema 2.1): each authority publishes its own file, by hand more often than not.

Legal ground: loi n° 2000-321, art. 10, and décret n° 2017-779 (agreements above 23 000 € a year). The beneficiary's
name is not read: it can be that of a natural person.
"""

from essaim.observatory.language import Text
from essaim.observatory.sources.card import LICENCE_OUVERTE, Column, SourceCard

ID = "scdl_subsidies"

CARD = SourceCard(
    id=ID,
    title=Text("Subventions publiées au format SCDL", "Subsidies published in the SCDL format"),
    producer="Collectivités et organismes attribuants",
    licence=LICENCE_OUVERTE,
    page="https://schema.data.gouv.fr/scdl/subventions/",
    cadence=Text("au fil des conventions, dans les trois mois", "as agreements are signed, within three months"),
    regime="open",
    secrecy=Text(
        "Publication obligatoire : une subvention n'est pas couverte par le secret statistique. Le nom des"
        " bénéficiaires n'est pas lu, il peut être celui d'une personne physique.",
        "Publication is compulsory: a subsidy is not covered by statistical secrecy. Names of beneficiaries are not"
        " read, for they can be those of natural persons.",
    ),
    stale_after_days=730,
    patterns=("scdl_subventions*.csv", "scdl-subventions*.csv", "subventions*.csv"),
    # Hundreds of authorities publish, none for the others: their files are placed in the folder by hand.
    files=(),
    many_files=True,
    by_hand=True,
    columns=(
        Column("amount", ("montant", "montantSubvention"), "number"),
        Column("grantor", ("nomAttribuant", "attribuant"), required=False),
        Column("grantor_id", ("idAttribuant", "siretAttribuant"), required=False),
        Column("beneficiary_id", ("idBeneficiaire", "siretBeneficiaire"), required=False),
        Column("beneficiary_rna", ("rnaBeneficiaire", "idRNABeneficiaire"), required=False),
        Column("agreed", ("dateConvention", "dateDecision"), "period", required=False),
        Column("paid", ("datesPeriodeVersement", "datePeriodeVersement"), "period", required=False),
        Column("reference", ("referenceDecision",), required=False),
        Column("object", ("objet",), required=False),
        Column("nature", ("nature",), required=False),
        Column("share", ("pourcentageSubvention",), "number", required=False),
        Column("loan", ("montantPret",), "number", required=False),
        Column("guarantee", ("montantGarantie",), "number", required=False),
    ),
)
