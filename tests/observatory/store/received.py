"""Contracts and subsidies written row by row, for tests that need to know every row."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests.stocks import establishment, unit, write

AIDE, BATIR, PARTIAL, OUTSIDE = "012345674", "012345682", "012345708", "552081317"
SIRET_AIDE, SIRET_BATIR = "01234567400019", "01234568200012"
BUYER, OTHER_SITE = "21210231300013", "21210231300500"

CONTRACT = {
    "uid": f"{BUYER}2024-01",
    "id": "2024-01",
    "nature": "Marché",
    "acheteur_id": BUYER,
    "acheteur_nom": "VILLE DE DIJON",
    "titulaire_id": SIRET_AIDE,
    "titulaire_typeIdentifiant": "SIRET",
    "titulaire_nom": "NOM DE PERSONNE",
    "objet": "Entretien des espaces verts",
    "montant": "50000",
    "codeCPV": "77310000",
    "techniques": "Sans objet",
    "dureeMois": "24",
    "dateNotification": "2024-03-01",
    "datePublicationDonnees": "2024-03-20",
    "modalitesExecution": "Sans objet",
    "considerationsSociales": "Sans objet",
    "idAccordCadre": "",
    "modification_id": "0",
    "donneesActuelles": "true",
    "sourceDataset": "pes",
}
SUBSIDY = {
    "nomAttribuant": "Ville de Dijon",
    "idAttribuant": BUYER,
    "dateConvention": "2024-05-02",
    "referenceDecision": "2024-12",
    "nomBeneficiaire": "NOM DE PERSONNE",
    "idBeneficiaire": SIRET_AIDE,
    "rnaBeneficiaire": "",
    "objet": "Fonctionnement",
    "montant": "30000.50",
    "nature": "aide en numéraire",
    "conditionsVersement": "unique",
    "datesPeriodeVersement": "2024-06-01",
    "notificationUE": "non",
    "pourcentageSubvention": "1",
}


def contract(**changes: str) -> dict[str, str]:
    """A row of the consolidated table: a firm contract of a sole holder, unless told otherwise.

    `number` stands for the contract: its id, and the uid made of it and of the buyer.
    """
    number = changes.pop("number", "2024-01")
    buyer = changes.get("acheteur_id", BUYER)
    return CONTRACT | {"id": number, "uid": buyer + number} | changes


def subsidy(**changes: str) -> dict[str, str]:
    """A row of a file of subsidies: one in cash, for one beneficiary, unless told otherwise."""
    return SUBSIDY | changes


def as_csv(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """The rows under the headings of the first one."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def stock(folder: Path, sirens: Sequence[str] = ()) -> Path:
    """Two associations, one that asked for partial diffusion, a company outside the ESS, and any other association."""
    units = [
        unit(AIDE, 9220, "AIDE", identifiantAssociationUniteLegale="W212000001"),
        unit(BATIR, 5458, "BATIR"),
        unit(PARTIAL, 9220, "[ND]", statutDiffusionUniteLegale="P"),
        unit(OUTSIDE, 5710, "EDF"),
        *(unit(siren, 9220, f"ASSOCIATION {siren}") for siren in sirens),
    ]
    places = [establishment(SIRET_AIDE), establishment(SIRET_BATIR), establishment("01234570800015")]
    return write(folder, units, places)


def made(
    folder: Path,
    contracts: Sequence[Mapping[str, str]] = (),
    subsidies: Mapping[str, bytes] | None = None,
    sirens: Sequence[str] = (),
) -> Path:
    """The store of these rows; `subsidies` are files by name, byte for byte."""
    sources = stock(folder / "stock", sirens)
    if contracts:
        (sources / "decp.csv").write_text(as_csv(contracts), encoding="utf-8")
    for name, content in (subsidies or {}).items():
        (sources / name).write_bytes(content)
    build(sources, folder / "store")
    return folder / "store"


def rows(store: Path, sql: str) -> list[tuple[object, ...]]:
    with open_store(store) as opened:
        return opened.rows(sql)


def told(store: Path, key: str, source: str) -> dict[str, int]:
    """What the manifest says of a source: rows by reason (`rejects`) or by repair (`repairs`)."""
    with open_store(store) as opened:
        named = {"rejects": "reason", "repairs": "repair"}[key]
        return {one[named]: one["rows"] for one in opened.manifest[key] if one["source"] == source}
