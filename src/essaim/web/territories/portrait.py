"""A portrait: the chapters of the report as pages of the site show them. The one place that knows the report."""

from collections.abc import Iterable
from dataclasses import dataclass

from essaim.observatory.diagnosis.catalogue import Indicator, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.drawings import drawings
from essaim.observatory.report.grid import Chapter, Grid
from essaim.observatory.report.numbers import doubt, interval, shown
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters

KEY_FIGURES = ("W3", "W6", "W1", "W14")
KINDS = {
    "published": Text("publié", "published"),
    "counted": Text("dénombré", "counted"),
    "estimated": Text("estimé", "estimated"),
    "declared": Text("déclaré", "declared"),
}


@dataclass(frozen=True)
class Explanation:
    """What stands behind some figures of one indicator: read in place, under them."""

    indicator: Indicator
    kinds: str
    periods: str
    denominators: str
    sources: str
    reasons: str


@dataclass(frozen=True)
class Cell:
    shown: str
    interval: str
    bar: str
    reason: str


@dataclass(frozen=True)
class Line:
    label: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    id: str
    grid: Grid
    lines: tuple[Line, ...]
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True)
class Section:
    chapter: Chapter
    sentences: tuple[Text, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class KeyFigure:
    name: Text
    figure: Figure
    shown: str
    interval: str
    explanation: Explanation


@dataclass(frozen=True)
class Portrait:
    diagnosis: Diagnosis
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]


def portrait(diagnosis: Diagnosis, language: Language) -> Portrait:
    """Everything that the page shows, already in words."""
    charts = drawings(diagnosis, language)
    sections = tuple(
        _section(diagnosis, chapter, charts.get(chapter.id, []), language) for chapter in chapters(diagnosis)
    )
    return Portrait(diagnosis, tuple(_key_figures(diagnosis, language)), sections)


def _key_figures(diagnosis: Diagnosis, language: Language) -> Iterable[KeyFigure]:
    for indicator in KEY_FIGURES:
        if figure := diagnosis.find(indicator):
            yield KeyFigure(
                catalogue()[indicator].name,
                figure,
                shown(figure, language),
                interval(figure, language),
                _explanation(diagnosis, indicator, [figure], language),
            )


def _section(diagnosis: Diagnosis, chapter: Chapter, charts: Iterable[Chart], language: Language) -> Section:
    tables = tuple(
        _table(diagnosis, f"{chapter.id}-{place}", grid, language) for place, grid in enumerate(chapter.grids, 1)
    )
    return Section(chapter, tuple(sentences(diagnosis, chapter.id)), tuple(charts), tables)


def _table(diagnosis: Diagnosis, id_: str, grid: Grid, language: Language) -> Table:
    lines = tuple(
        Line(
            row.label.in_(language),
            row.note.in_(language) if row.note else "",
            tuple(
                _cell(figure, place in grid.bounded, place in grid.barred, language)
                for place, figure in enumerate(row.figures)
            ),
        )
        for row in grid.rows
    )
    all_figures = [figure for row in grid.rows for figure in row.figures if figure]
    explanations = tuple(
        _explanation(diagnosis, one, [figure for figure in all_figures if figure.indicator == one], language)
        for one in grid.indicators
    )
    return Table(id_, grid, lines, explanations)


def _cell(figure: Figure | None, bounded: bool, barred: bool, language: Language) -> Cell:
    between = doubt(figure, language) if bounded else ""
    reason = figure.reason.in_(language) if figure and figure.reason else ""
    return Cell(shown(figure, language), between, _bar(figure) if barred else "", reason)


def _bar(figure: Figure | None) -> str:
    """The length of a bar, in per cent of its cell; blank without a share."""
    if figure is None or figure.value is None or figure.unit != "share":
        return ""
    return f"{min(figure.value, 1) * 100:.1f}%"


def _explanation(diagnosis: Diagnosis, indicator: str, figures: list[Figure], language: Language) -> Explanation:
    titles = {source["id"]: source["title"][language] for source in diagnosis.store["sources"]}
    return Explanation(
        catalogue()[indicator],
        _listed(KINDS[one.kind].in_(language) for one in figures),
        _listed(one.period for one in figures),
        _listed(one.denominator.in_(language) for one in figures if one.denominator),
        _listed(titles.get(source, source) for one in figures for source in one.sources),
        _listed(one.reason.in_(language) for one in figures if one.reason),
    )


def _listed(words: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(words))
