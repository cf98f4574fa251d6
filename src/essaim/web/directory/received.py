"""What a structure received, as its page tells it: each contract and subsidy, and only the sums that mean something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from essaim.observatory.directory.received import IN_MONEY, Contract, Received, Subsidy
from essaim.observatory.language import Language, Text
from essaim.observatory.report.dates import day, month
from essaim.observatory.report.numbers import number, percent

SHOWN, MOST_SHOWN = 6, 200  # lines shown at once, and folded away; the file has every one
LANGUAGES: tuple[Language, Language] = ("fr", "en")
NARROW_EURO = "\N{NARROW NO-BREAK SPACE}€"
# Amounts that can be read as an amount, though not always as the structure's.
TOLD = ("whole", "shared", "ceiling", "symbolic")
MEANINGS = {
    "whole": Text("", ""),
    "shared": Text(
        "marché entier, {n} titulaires : sa part n'est pas publiée",
        "whole contract, {n} holders: its share is not published",
    ),
    "ceiling": Text(
        "maximum de l'accord-cadre, non la somme commandée", "most of a framework agreement, not what was ordered"
    ),
    "disputed": Text("plusieurs montants publiés pour ce marché", "several amounts published for this contract"),
    "symbolic": Text("montant symbolique", "symbolic amount"),
    "fictitious": Text("montant fictif dans les données publiées", "fictitious amount in the published data"),
    "missing": Text("montant non publié", "amount not published"),
}
COMMON_CEILING = Text(
    "maximum de l'accord-cadre, commun à {n} titulaires", "most of a framework agreement, common to {n} holders"
)
NATURES = {
    "cash": Text("", ""),
    "in_kind": Text("aide en nature, valeur estimée", "aid in kind, estimated value"),
    "both": Text("aide en argent et en nature", "aid in money and in kind"),
    "untold": Text("nature de l'aide non précisée", "nature of the aid not told"),
}
SHARE = Text("soit {part} d'une subvention de {whole}", "that is {part} of a subsidy of {whole}")
FRAMEWORK, CALL_OFF = Text("Accord-cadre", "Framework agreement"), Text("Marché subséquent", "Call-off contract")
RESERVED, CHANGED = Text("Marché réservé", "Reserved contract"), Text("Modifié en {month}", "Changed in {month}")


@dataclass(frozen=True)
class Line:
    """One contract or subsidy; `note` says what its amount is when it is not simply received, `own` if it is summed."""

    title: str
    who: str
    when: str
    amount: str
    note: Text
    tags: tuple[Text, ...]
    own: bool


@dataclass(frozen=True)
class Sum:
    """A total, what it is the total of, and what was left out of it."""

    amount: str
    of: Text
    left_out: Text | None


@dataclass(frozen=True)
class Panel:
    """Contracts, or subsidies: its lines, those folded away, its total, where they come from."""

    lines: list[Line]
    more: list[Line]
    count: int
    total: Sum
    source: str
    page: str
    vintage: str


@dataclass(frozen=True)
class Section:
    """What the page of a structure says of what it received; a panel is None where there is nothing to say."""

    contracts: Panel | None
    subsidies: Panel | None


def section(received: Received, manifest: Mapping[str, Any], language: Language) -> Section | None:
    """The section of a page; None for a structure of which nothing is published."""
    if not received:
        return None
    contracts = [contract_line(one, language) for one in received.contracts]
    subsidies = [subsidy_line(one, language) for one in received.subsidies]
    return Section(
        _panel("decp", contracts, _contract_sum(received, language), manifest, language),
        _panel("scdl_subsidies", subsidies, _subsidy_sum(received, language), manifest, language),
    )


def _panel(source: str, lines: list[Line], total: Sum, manifest: Mapping[str, Any], language: Language) -> Panel | None:
    if not lines:
        return None
    told = next(one for one in manifest["sources"] if one["id"] == source)
    vintage = month(told["vintage"], language) if told["vintage"] else ""
    return Panel(
        lines[:SHOWN], lines[SHOWN:MOST_SHOWN], len(lines), total, told["title"][language], told["page"], vintage
    )


def contract_line(one: Contract, language: Language) -> Line:
    """A contract in words."""
    tags = [
        (one.framework, FRAMEWORK),
        (one.of_framework, CALL_OFF),
        (one.reserved, RESERVED),
        (one.updated is not None, _changed(one.updated)),
    ]
    return Line(
        one.object or Text("Objet non publié", "Object not published").in_(language),
        one.buyer or Text("acheteur non nommé", "buyer not named").in_(language),
        day(one.notified.isoformat(), language) if one.notified else "",
        euros(one.amount, language) if one.amount and one.amount_kind in TOLD else "",
        meaning(one),
        tuple(tag for holds, tag in tags if holds),
        one.amount_kind == "whole",
    )


def _changed(updated: date | None) -> Text:
    if updated is None:
        return CHANGED
    first = updated.replace(day=1).isoformat()
    return Text(CHANGED.fr.format(month=month(first, "fr")), CHANGED.en.format(month=month(first, "en")))


def meaning(one: Contract) -> Text:
    """What the amount of a contract is, when it is not what its holder was awarded; blank when it is."""
    told = COMMON_CEILING if one.amount_kind == "ceiling" and one.holders > 1 else MEANINGS[one.amount_kind]
    return Text(told.fr.format(n=one.holders), told.en.format(n=one.holders))


def subsidy_line(one: Subsidy, language: Language) -> Line:
    """A subsidy in words."""
    when = day(one.granted.isoformat(), language) if one.granted else str(one.year or "")
    return Line(
        one.object or Text("Objet non publié", "Object not published").in_(language),
        one.grantor or Text("attribuant non nommé", "granting body not named").in_(language),
        when,
        euros(one.received, language),
        subsidy_note(one),
        (),
        one.nature in IN_MONEY,
    )


def subsidy_note(one: Subsidy) -> Text:
    """What the amount of a subsidy is, when it is not simply money for this structure alone; blank when it is."""
    notes = [NATURES[one.nature]]
    if one.part is not None and one.part < 1:
        notes.append(Text(*(_share(one.part, one.amount, language) for language in LANGUAGES)))
    return Text(*(", ".join(note.in_(language) for note in notes if note.fr) for language in LANGUAGES))


def _share(part: float, whole: float, language: Language) -> str:
    return SHARE.in_(language).format(part=percent(part, language, 0), whole=euros(whole, language))


def _contract_sum(received: Received, language: Language) -> Sum:
    own, years = received.attributed, [one.notified.year for one in received.contracts if one.notified]
    left_out = len(received.contracts) - len(own)
    of, since = _counted(len(own), Text("marché", "contract"), Text("marchés", "contracts")), _since(years)
    return Sum(
        euros(sum(one.amount or 0 for one in own), language) + Text(" HT", " excl. tax").in_(language) if own else "",
        Text(
            f"{of.fr}{since.fr} dont elle est seule titulaire, montants attribués",
            f"{of.en}{since.en} of which it is the sole holder, amounts awarded",
        ),
        _counted(
            left_out,
            Text(
                "marché n'est pas additionné : son montant n'est pas, ou pas seulement, le sien",
                "contract is not added up: its amount is not, or not only, its own",
            ),
            Text(
                "marchés ne sont pas additionnés : leur montant n'est pas, ou pas seulement, le sien",
                "contracts are not added up: their amount is not, or not only, its own",
            ),
        )
        if left_out
        else None,
    )


def _subsidy_sum(received: Received, language: Language) -> Sum:
    money, years = received.in_money, [one.year for one in received.subsidies if one.year]
    left_out = len(received.subsidies) - len(money)
    of = _counted(
        len(money),
        Text("subvention en argent", "subsidy in money"),
        Text("subventions en argent", "subsidies in money"),
    )
    since = _since(years)
    return Sum(
        euros(sum(one.received for one in money), language) if money else "",
        Text(f"{of.fr}{since.fr}, montants décidés", f"{of.en}{since.en}, amounts decided"),
        _counted(
            left_out,
            Text("aide en nature n'est pas additionnée", "aid in kind is not added up"),
            Text("aides en nature ne sont pas additionnées", "aids in kind are not added up"),
        )
        if left_out
        else None,
    )


def _counted(n: int, one: Text, many: Text) -> Text:
    return Text(
        f"{number(n, 0, 'fr')} {(many if n > 1 else one).fr}", f"{number(n, 0, 'en')} {(one if n == 1 else many).en}"
    )


def _since(years: Sequence[int]) -> Text:
    return Text(f" depuis {min(years)}", f" since {min(years)}") if years else Text("", "")


def euros(amount: float | None, language: Language) -> str:
    """Whole euros in words of the language; blank where there is no amount."""
    if amount is None:
        return ""
    return number(amount, 0, "fr") + NARROW_EURO if language == "fr" else f"€{number(amount, 0, 'en')}"
