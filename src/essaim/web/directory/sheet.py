"""A structure as a page tells it: who it is, what it does, why it is in the ESS, where each fact comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from essaim.observatory.directory.labels import Label, labels
from essaim.observatory.directory.needs import Need, needs
from essaim.observatory.directory.structures import Establishment, Structure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.evidence import Classified, Unit, classify
from essaim.observatory.perimeter.rules import TAGS
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.dates import day, month
from essaim.observatory.store.evidence import VINTAGED, quoted
from essaim.web.directory.words import activity_label, band_label, form_label, kind_label
from essaim.web.territories.gazetteer import gazetteer

LISTED, MOST_LISTED = 6, 300  # places of work shown at once, and folded away; files have every one
FORM, ACTIVITY = Text("Forme juridique", "Legal form"), Text("Activité principale", "Main activity")
OFFICIAL = (FORM, ACTIVITY)
REGISTER = "https://annuaire-entreprises.data.gouv.fr/entreprise/{}"


@dataclass(frozen=True)
class Proof:
    """One thing known about a structure's place in the ESS: what, from which data set and date, on which ground."""

    told: str
    source: str
    page: str
    vintage: str
    ground: str
    holds: bool


@dataclass(frozen=True)
class Borne:
    """A label that a structure bears, with the data set that says so and its date."""

    label: Label
    source: str
    vintage: str


def classified(one: Structure, manifest: Mapping[str, Any]) -> Classified:
    """The rules of the perimeters applied to what the store knows: the same sentence as `essaim classify`."""
    sources = {source["id"]: source for source in manifest["sources"]}
    unit = Unit(
        one.siren,
        one.name,
        one.legal_form,
        one.activity,
        one.nomenclature,
        one.insee_flag,
        one.in_ess_france if "ess_france_list" in sources else None,
        one.in_esus if "esus_list" in sources else None,
        one.siae_kinds if "siae" in sources else None,
    )
    vintages = {name: quoted(sources[name]["vintage"], name) for name in VINTAGED if name in sources}
    return classify(unit, {name: vintage for name, vintage in vintages.items() if vintage})


def proofs(one: Structure, manifest: Mapping[str, Any], language: Language) -> list[Proof]:
    """What is known, for and against, each with its source and its date."""
    sources = {source["id"]: source for source in manifest["sources"]}
    facts = {
        "legal_form": one.legal_form,
        "form_label": form_label(one.legal_form),
        "activity": one.activity or "?",
        "siae_kinds": ", ".join(one.siae_kinds),
    }
    found = []
    for evidence in classified(one, manifest).evidence:
        clause = evidence.clause(language, facts)
        # Form and activity are Insee's: the register says which, the reference table only names it.
        source = sources.get(evidence.source) or sources["sirene_legal_units"]
        if clause:
            found.append(
                Proof(
                    clause[:1].upper() + clause[1:],
                    source["title"][language],
                    source["page"],
                    dated(source["vintage"], language),
                    TAGS[evidence.tag].note,
                    bool(evidence.holds),
                )
            )
    return found


def borne(one: Structure, manifest: Mapping[str, Any], language: Language) -> list[Borne]:
    """The labels of a structure, with where each comes from."""
    sources = {source["id"]: source for source in manifest["sources"]}
    return [
        Borne(labels()[code], source["title"][language], dated(source["vintage"], language))
        for code in one.labels
        if (source := sources.get(labels()[code].source))
    ]


def answered(one: Structure) -> list[Need]:
    """The everyday needs that its activities may answer."""
    activities = {work.activity for work in (one.head_office, *one.establishments)}
    return [need for need in needs().values() if need.activities & activities]


def dated(vintage: str | None, language: Language) -> str:
    """The date of a data set in words; blank where it is unknown."""
    return month(vintage, language) if vintage else ""


def age(created: date | None, today: date) -> int | None:
    """Whole years between a creation and the month of the store."""
    if created is None:
        return None
    return today.year - created.year - ((today.month, today.day) < (created.month, created.day))


def aged(years: int | None) -> Text | None:
    """An age that is worth saying."""
    if years is None or years < 50:
        return None
    return Text(f"{years} ans", f"{years} years old")


@dataclass(frozen=True)
class Fact:
    """One line of who a structure is; `official` words are only published in French."""

    name: Text
    value: str
    official: bool = False


@dataclass(frozen=True)
class Work:
    """One place of work as a page lists it."""

    name: str
    address: str
    commune: str
    activity: Text
    band: Text
    siret: str
    since: str
    head_office: bool


@dataclass(frozen=True)
class Page:
    """All that the page of a structure says, in the language of the page."""

    one: Structure
    name: str
    kind: Text
    activity: Text
    conclusion: str
    facts: list[Fact]
    needs: list[Need]
    proofs: list[Proof]
    borne: list[Borne]
    first: list[Work]
    more: list[Work]
    age: Text | None
    register: str

    def commune(self, cog: int) -> Territory | None:
        """Where its head office is; None for a commune that this year's geography lacks."""
        return gazetteer(cog).by_key.get(("commune", self.one.head_office.commune))


def told(one: Structure, manifest: Mapping[str, Any], today: date, language: Language) -> Page:
    """The page of a structure, from the store whose manifest is given and whose month is `today`."""
    works = [_work(work, one, language) for work in one.establishments]
    return Page(
        one,
        one.shown_name.in_(language),
        kind_label(one.family, one.subfamily),
        activity_label(one.activity),
        classified(one, manifest).conclusion(language),
        _facts(one, language),
        answered(one),
        proofs(one, manifest, language),
        borne(one, manifest, language),
        works[:LISTED],
        works[LISTED:MOST_LISTED],
        aged(age(one.created, today)),
        REGISTER.format(one.siren),
    )


def _facts(one: Structure, language: Language) -> list[Fact]:
    """What is known, in the order of a business card; what is not is left out."""
    found = [
        (Text("Sigle", "Acronym"), one.acronym or ""),
        (FORM, form_label(one.legal_form)),
        (ACTIVITY, _activity(one, language)),
        (Text("Siège", "Head office"), _seat(one.head_office)),
        (Text("Effectif", "Head count"), band_label(one.band).in_(language)),
        (Text("Création", "Created"), day(one.created.isoformat(), language) if one.created else ""),
        (Text("SIREN", "SIREN"), spaced_siren(one.siren)),
        (Text("Numéro RNA", "RNA number"), one.rna or ""),
    ]
    return [Fact(name, value, name in OFFICIAL) for name, value in found if value]


def _activity(one: Structure, language: Language) -> str:
    label = activity_label(one.activity).in_(language)
    return f"{label} ({one.activity})" if one.activity else label


def _seat(seat: Establishment) -> str:
    town = " ".join(part for part in (seat.postcode, seat.commune_name) if part)
    return ", ".join(part for part in (seat.address, town) if part)


def _work(work: Establishment, one: Structure, language: Language) -> Work:
    return Work(
        work.name or one.shown_name.in_(language),
        work.address or "",
        " ".join(part for part in (work.postcode, work.commune_name) if part),
        activity_label(work.activity),
        band_label(work.band),
        f"{spaced_siren(work.siret[:9])} {work.siret[9:]}",
        day(work.created.isoformat(), language) if work.created else "",
        work.head_office,
    )


def spaced_siren(siren: str) -> str:
    """As people write it, in threes that no line breaks."""
    return "\N{NARROW NO-BREAK SPACE}".join(siren[place : place + 3] for place in (0, 3, 6))
