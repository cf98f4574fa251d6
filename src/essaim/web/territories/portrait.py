"""A portrait: the chapters of the report as pages of the site show them. The one place that knows the report."""

from collections.abc import Iterable
from dataclasses import dataclass

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.report.behind import KEY_FIGURES, Behind, bar_width, behind
from essaim.observatory.report.charts.base import Chart
from essaim.observatory.report.drawings import drawings
from essaim.observatory.report.grid import Chapter, Grid
from essaim.observatory.report.numbers import doubt, interval, shown
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters


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
    explanations: tuple[Behind, ...]


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
    explanation: Behind


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
                behind(diagnosis, indicator, [figure], language),
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
    explanations = tuple(behind(diagnosis, one, all_figures, language) for one in grid.indicators)
    return Table(id_, grid, lines, explanations)


def _cell(figure: Figure | None, bounded: bool, barred: bool, language: Language) -> Cell:
    between = doubt(figure, language) if bounded else ""
    reason = figure.reason.in_(language) if figure and figure.reason else ""
    return Cell(shown(figure, language), between, bar_width(figure) if barred else "", reason)
