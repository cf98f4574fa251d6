"""The chapters of a diagnosis, in order, and the grids of each."""

from dataclasses import replace
from functools import partial

from essaim.observatory.diagnosis.catalogue import CHAPTERS, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.largest import Organisation
from essaim.observatory.language import Text
from essaim.observatory.report.dynamics.grids import demography, dynamics
from essaim.observatory.report.grid import Chapter, Column, Grid, Row, at, everywhere, places, present, values
from essaim.observatory.report.standing import comparisons, framing, perimeters
from essaim.observatory.report.words import word


def chapters(diagnosis: Diagnosis) -> list[Chapter]:
    """Every chapter that has something to show."""
    layouts = {
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
    laid_out = ((id_, tuple(grid for grid in layouts[id_](diagnosis) if grid.rows)) for id_ in CHAPTERS)
    return [Chapter(id_, CHAPTERS[id_], grids) for id_, grids in laid_out if grids]


def _weight(diagnosis: Diagnosis) -> list[Grid]:
    row = partial(everywhere, diagnosis)
    name = {id_: indicator.name for id_, indicator in catalogue().items()}
    declared = word("evidence", "declared")
    rows = [
        row("W3", name["W3"]),
        row("W3", declared, evidence="declared"),
        row("W6", name["W6"]),
        row("W7", name["W7"]),
        row("W12", name["W12"]),
        *(row("W10", _of_sphere(sphere), sphere=sphere) for sphere in ("public", "private_other")),
        row("W11", name["W11"]),
        row("W1", name["W1"]),
        row("W1", declared, evidence="declared"),
        row("W1+", name["W1+"]),
        row("W8", name["W8"]),
        row("W2", name["W2"]),
        row("W2", declared, evidence="declared"),
        row("W2", word("headcount", "unknown"), headcount="unknown"),
    ]
    payroll = [row("W5", name["W5"]), row("W5", word("measure", "payroll_share"), measure="payroll_share")]
    told = [one for one in payroll if any(figure and figure.value is not None for figure in one.figures)]
    missing = ("W4", "W9") if told else ("W4", "W5", "W9")
    return [
        Grid(
            Text("Emplois et établissements", "Jobs and establishments"),
            at(places(diagnosis)),
            present([*rows, *told]),
        ),
        _largest(diagnosis),
        Grid(
            Text("Ce que les données ouvertes ne disent pas", "What open data do not tell"),
            at([diagnosis.territory]),
            present(Row(name[id_], (diagnosis.find(id_),)) for id_ in missing),
        ),
    ]


def _largest(diagnosis: Diagnosis) -> Grid:
    """What the share rests on: the bands of the register, added up for each organisation."""
    title = Text(
        "Les premières structures, par tranches du répertoire (un siège peut porter des postes d'ailleurs)",
        "The largest organisations, by bands of the register (a head office may bear posts of elsewhere)",
    )
    measures = Column(word("measure", "establishments")), Column(word("measure", "jobs"))
    return Grid(title, measures, tuple(map(partial(_organisation, diagnosis), diagnosis.largest)), bounded=())


def _organisation(diagnosis: Diagnosis, one: Organisation) -> Row:
    posts = diagnosis.find("W3")
    assert posts is not None  # noqa: S101 - every diagnosis has it
    told = Figure(
        "F1", diagnosis.territory, one.establishments, "establishments", "counted", posts.dates, {"siren": one.siren}
    )
    banded = replace(told, value=None, unit="jobs", bound_low=one.low, bound_high=one.high)
    return Row(Text(one.name, one.name), (told, banded), Text(one.siren, one.siren))


def _of_sphere(sphere: str) -> Text:
    of = {
        "public": Text("Part des employeurs publics", "Share of public employers"),
        "private_other": Text("Part du privé hors ESS", "Share of the private sector outside the ESS"),
    }
    return of[sphere]


def _families(diagnosis: Diagnosis) -> list[Grid]:
    here, *wider = places(diagnosis)
    columns = (
        Column(word("measure", "jobs"), here),
        Column(word("measure", "establishments"), here),
        *at(wider, word("measure", "jobs")),
    )
    rows = [
        Row(
            word("family", family),
            (
                diagnosis.find("C1", family=family, measure="jobs"),
                diagnosis.find("C1", family=family, measure="establishments"),
                *(diagnosis.find("C1", parent, family=family, measure="jobs") for parent in wider),
            ),
        )
        for family in values(diagnosis, "C1", "family")
    ]
    return [
        Grid(catalogue()["C1"].name, columns, tuple(rows), barred=(0,)),
        _counts_and_posts(diagnosis, "C2", "subfamily"),
    ]


def _counts_and_posts(diagnosis: Diagnosis, indicator: str, key: str) -> Grid:
    rows = [
        Row(
            word(key, value),
            tuple(
                diagnosis.find(indicator, **{key: value, "measure": measure}) for measure in ("establishments", "jobs")
            ),
        )
        for value in values(diagnosis, indicator, key)
    ]
    columns = (Column(word("measure", "establishments")), Column(word("measure", "jobs")))
    return Grid(catalogue()[indicator].name, columns, tuple(rows), bounded=(1,))


def _sectors(diagnosis: Diagnosis) -> list[Grid]:
    reference = diagnosis.parents[-1:]
    shares = [
        (Column(title, place), indicator, place)
        for indicator, title in (
            ("S1", Text("Part dans l'ESS", "Share in the ESS")),
            ("S2", Text("Poids dans le secteur", "Weight in the sector")),
        )
        for place in (diagnosis.territory, *reference)
    ]
    if reference:
        shares.append((Column(Text("Quotient", "Quotient")), "S3", diagnosis.territory))
    rows = [
        Row(
            word("sector", sector),
            tuple(diagnosis.find(indicator, place, sector=sector) for _, indicator, place in shares),
        )
        for sector in values(diagnosis, "S1", "sector")
    ]
    second = len(reference) + 1
    effects = [
        Row(word("measure", measure), (diagnosis.find("S4", measure=measure),))
        for measure in ("gap", "structure", "own")
        if diagnosis.find("S4", measure=measure)
    ]
    return [
        Grid(
            Text("Secteurs (A17)", "Sectors (A17)"),
            tuple(column for column, _, _ in shares),
            tuple(rows),
            bounded=(0, second),
            barred=(0, second),
        ),
        Grid(catalogue()["S4"].name, at([diagnosis.territory]), tuple(effects)),
    ]


def _sizes(diagnosis: Diagnosis) -> list[Grid]:
    compared = (diagnosis.territory, *diagnosis.parents[-1:])
    measures = [(place, measure) for place in compared for measure in ("establishments", "jobs")]
    rows = [
        Row(
            word("size", size),
            tuple(diagnosis.find("T1", place, size=size, measure=measure) for place, measure in measures),
        )
        for size in values(diagnosis, "T1", "size")
    ]
    summary = [
        everywhere(diagnosis, "T2", word("measure", "mean"), measure="mean"),
        everywhere(diagnosis, "T2", word("measure", "median"), measure="median"),
        everywhere(diagnosis, "T3", catalogue()["T3"].name),
    ]
    return [
        Grid(
            catalogue()["T1"].name,
            tuple(Column(word("measure", measure), place) for place, measure in measures),
            tuple(rows),
            bounded=(1,),
            barred=(0, 1),
        ),
        Grid(Text("Taille moyenne", "Mean size"), at(places(diagnosis)), present(summary)),
    ]


def _fragmentation(diagnosis: Diagnosis) -> list[Grid]:
    by_indicator = {
        "F1": ("hhi", "effective_units", "top5", "top10"),
        "F2": ("communes_with_employer", "theil", "gini"),
        "F3": ("entropy", "evenness"),
    }
    rows = [
        everywhere(diagnosis, indicator, word("measure", measure), measure=measure)
        for indicator, listed in by_indicator.items()
        for measure in listed
    ]
    rows += [everywhere(diagnosis, "F6", label, measure=measure) for measure, label in _head_office_labels().items()]
    by_family = [
        Row(
            word("family", family),
            (
                diagnosis.find("F1", family=family, measure="effective_units"),
                diagnosis.find("F6", family=family, measure="establishments"),
                diagnosis.find("F6", family=family, measure="jobs"),
            ),
        )
        for family in values(diagnosis, "F1", "family")
    ]
    measures = (word("measure", "effective_units"), *list(_head_office_labels().values())[:2])
    columns = tuple(Column(measure) for measure in measures)
    return [
        Grid(
            Text(
                "Concentration, dispersion, diversité, sièges",
                "Concentration, dispersion, diversity, head offices",
            ),
            at(places(diagnosis)),
            present(rows),
        ),
        Grid(Text("Par famille", "By family"), columns, present(by_family)),
    ]


def _head_office_labels() -> dict[str, Text]:
    return {
        "establishments": Text(
            "Établissements dont le siège est ailleurs", "Establishments with a head office elsewhere"
        ),
        "jobs": Text("Postes dont le siège est ailleurs", "Posts with a head office elsewhere"),
        "unknown": Text("Établissements de siège inconnu", "Establishments of unknown head office"),
    }


def _zones(diagnosis: Diagnosis) -> list[Grid]:
    """One grid, a pair of rows for each kind of zone that the sources draw."""
    rows = [
        everywhere(
            diagnosis,
            indicator,
            Text(
                *(
                    f"{name} : {of}"
                    for name, of in zip(catalogue()[indicator].name, word("measure", measure), strict=True)
                )
            ),
            measure=measure,
        )
        for indicator in ("G1", "G2")
        for measure in ("establishments", "jobs")
    ]
    title = Text("Quartiers prioritaires et communes rurales", "Priority districts and rural communes")
    return [Grid(title, at(places(diagnosis)), present(rows))]


def _actors(diagnosis: Diagnosis) -> list[Grid]:
    rate = everywhere(diagnosis, "A2", catalogue()["A2"].name)
    return [
        _counts_and_posts(diagnosis, "A1", "label"),
        Grid(Text("Densité associative", "Density of associations"), at(places(diagnosis)), present([rate])),
    ]


def _reconciliation(diagnosis: Diagnosis) -> list[Grid]:
    """The perimeters side by side, then two ladders, each from one figure to another, for the territory alone."""
    grids = [perimeters(diagnosis)]
    for indicator in ("R1", "R2"):
        rows = [Row(word("step", figure.breakdown["step"]), (figure,)) for figure in diagnosis.own(indicator)]
        grids.append(Grid(catalogue()[indicator].name, at([diagnosis.territory]), tuple(rows)))
    return grids
