"""The contracts and subsidies of one structure, for a spreadsheet: one line each, with what its amount means."""

from collections.abc import Iterator, Mapping
from typing import Any

from essaim.observatory.directory.received import Contract, Received, Subsidy
from essaim.observatory.language import Text
from essaim.web.directory.files.records import Origin
from essaim.web.directory.files.tables import spreadsheet
from essaim.web.directory.received import meaning, subsidy_note

HEADINGS = (
    Text("Nature", "Kind"),
    Text("Date", "Date"),
    Text("Organisme public", "Public body"),
    Text("SIREN de l'organisme", "SIREN of the body"),
    Text("Objet", "Object"),
    Text("Montant publié (€)", "Amount published (€)"),
    Text("Montant reçu par la structure (€)", "Amount received by the organisation (€)"),
    Text("Ce qu'est ce montant", "What this amount is"),
    Text("Titulaires", "Holders"),
    Text("Code CPV", "CPV code"),
    Text("Durée (mois)", "Length (months)"),
    Text("Référence", "Reference"),
    Text("Source", "Source"),
    Text("Date des données", "Date of the data"),
    Text("Licence", "Licence"),
    Text("Avertissement", "Warning"),
)
KINDS = Text("Marché public", "Public contract"), Text("Subvention", "Subsidy")
OWN = Text("attribué à elle seule", "awarded to it alone")


def as_csv(received: Received, manifest: Mapping[str, Any], origin: Origin) -> Iterator[str]:
    """Every contract, then every subsidy. What it received is blank wherever the source does not say it."""
    yield from spreadsheet(_table(received, manifest, origin))


def _table(received: Received, manifest: Mapping[str, Any], origin: Origin) -> Iterator[list[str]]:
    sources = {one["id"]: one for one in manifest["sources"]}
    yield [heading.in_(origin.language) for heading in HEADINGS]
    for contract in received.contracts:
        yield [*_contract(contract, origin), *_source(sources["decp"], origin)]
    for subsidy in received.subsidies:
        yield [*_subsidy(subsidy, origin), *_source(sources["scdl_subsidies"], origin)]


def _contract(one: Contract, origin: Origin) -> list[str]:
    own = one.amount_kind == "whole"
    amount = _plain(one.amount, origin)
    return [
        KINDS[0].in_(origin.language),
        one.notified.isoformat() if one.notified else "",
        one.buyer or "",
        one.buyer_siren or "",
        one.object or "",
        amount,
        amount if own else "",
        (OWN if own else meaning(one)).in_(origin.language),
        str(one.holders),
        one.cpv or "",
        str(one.months or ""),
        one.uid,
    ]


def _subsidy(one: Subsidy, origin: Origin) -> list[str]:
    return [
        KINDS[1].in_(origin.language),
        one.granted.isoformat() if one.granted else str(one.year or ""),
        one.grantor or "",
        one.grantor_siren or "",
        one.object or "",
        _plain(one.amount, origin),
        _plain(one.received, origin),
        subsidy_note(one).in_(origin.language),
        "",
        "",
        "",
        one.reference or "",
    ]


def _source(told: Mapping[str, Any], origin: Origin) -> list[str]:
    return [told["title"][origin.language], told["vintage"] or "", told["licence"], origin.warning]


def _plain(amount: float | None, origin: Origin) -> str:
    """A number that a spreadsheet of the language adds up: no thousands, its own decimal sign."""
    if amount is None:
        return ""
    return f"{amount:.2f}".replace(".", "," if origin.language == "fr" else ".")
