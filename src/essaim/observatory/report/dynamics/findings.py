"""Chapters "dynamics" and "demography": their sentences. None claims a difference that the figures do not support."""

from collections.abc import Iterator

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.report.dynamics import associations
from essaim.observatory.report.grid import values
from essaim.observatory.report.numbers import number
from essaim.observatory.report.telling import both, compared
from essaim.observatory.report.words import in_sentence

OLDEST = "5"  # the age at which survival is told in a sentence
FEWEST_FOLLOWED = 20  # births under which a share that survived is not worth a sentence, nor a chart


def dynamics(diagnosis: Diagnosis) -> Iterator[Text]:
    """Jobs over the published years, then the stock of establishments from the first to the last, beside France."""
    yield from _jobs(diagnosis)
    yield from _establishments(diagnosis)


def _jobs(diagnosis: Diagnosis) -> Iterator[Text]:
    """The ESS and everyone; why the ESS is not followed; its part in the net gains."""
    ess, everyone = (diagnosis.find("D1", field=field, measure="change") for field in ("ess", "all"))
    part = diagnosis.find("D3")
    if everyone and everyone.value is not None:
        years = _span(everyone)
        yield both(
            diagnosis,
            f"De {years.fr}, l'emploi salarié de tous les employeurs a évolué de {{everyone}}.",
            f"From {years.en}, salaried employment of all employers changed by {{everyone}}.",
            everyone=everyone,
        )
    if ess and ess.value is not None:
        years = _span(ess)
        yield both(
            diagnosis,
            f"De {years.fr}, l'emploi de l'ESS a évolué de {{ess}}.",
            f"From {years.en}, ESS employment changed by {{ess}}.",
            ess=ess,
        )
    else:
        yield from _unknown(ess, "L'évolution de l'emploi de l'ESS n'est pas donnée", "Changes of ESS employment")
    yield from _private(diagnosis)
    if part and part.value is not None and part.value > 0:
        yield both(
            diagnosis,
            "L'ESS représente {part} des gains nets d'emplois.",
            "The ESS makes {part} of the net gains of jobs.",
            part=part,
        )


def _private(diagnosis: Diagnosis) -> Iterator[Text]:
    """The ESS beside all private employers, where Urssaf tells both: two rates, and no claim about their gap."""
    ess, private = (diagnosis.find("D1", field=field, measure="change") for field in ("ess_private", "private"))
    if ess is None or private is None or ess.value is None or private.value is None:
        return
    years = _span(ess)
    yield both(
        diagnosis,
        f"Dans le privé hors agriculture (Urssaf), de {years.fr}, l'emploi de l'ESS a évolué de {{ess}}, celui de tous"
        " les employeurs de {private}.",
        f"In the private sector without agriculture (Urssaf), from {years.en}, ESS employment changed by {{ess}}, that"
        " of all employers by {private}.",
        ess=ess,
        private=private,
    )


def _span(figure: Figure) -> Text:
    """The years that a rate goes from and to."""
    first, _, last = figure.period.rpartition(" ")[2].partition("–")
    return Text(f"{first} à {last}", f"{first} to {last}")


def _establishments(diagnosis: Diagnosis) -> Iterator[Text]:
    years, moved = values(diagnosis, "D4", "year"), diagnosis.find("D4", measure="change")
    if moved and not years:
        yield from _unknown(moved, "L'évolution des établissements n'est pas connue", "Changes of establishments")
    if not years or moved is None:
        return
    first, last = years[0], years[-1]
    before, after = (diagnosis.find("D4", measure="active", year=year) for year in (first, last))
    there = diagnosis.find("D4", diagnosis.parents[-1], measure="change") if diagnosis.parents else None
    beside = there is not None and there.value is not None
    end_fr = f" ({{moved}}{', et {there} en France' if beside else ''})" if moved.value is not None else ""
    end_en = f" ({{moved}}{', and {there} in France' if beside else ''})" if moved.value is not None else ""
    yield both(
        diagnosis,
        f"Établissements de l'ESS inscrits et actifs : {{before}} le 31 décembre {first}, {{after}} le 31 décembre"
        f" {last}{end_fr}.",
        f"ESS establishments registered and active: {{before}} on 31 December {first}, {{after}} on 31 December"
        f" {last}{end_en}.",
        before=before,
        after=after,
        moved=moved,
        there=there,
    )
    yield Text(
        "Une association qui s'arrête sans le déclarer reste inscrite : cette évolution est un maximum.",
        "An association that stops without saying so stays registered: this change is a maximum.",
    )


def demography(diagnosis: Diagnosis) -> Iterator[Text]:
    """Births and closures, first employments, survival, associations."""
    yield from _events(diagnosis)
    yield from _first_employers(diagnosis)
    yield from _survival(diagnosis)
    yield from associations.findings(diagnosis)


def _events(diagnosis: Diagnosis) -> Iterator[Text]:
    years = values(diagnosis, "D5", "year")
    births, closures = (
        sum(figure.value or 0 for year in years if (figure := diagnosis.find("D5", event=event, year=year)))
        for event in ("birth", "closure")
    )
    if births or closures:
        yield Text(
            f"Établissements de {years[0]} à {years[-1]} : {_counted(births, 'création')} et "
            f"{_counted(closures, 'cessation')} ; une association ferme rarement dans le répertoire, le nombre de "
            "cessations est un minimum.",
            f"Establishments from {years[0]} to {years[-1]}: {number(births, 0, 'en')} born and "
            f"{number(closures, 0, 'en')} closed; an association seldom closes in the register, so closures are a "
            "minimum.",
        )


def _counted(count: float, name: str) -> str:
    """A feminine French name after its number: aucune création, 1 création, 2 créations."""
    return f"{number(count, 0, 'fr')} {name}{'s' if count >= 2 else ''}" if count else f"aucune {name}"


def _first_employers(diagnosis: Diagnosis) -> Iterator[Text]:
    years = values(diagnosis, "D6", "year")
    found = [figure for year in years if (figure := diagnosis.find("D6", year=year))]
    total = sum(figure.value or 0 for figure in found)
    if total:
        mean = total / len(found)
        decimals = 0 if mean >= 10 else 1
        who = Text("unité légale", "legal unit") if total == 1 else Text("unités légales", "legal units")
        did = "a employé" if total == 1 else "ont employé"
        yield Text(
            f"De {years[0]} à {years[-1]}, {number(total, 0, 'fr')} {who.fr} de l'ESS y {did} pour la "
            f"première fois, soit {number(mean, decimals, 'fr')} par an en moyenne.",
            f"From {years[0]} to {years[-1]}, {number(total, 0, 'en')} {who.en} of the ESS employed there for the "
            f"first time, {number(mean, decimals, 'en')} a year on average.",
        )
        return
    yield from _unknown(diagnosis.find("D6"), "Les primo-employeurs ne sont pas connus", "First-time employers")


def _unknown(figure: Figure | None, french: str, english: str) -> Iterator[Text]:
    if figure and figure.reason:
        yield Text(f"{french} : {figure.reason.fr}.", f"{english} are not known: {figure.reason.en}.")


def followed(diagnosis: Diagnosis) -> float:
    """The births of the years whose survival is told."""
    found = (diagnosis.find("D5", event="birth", year=year) for year in values(diagnosis, "D8", "cohort"))
    return sum(figure.value or 0 for figure in found if figure)


def _survival(diagnosis: Diagnosis) -> Iterator[Text]:
    own = diagnosis.find("D8", age=OLDEST)
    if own is None or own.value is None or own.denominator is None or followed(diagnosis) < FEWEST_FOLLOWED:
        return
    there = diagnosis.find("D8", diagnosis.parents[-1], age=OLDEST) if diagnosis.parents else None
    ends = {
        "more": (" ; c'est plus qu'en France ({there}).", "; that is more than in France ({there})."),
        "less": (" ; c'est moins qu'en France ({there}).", "; that is less than in France ({there})."),
        "unclear": (
            " ; l'écart avec la France ({there}) n'est pas établi.",
            "; the data cannot tell it from France ({there}).",
        ),
    }
    beside = there is not None and there.value is not None
    end_fr, end_en = ends[compared(own, there)] if there is not None and beside else (".", ".")
    yield both(
        diagnosis,
        f"Sur {in_sentence(own.denominator.fr)}, {{own}} n'avaient pas fermé à leur cinquième anniversaire{{own_}}"
        f"{end_fr}",
        f"Of {in_sentence(own.denominator.en)}, {{own}} had not closed by their fifth anniversary{{own_}}{end_en}",
        own=own,
        there=there,
    )
