"""Sentences written from the figures. None claims a difference that the intervals do not support."""

from collections.abc import Iterator

from essaim.observatory.diagnosis.catalogue import CHAPTERS
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.dynamics.findings import demography, dynamics
from essaim.observatory.report.numbers import decimals_of, number, shown
from essaim.observatory.report.standing_sentences import comparisons, framing
from essaim.observatory.report.telling import Difference, both, compared
from essaim.observatory.report.words import counted_label, in_sentence, word

MICRO = Text("{micro} des établissements employeurs ont", "{micro} of employer establishments have")


def sentences(diagnosis: Diagnosis, chapter: str) -> list[Text]:
    """What a chapter says before its tables; empty where nothing can be said."""
    writers = {
        "framing": framing,
        "weight": _weight,
        "comparisons": comparisons,
        "families": _families,
        "sectors": _sectors,
        "sizes": _sizes,
        "fragmentation": _fragmentation,
        "dynamics": dynamics,
        "demography": demography,
        "zones": _zones,
        "actors": _actors,
        "reconciliation": _reconciliation,
    }
    return list(writers[chapter](diagnosis))


def headline(diagnosis: Diagnosis) -> Text | None:
    """The sentence that a document opens with: the weight of the ESS in employment; None where it is not known."""
    share = diagnosis.find("W6")
    if share is None or not share.value:
        return None
    return _share_of_employment(diagnosis, share, Text("L'ESS pèse", "The ESS weighs"))


def takeaways(diagnosis: Diagnosis, language: Language) -> list[dict[str, str]]:
    """The first thing that each chapter says of the ESS, under the chapter's title; the headline is not said again."""
    found = []
    for chapter, title in CHAPTERS.items():
        if told := sentences(diagnosis, chapter) if chapter != "framing" else []:
            found.append({"title": title.in_(language), "text": told[0].in_(language)})
    return found


def _weight(diagnosis: Diagnosis) -> Iterator[Text]:
    jobs, share, private = (diagnosis.find(indicator) for indicator in ("W3", "W6", "W7"))
    employers = diagnosis.find("W1")
    if not employers or not employers.value:
        yield Text(
            "Aucun établissement employeur de l'ESS n'est inscrit dans ce territoire.",
            "No ESS employer establishment is registered in this territory.",
        )
        return
    plural_fr, plural_en = ("établissements employeurs", "employer establishments")
    if employers.value == 1:
        plural_fr, plural_en = ("établissement employeur", "employer establishment")
    about_fr, about_en = ("", "") if jobs and jobs.banded else ("environ ", "about ")
    yield both(
        diagnosis,
        f"L'ESS compte {{employers}} {plural_fr} et {about_fr}{{jobs}} postes salariés{{jobs_}}.",
        f"The ESS counts {{employers}} {plural_en} and {about_en}{{jobs}} salaried posts{{jobs_}}.",
        employers=employers,
        jobs=jobs,
    )
    if share and share.value is not None:
        yield _share_of_employment(diagnosis, share, Text("Elle pèse", "It weighs"))
    if private and private.value is not None:
        yield both(
            diagnosis,
            "Rapportée au seul emploi privé, sa part est de {private}{private_}.",
            "Set against private employment alone, its share is {private}{private_}.",
            private=private,
        )
    yield from _payroll(diagnosis)


def _payroll(diagnosis: Diagnosis) -> Iterator[Text]:
    """What the ESS pays, where Urssaf tells it."""
    payroll, part = diagnosis.find("W5"), diagnosis.find("W5", measure="payroll_share")
    if payroll is None or part is None or payroll.value is None or part.value is None:
        return
    yield both(
        diagnosis,
        f"Sa masse salariale est de {{payroll}}, {{part}} de celle du privé hors agriculture ({payroll.period}).",
        f"Its payroll is {{payroll}}, {{part}} of that of the private sector without agriculture ({payroll.period}).",
        payroll=payroll,
        part=part,
    )


def _share_of_employment(diagnosis: Diagnosis, share: Figure, subject: Text) -> Text:
    """The weight, and how it stands beside the widest territory above."""
    french, english = (
        f"{subject.fr} {{share}} des emplois salariés, publics et privés{{share_}}",
        f"{subject.en} {{share}} of salaried jobs, public and private{{share_}}",
    )
    parent = diagnosis.parents[-1] if diagnosis.parents else None
    other = diagnosis.find("W6", parent) if parent else None
    if parent is None or other is None or other.value is None:
        return both(diagnosis, french + ".", english + ".", share=share)
    more, less = _gap(share, other)
    ends = {
        "more": (f", {more.fr} qu'en France ({{there}}).", f", {more.en} France ({{there}})."),
        "less": (f", {less.fr} qu'en France ({{there}}).", f", {less.en} France ({{there}})."),
        "unclear": (
            " ; l'écart avec la France ({there}) n'est pas établi.",
            "; the data cannot tell it from France ({there}).",
        ),
    }
    end_fr, end_en = ends[compared(share, other)]
    return both(diagnosis, french + end_fr, english + end_en, share=share, there=other)


def _gap(one: Figure, other: Figure) -> tuple[Text, Text]:
    """How many points one share is above, or below, another: no finer than the coarser of both is shown."""
    points = abs((one.value or 0) - (other.value or 0)) * 100
    decimals = min(decimals_of(one), decimals_of(other))
    if points < (0.5, 0.05)[decimals]:
        return Text("un peu plus", "slightly above"), Text("un peu moins", "slightly below")
    about_fr, about_en = ("environ ", "about ") if decimals == 0 else ("", "")
    fr = f"{about_fr}{number(points, decimals, 'fr')} point{'s' if round(points, decimals) >= 2 else ''}"
    en = f"{about_en}{number(points, decimals, 'en')} point{'s' if round(points, decimals) != 1 else ''}"
    return Text(f"{fr} de plus", f"{en} above"), Text(f"{fr} de moins", f"{en} below")


def _families(diagnosis: Diagnosis) -> Iterator[Text]:
    figures = [figure for figure in diagnosis.own("C1") if figure.breakdown.get("measure") == "jobs" and figure.value]
    if not figures:
        return
    first = max(figures, key=lambda figure: figure.value or 0)
    name = word("family", first.breakdown["family"])
    yield both(
        diagnosis,
        f"{name.fr} : {{first}} des postes de l'ESS{{first_}}.",
        f"{name.en}: {{first}} of ESS posts{{first_}}.",
        first=first,
    )
    yield from _departures(diagnosis, figures, "C1", "family", {"measure": "jobs"})


def _departures(
    diagnosis: Diagnosis, figures: list[Figure], indicator: str, key: str, more: dict[str, str]
) -> Iterator[Text]:
    """Parts that surely weigh more, or less, than in France."""
    if not diagnosis.parents:
        return
    france = diagnosis.parents[-1]
    found: dict[Difference, list[Text]] = {"more": [], "less": [], "unclear": []}
    for figure in figures:
        other = diagnosis.find(indicator, france, **{key: figure.breakdown[key]}, **more)
        if other:
            found[compared(figure, other)].append(word(key, figure.breakdown[key]))
    ends: tuple[tuple[Difference, str, str], ...] = (
        ("more", "Part plus forte qu'en France : {}.", "A larger share than in France: {}."),
        ("less", "Part plus faible qu'en France : {}.", "A smaller share than in France: {}."),
    )
    for difference, french, english in ends:
        if names := found[difference]:
            yield Text(
                french.format(", ".join(in_sentence(name.fr) for name in names)),
                english.format(", ".join(in_sentence(name.en) for name in names)),
            )


def _sectors(diagnosis: Diagnosis) -> Iterator[Text]:
    figures = [figure for figure in diagnosis.own("S1") if figure.value]
    if not figures:
        return
    ordered = sorted(figures, key=lambda figure: -(figure.value or 0))[:2]
    names = [word("sector", figure.breakdown["sector"]) for figure in ordered]
    held = [
        Text(f"{in_sentence(name.fr)} ({shown(figure, 'fr')})", f"{in_sentence(name.en)} ({shown(figure, 'en')})")
        for name, figure in zip(names, ordered, strict=True)
    ]
    yield Text(
        "Premiers secteurs par les postes : " + " ; ".join(one.fr for one in held) + ".",
        "First sectors by posts: " + "; ".join(one.en for one in held) + ".",
    )
    yield from _departures(diagnosis, figures, "S1", "sector", {})


def _sizes(diagnosis: Diagnosis) -> Iterator[Text]:
    micro, mean = diagnosis.find("T3"), diagnosis.find("T2", measure="mean")
    if micro and micro.value is not None:
        whose = {
            0: Text("Aucun établissement employeur n'a", "No employer establishment has"),
            1: Text("Tous les établissements employeurs ont", "Every employer establishment has"),
        }.get(int(micro.value) if float(micro.value).is_integer() else -1, MICRO)
        yield both(
            diagnosis,
            f"{whose.fr} moins de dix salariés ; l'effectif moyen est de {{mean}}.",
            f"{whose.en} fewer than ten employees; the mean size is {{mean}}.",
            micro=micro,
            mean=mean,
        )


def _fragmentation(diagnosis: Diagnosis) -> Iterator[Text]:
    units, top = diagnosis.find("F1", measure="effective_units"), diagnosis.find("F1", measure="top5")
    communes = diagnosis.find("F2", measure="communes_with_employer")
    elsewhere = diagnosis.find("F6", measure="jobs")
    if units and units.value and units.value < 2:
        yield Text(
            "Une structure tient à elle seule la plus grande part des postes.",
            "One organisation holds most of the posts by itself.",
        )
    elif units and units.value and top:
        yield both(
            diagnosis,
            "Les postes se répartissent comme entre {units} structures de même taille ; les cinq premières en tiennent"
            " {top}.",
            "Posts are spread as among {units} organisations of equal size; the first five hold {top} of them.",
            units=units,
            top=top,
        )
    if communes and communes.value is not None:
        yield both(
            diagnosis,
            "{communes} des communes ont au moins un employeur de l'ESS.",
            "{communes} of communes have at least one ESS employer.",
            communes=communes,
        )
    if elsewhere and elsewhere.value:
        yield both(
            diagnosis,
            "{elsewhere} des postes dépendent d'un siège situé ailleurs.",
            "{elsewhere} of posts depend on a head office elsewhere.",
            elsewhere=elsewhere,
        )


def _zones(diagnosis: Diagnosis) -> Iterator[Text]:
    district, rural = (diagnosis.find(indicator, measure="jobs") for indicator in ("G1", "G2"))
    if district and district.value is not None:
        yield both(
            diagnosis,
            "{district} des postes de l'ESS de position connue sont dans un quartier prioritaire{district_}.",
            "{district} of ESS posts of known position are in a priority district{district_}.",
            district=district,
        )
    if rural and rural.value is not None:
        where = Text("dans une commune rurale au sens de la grille de densité", "rural according to the density grid")
        if rural.value == 0:
            yield Text(f"Aucun poste de l'ESS n'est {where.fr}.", f"No ESS post is in a commune that is {where.en}.")
            return
        yield both(
            diagnosis,
            f"{{rural}} des postes de l'ESS sont {where.fr}{{rural_}}.",
            f"{{rural}} of ESS posts are in a commune that is {where.en}{{rural_}}.",
            rural=rural,
        )


def _actors(diagnosis: Diagnosis) -> Iterator[Text]:
    counts = [
        figure for figure in diagnosis.own("A1") if figure.breakdown.get("measure") == "establishments" and figure.value
    ]
    if counts:
        largest = sorted(counts, key=lambda figure: -(figure.value or 0))[:4]
        named = [(figure, counted_label(figure.breakdown["label"], figure.value or 0)) for figure in largest]
        told = [Text(f"{shown(figure, 'fr')} {name.fr}", f"{shown(figure, 'en')} {name.en}") for figure, name in named]
        yield Text(
            "On y compte notamment : " + ", ".join(one.fr for one in told) + ".",
            "Among them: " + ", ".join(one.en for one in told) + ".",
        )


def _reconciliation(diagnosis: Diagnosis) -> Iterator[Text]:
    """What the choice of a perimeter, then of a denominator, changes in the share."""
    strict, wide = (diagnosis.find("R1", step=step) for step in ("strict", "wide"))
    own, private = diagnosis.find("W6"), diagnosis.find("W7")
    if not (strict and wide and own and private) or own.value is None or private.value is None:
        return
    if shown(strict, "fr") == shown(wide, "fr"):
        first = Text(
            "Les trois périmètres donnent ici la même part de l'emploi, {wide}",
            "The three perimeters give the same share of employment here, {wide}",
        )
    else:
        first = Text(
            "Selon le périmètre, l'ESS pèse de {strict} à {wide} de l'emploi",
            "By perimeter, the ESS weighs from {strict} to {wide} of employment",
        )
    if shown(own, "fr") == shown(private, "fr"):
        second = Text(
            "rapportée au seul emploi privé, la part de ce document reste de {private}",
            "set against private employment alone, the share of this document stays at {private}",
        )
    else:
        second = Text(
            "rapportée au seul emploi privé, la part de ce document passe de {own} à {private}",
            "set against private employment alone, the share of this document goes from {own} to {private}",
        )
    yield both(
        diagnosis,
        f"{first.fr} ; {second.fr}. Aucun de ces chiffres n'est faux : ils ne répondent pas à la même question.",
        f"{first.en}; {second.en}. All of them are right: they do not answer the same question.",
        strict=strict,
        wide=wide,
        own=own,
        private=private,
    )
