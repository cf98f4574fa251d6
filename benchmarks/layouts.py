"""The columns that a synthetic stock fills, as SQL expressions over the views of `stock.sql`.

Columns that the build does not read (addresses, coordinates) are filled too: a reader has to step over their bytes.
"""

from essaim.observatory.sources import CARDS

STATUS = "case when partial then 'P' else 'O' end"
TREATED = "timestamp '2026-10-20 04:00:00'"
# NAF 2025 codes end with another letter; the true correspondence is INSEE's, this only has its shape.
NAF_2025 = "translate(naf, 'ZABCDEF', 'YGHJKLG')"

UNITS = {
    "siren": "siren",
    "statutDiffusionUniteLegale": STATUS,
    "dateCreationUniteLegale": "created",
    "sigleUniteLegale": "case when flag < 60 and kind <> 'person' then told(partial, name[1:4]) end",
    # Plainly synthetic: real files hold the names of natural persons here, and Essaim must never load them.
    "sexeUniteLegale": "case when kind = 'person' then 'M' end",
    "prenom1UniteLegale": "case when kind = 'person' then 'PRENOM SYNTHETIQUE ' || word end",
    "prenomUsuelUniteLegale": "case when kind = 'person' then 'PRENOM SYNTHETIQUE ' || word end",
    "nomUniteLegale": "case when kind = 'person' then 'NOM SYNTHETIQUE ' || other_word end",
    "identifiantAssociationUniteLegale": (
        "case when kind = 'association' and flag % 3 > 0"
        " then 'W' || lpad(cast(number % 1000000000 as varchar), 9, '0') end"
    ),
    "trancheEffectifsUniteLegale": "case when hidden % 10 = 0 then null when hidden % 10 = 1 then '01' else 'NN' end",
    "anneeEffectifsUniteLegale": "case when hidden % 10 = 1 then 2024 end",
    "dateDernierTraitementUniteLegale": f"{TREATED} - to_seconds(number)",
    "nombrePeriodesUniteLegale": "1 + hidden % 5",
    "categorieEntreprise": "case when flag < 500 and active then 'PME' end",
    "anneeCategorieEntreprise": "case when flag < 500 and active then 2024 end",
    "dateDebut": "case when active then greatest(created, date '2008-01-01') else closed end",
    "etatAdministratifUniteLegale": "case when active then 'A' else 'C' end",
    "denominationUniteLegale": "case when kind <> 'person' then told(partial, name) end",
    "categorieJuridiqueUniteLegale": "legal_form",
    "activitePrincipaleUniteLegale": "case when not active and flag % 9 = 0 then '92.3A' else naf end",
    "nomenclatureActivitePrincipaleUniteLegale": (
        "case when not active and flag % 9 = 0 then 'NAFRev1' else 'NAFRev2' end"
    ),
    "nicSiegeUniteLegale": "lpad(cast(establishments * 10 + number % 10 as varchar), 5, '0')",
    "economieSocialeSolidaireUniteLegale": (
        "case when kind = 'association' then case when flag < 985 then 'O' end"
        " when kind in ('cooperative', 'mutual', 'foundation', 'scic') then case when flag < 850 then 'O' end"
        " when kind = 'company' then case when flag < 4 then 'O' when flag < 700 then 'N' end"
        " when kind <> 'person' then 'N' end"
    ),
    "societeMissionUniteLegale": "case when kind = 'company' then 'N' end",
    "activitePrincipaleNAF25UniteLegale": NAF_2025,
}
ESTABLISHMENTS = {
    "siren": "siren",
    "nic": "siret[10:14]",
    "siret": "siret",
    "statutDiffusionEtablissement": STATUS,
    "dateCreationEtablissement": "case when unknown % 33 = 0 then date '1900-01-01' else created end",
    "trancheEffectifsEtablissement": "band",
    "anneeEffectifsEtablissement": "case when band <> 'NN' then 2024 end",
    "dateDernierTraitementEtablissement": f"{TREATED} - to_seconds(number)",
    "etablissementSiege": "head_office",
    "nombrePeriodesEtablissement": "1 + unknown % 6",
    "complementAdresseEtablissement": "case when signed % 8 = 0 then told(partial, 'BATIMENT ' || street % 9) end",
    "numeroVoieEtablissement": "told(partial, cast(1 + street % 90 as varchar))",
    "typeVoieEtablissement": "told(partial, case when street % 3 = 0 then 'AVENUE' else 'RUE' end)",
    "libelleVoieEtablissement": "told(partial, 'DE LA DEMONSTRATION ' || street)",
    "codePostalEtablissement": "commune[1:2] || lpad(cast(commune_draw % 90 * 10 as varchar), 3, '0')",
    "libelleCommuneEtablissement": "place_name",
    "codeCommuneEtablissement": "commune",
    "identifiantAdresseEtablissement": "commune || lpad(cast(commune_draw as varchar), 10, '0') || '_B'",
    "coordonneeLambertAbscisseEtablissement": "told(partial, cast(100000 + across * 110 + street as varchar) || '.5')",
    "coordonneeLambertOrdonneeEtablissement": "told(partial, cast(6100000 + commune_draw as varchar) || '.25')",
    "dateDebut": "started",
    "etatAdministratifEtablissement": "state",
    "enseigne1Etablissement": "case when signed < 120 then told(partial, name) end",
    "denominationUsuelleEtablissement": "case when signed >= 920 then told(partial, 'CHEZ ' || name) end",
    "activitePrincipaleEtablissement": "case when state = 'F' and flag % 9 = 0 then '92.3A' else naf end",
    "nomenclatureActivitePrincipaleEtablissement": (
        "case when state = 'F' and flag % 9 = 0 then 'NAFRev1' else 'NAFRev2' end"
    ),
    "caractereEmployeurEtablissement": "case when state = 'A' then case when employer then 'O' else 'N' end end",
    "activitePrincipaleNAF25Etablissement": NAF_2025,
}


def columns_read(source: str) -> tuple[str, ...]:
    """The published headings that the build reads of a data set, and so any peer must."""
    return tuple(column.names[0] for column in CARDS[source].columns)
