"""How a diagnosis is laid out, whatever it is shown on: chapters of grids whose cells are figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from essaim.observatory.diagnosis.catalogue import CHAPTERS, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Text
from essaim.observatory.reference.geography import Territory
from essaim.observatory.report.likeness import why
from essaim.observatory.report.words import word


@dataclass(frozen=True)
class Row:
    """One line: what it is, and a figure, or None, under each column."""

    label: Text
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Column:
    """What is measured, and where; one of the two is said elsewhere when it is None."""

    measure: Text | None = None
    place: Territory | None = None

    @property
    def title(self) -> Text:
        """Measure, then place by its name."""
        name = self.place.name if self.place else ""
        if self.measure is None:
            return Text(name, name)
        return Text(*(f"{measure}, {name}" if name else measure for measure in self.measure))


@dataclass(frozen=True)
class Grid:
    """A table of figures. `bounded` columns are shown with their interval, `barred` ones with a bar."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bounded: tuple[int, ...] = (0,)
    barred: tuple[int, ...] = ()

    @property
    def indicators(self) -> list[str]:
        """The indicators that it shows, in order."""
        return list(dict.fromkeys(one.indicator for row in self.rows for one in row.figures if one))


@dataclass(frozen=True)
class Chapter:
    """One chapter of the diagnosis."""

    id: str
    title: Text
    grids: tuple[Grid, ...]


def chapters(diagnosis: Diagnosis) -> list[Chapter]:
    """Every chapter that has something to show."""
    layouts = {
        "weight": _weight,
        "families": _families,
        "sectors": _sectors,
        "sizes": _sizes,
        "fragmentation": _fragmentation,
        "demography": _demography,
        "zones": _zones,
        "actors": _actors,
        "reconciliation": _reconciliation,
    }
    laid_out = ((id_, tuple(grid for grid in layouts[id_](diagnosis) if grid.rows)) for id_ in CHAPTERS)
    return [Chapter(id_, CHAPTERS[id_], grids) for id_, grids in laid_out if grids]


def places(diagnosis: Diagnosis) -> tuple[Territory, ...]:
    """The territory, then those that hold it."""
    return (diagnosis.territory, *diagnosis.parents)


def _at(territories: Iterable[Territory], measure: Text | None = None) -> tuple[Column, ...]:
    return tuple(Column(measure, place) for place in territories)


def _everywhere(diagnosis: Diagnosis, indicator: str, label: Text, **breakdown: str) -> Row:
    """One indicator across the territory and those that hold it."""
    return Row(label, tuple(diagnosis.find(indicator, place, **breakdown) for place in places(diagnosis)))


def _values(diagnosis: Diagnosis, indicator: str, key: str) -> list[str]:
    """What an indicator of the territory is broken down by, in the order of the diagnosis."""
    return list(
        dict.fromkeys(
            figure.breakdown[key]
            for figure in diagnosis.figures
            if figure.indicator == indicator and figure.territory == diagnosis.territory and key in figure.breakdown
        )
    )


def _present(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if any(row.figures))


def _weight(diagnosis: Diagnosis) -> list[Grid]:
    row = partial(_everywhere, diagnosis)
    name = {id_: indicator.name for id_, indicator in catalogue().items()}
    declared = word("evidence", "declared")
    rows = [
        row("W3", name["W3"]),
        row("W3", declared, evidence="declared"),
        row("W6", name["W6"]),
        row("W7", name["W7"]),
        row("W12", name["W12"]),
        row("W14", name["W14"]),
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
    within = [
        Row(Text(parent.name, parent.name), (diagnosis.find("W13", within=parent.level),))
        for parent in diagnosis.parents
    ]
    return [
        Grid(
            Text("Emplois et établissements", "Jobs and establishments"),
            _at(places(diagnosis)),
            _present(rows),
        ),
        Grid(
            Text("Part du territoire dans l'ESS de…", "Part of the territory in the ESS of…"),
            _at([diagnosis.territory]),
            _present(within),
            barred=(0,),
        ),
        _comparable(diagnosis),
    ]


def _comparable(diagnosis: Diagnosis) -> Grid:
    """The territory, its position among comparable ones, then each of them and why it is."""
    here, peers = diagnosis.territory, diagnosis.peers
    measures = ("rank", "peers_median", "peers_low", "peers_high")
    rows = [Row(Text(here.name, here.name), (diagnosis.find("W6"),))] if peers.listed else []
    rows += [Row(word("measure", measure), (diagnosis.find("W15", measure=measure),)) for measure in measures]
    rows += [Row(why(peer), (diagnosis.find("W6", peer.territory),)) for peer in peers.listed]
    title = Text("Territoires comparables", "Comparable territories")
    return Grid(title, (Column(catalogue()["W6"].name),), _present(rows))


def _of_sphere(sphere: str) -> Text:
    of = {
        "public": Text("Part des employeurs publics", "Share of public employers"),
        "private_other": Text("Part du privé hors ESS", "Share of the private sector outside the ESS"),
    }
    return of[sphere]


def _families(diagnosis: Diagnosis) -> list[Grid]:
    here = diagnosis.territory
    columns = (
        Column(word("measure", "jobs"), here),
        Column(word("measure", "establishments"), here),
        *_at(diagnosis.parents, word("measure", "jobs")),
    )
    rows = [
        Row(
            word("family", family),
            (
                diagnosis.find("C1", family=family, measure="jobs"),
                diagnosis.find("C1", family=family, measure="establishments"),
                *(diagnosis.find("C1", parent, family=family, measure="jobs") for parent in diagnosis.parents),
            ),
        )
        for family in _values(diagnosis, "C1", "family")
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
        for value in _values(diagnosis, indicator, key)
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
        for sector in _values(diagnosis, "S1", "sector")
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
        Grid(catalogue()["S4"].name, _at([diagnosis.territory]), tuple(effects)),
    ]


def _sizes(diagnosis: Diagnosis) -> list[Grid]:
    compared = (diagnosis.territory, *diagnosis.parents[-1:])
    measures = [(place, measure) for place in compared for measure in ("establishments", "jobs")]
    rows = [
        Row(
            word("size", size),
            tuple(diagnosis.find("T1", place, size=size, measure=measure) for place, measure in measures),
        )
        for size in _values(diagnosis, "T1", "size")
    ]
    summary = [
        _everywhere(diagnosis, "T2", word("measure", "mean"), measure="mean"),
        _everywhere(diagnosis, "T2", word("measure", "median"), measure="median"),
        _everywhere(diagnosis, "T3", catalogue()["T3"].name),
    ]
    return [
        Grid(
            catalogue()["T1"].name,
            tuple(Column(word("measure", measure), place) for place, measure in measures),
            tuple(rows),
            bounded=(1,),
            barred=(0, 1),
        ),
        Grid(Text("Taille moyenne", "Mean size"), _at(places(diagnosis)), _present(summary)),
    ]


def _fragmentation(diagnosis: Diagnosis) -> list[Grid]:
    by_indicator = {
        "F1": ("hhi", "effective_units", "top5", "top10"),
        "F2": ("communes_with_employer", "theil", "gini"),
        "F3": ("entropy", "evenness"),
    }
    rows = [
        _everywhere(diagnosis, indicator, word("measure", measure), measure=measure)
        for indicator, listed in by_indicator.items()
        for measure in listed
    ]
    rows += [_everywhere(diagnosis, "F6", label, measure=measure) for measure, label in _head_office_labels().items()]
    by_family = [
        Row(
            word("family", family),
            (
                diagnosis.find("F1", family=family, measure="effective_units"),
                diagnosis.find("F6", family=family, measure="establishments"),
                diagnosis.find("F6", family=family, measure="jobs"),
            ),
        )
        for family in _values(diagnosis, "F1", "family")
    ]
    measures = (word("measure", "effective_units"), *list(_head_office_labels().values())[:2])
    columns = tuple(Column(measure) for measure in measures)
    return [
        Grid(
            Text(
                "Concentration, dispersion, diversité, sièges",
                "Concentration, dispersion, diversity, head offices",
            ),
            _at(places(diagnosis)),
            _present(rows),
        ),
        Grid(Text("Par famille", "By family"), columns, _present(by_family)),
    ]


def _head_office_labels() -> dict[str, Text]:
    return {
        "establishments": Text(
            "Établissements dont le siège est ailleurs", "Establishments with a head office elsewhere"
        ),
        "jobs": Text("Postes dont le siège est ailleurs", "Posts with a head office elsewhere"),
        "unknown": Text("Établissements de siège inconnu", "Establishments of unknown head office"),
    }


def _demography(diagnosis: Diagnosis) -> list[Grid]:
    measures = [(place, event) for place in places(diagnosis)[:2] for event in ("birth", "closure")]
    rows = [
        Row(
            word("year", year),
            tuple(diagnosis.find("D5", place, event=event, year=year) for place, event in measures),
        )
        for year in _values(diagnosis, "D5", "year")
    ]
    columns = tuple(Column(word("event", event), place) for place, event in measures)
    return [Grid(catalogue()["D5"].name, columns, tuple(rows), bounded=())]


def _zones(diagnosis: Diagnosis) -> list[Grid]:
    """One grid, a pair of rows for each kind of zone that the sources draw."""
    rows = [
        _everywhere(
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
    return [Grid(title, _at(places(diagnosis)), _present(rows))]


def _actors(diagnosis: Diagnosis) -> list[Grid]:
    rate = _everywhere(diagnosis, "A2", catalogue()["A2"].name)
    return [
        _counts_and_posts(diagnosis, "A1", "label"),
        Grid(Text("Densité associative", "Density of associations"), _at(places(diagnosis)), _present([rate])),
    ]


def _reconciliation(diagnosis: Diagnosis) -> list[Grid]:
    """Two ladders, each from one figure to another, for the territory alone."""
    grids = []
    for indicator in ("R1", "R2"):
        rows = [Row(word("step", figure.breakdown["step"]), (figure,)) for figure in diagnosis.own(indicator)]
        grids.append(Grid(catalogue()[indicator].name, _at([diagnosis.territory]), tuple(rows)))
    return grids
