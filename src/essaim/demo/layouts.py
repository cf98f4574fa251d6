"""The real layout of the Sirene files: every column, in order and typed; those that a stock does not fill are null."""

from collections.abc import Mapping

from essaim.observatory.reference.tables import read_table


def in_layout(file: str, filled: Mapping[str, str], origin: str) -> str:
    """A query with all the columns of a file: `filled` maps some to SQL expressions over `origin`.

    Raises ValueError for a column that the layout does not have.
    """
    columns = [(row["column"], row["type"]) for row in read_table("sirene_columns") if row["file"] == file]
    unknown = filled.keys() - {name for name, _ in columns}
    if unknown:
        raise ValueError(f"{file} has no column {sorted(unknown)}")
    selected = ", ".join(f'cast({filled.get(name, "null")} as {kind}) as "{name}"' for name, kind in columns)
    return f"select {selected} from {origin}"


def _hidden(expression: str) -> str:
    """Withheld in partial diffusion: the text [ND], never null (Sirene, statutDiffusion = P)."""
    return f"case when partial then '[ND]' else {expression} end"


STATUS = "case when partial then 'P' else 'O' end"
EMPLOYER = "case when band > '00' and band < 'NN' then 'O' when state = 'F' then null else 'N' end"
OLD_NAF = "case when state = 'F' and flag % 9 = 0 then '92.3A' else naf end"
OLD_NOMENCLATURE = "case when state = 'F' and flag % 9 = 0 then 'NAFRev1' else 'NAFRev2' end"
# NAF 2025 codes end with another letter; the true correspondence is INSEE's, this only has its shape.
NAF_2025 = "translate(naf, 'ZABCDEF', 'YGHJKLG')"
MISSING_DATE = "case when hidden % 33 = 0 then date '1900-01-01' else created end"

ESTABLISHMENTS = {
    "siren": "text_siren(siren)",
    "nic": "text_siret(siren, rank)[10:14]",
    "siret": "text_siret(siren, rank)",
    "statutDiffusionEtablissement": STATUS,
    "dateCreationEtablissement": MISSING_DATE,
    "trancheEffectifsEtablissement": "shown_band",
    "anneeEffectifsEtablissement": "case when shown_band is not null and shown_band <> 'NN' then 2024 end",
    "dateDernierTraitementEtablissement": "timestamp '2026-10-20 04:00:00'",
    "etablissementSiege": "head_office",
    "nombrePeriodesEtablissement": "case when state = 'F' then 2 else 1 end",
    "numeroVoieEtablissement": _hidden("case when address is null then cast(1 + word % 90 as varchar) end"),
    "typeVoieEtablissement": _hidden("'RUE'"),
    "libelleVoieEtablissement": _hidden("coalesce(address, 'DE LA DEMONSTRATION')"),
    # The postcode of the chief town of the département: the true list is La Poste's.
    "codePostalEtablissement": _hidden("rpad(translate(departement, 'AB', '00'), 5, '0')"),
    "libelleCommuneEtablissement": "place_name",
    "codeCommuneEtablissement": "commune",
    "dateDebut": "case when state = 'F' then closed else created end",
    "etatAdministratifEtablissement": "state",
    "enseigne1Etablissement": _hidden("case when not head_office then name end"),
    "activitePrincipaleEtablissement": OLD_NAF,
    "nomenclatureActivitePrincipaleEtablissement": OLD_NOMENCLATURE,
    "caractereEmployeurEtablissement": EMPLOYER,
    "activitePrincipaleNAF25Etablissement": NAF_2025,
}
PERIODS = {
    "siren": "text_siren(siren)",
    "nic": "text_siret(siren, rank)[10:14]",
    "siret": "text_siret(siren, rank)",
    "dateFin": "ended",
    "dateDebut": "started",
    "etatAdministratifEtablissement": "state",
    "caractereEmployeurEtablissement": "case when employer then 'O' else 'N' end",
}
UNITS = {
    "siren": "text_siren(siren)",
    "statutDiffusionUniteLegale": STATUS,
    "dateCreationUniteLegale": "created",
    "sigleUniteLegale": _hidden("acronym"),
    # Plainly synthetic: real files hold the names of natural persons here, and Essaim must never load them.
    "prenom1UniteLegale": "case when legal_form = 1000 then 'PRENOM SYNTHETIQUE' end",
    "nomUniteLegale": "case when legal_form = 1000 then 'NOM SYNTHETIQUE' end",
    "identifiantAssociationUniteLegale": (
        "case when legal_form in (9220, 9230) and siren % 3 > 0"
        " then 'W' || departement[1:2] || lpad(cast(siren % 10000000 as varchar), 7, '0') end"
    ),
    "trancheEffectifsUniteLegale": "coalesce(shown_band, 'NN')",
    "anneeEffectifsUniteLegale": "case when shown_band <> 'NN' then 2024 end",
    "dateDernierTraitementUniteLegale": "timestamp '2026-10-20 04:00:00'",
    "nombrePeriodesUniteLegale": "1",
    "categorieEntreprise": "'PME'",
    "anneeCategorieEntreprise": "2024",
    "dateDebut": "case when active then created else closed end",
    "etatAdministratifUniteLegale": "case when active then 'A' else 'C' end",
    "denominationUniteLegale": "case when legal_form <> 1000 then " + _hidden("name") + " end",
    "categorieJuridiqueUniteLegale": "legal_form",
    "activitePrincipaleUniteLegale": "naf",
    "nomenclatureActivitePrincipaleUniteLegale": "'NAFRev2'",
    "nicSiegeUniteLegale": "text_siret(siren, 1)[10:14]",
    "economieSocialeSolidaireUniteLegale": "insee_flag",
    "societeMissionUniteLegale": "case when legal_form = 5710 and siren % 400 = 0 then 'O' else 'N' end",
    "activitePrincipaleNAF25UniteLegale": NAF_2025,
}
POSITIONS = {
    "siret": "siret",
    "x": "x",
    "y": "y",
    "qualite_xy": "quality",
    "epsg": "'2154'",
    # One establishment in nine, wherever it is: the true districts are 1,584 precise outlines.
    "plg_qp24": "case when cast(siret as bigint) // 10 % 9 = 0 then 'QN' || commune || 'D' else 'HZ' end",
    "plg_iris": "'CSZ'",
    "plg_code_commune": "commune",
    "distance_precision": "case quality when '33' then 3000 else 10 end",
    "y_latitude": "latitude",
    "x_longitude": "longitude",
}
