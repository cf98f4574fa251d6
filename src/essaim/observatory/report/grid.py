"""What a diagnosis is laid out in: grids whose rows are named and whose cells are figures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.reference.geography import Territory


@dataclass(frozen=True)
class Row:
    """One line: what it is, what may have to be said of it, and a figure, or None, under each column."""

    label: Text
    figures: tuple[Figure | None, ...]
    note: Text | None = None

    def told(self, language: Language) -> str:
        """The label, then the note in brackets: for what has one cell for both."""
        label = self.label.in_(language)
        return f"{label} ({self.note.in_(language)})" if self.note else label


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


def places(diagnosis: Diagnosis) -> tuple[Territory, ...]:
    """The territory, then those that hold it, and more: Mayotte is a département and a région, told once."""
    here = diagnosis.territory
    wider = (one for one in diagnosis.parents if (one.name, one.population) != (here.name, here.population))
    return (here, *wider)


def at(territories: Iterable[Territory], measure: Text | None = None) -> tuple[Column, ...]:
    """One column for each territory."""
    return tuple(Column(measure, place) for place in territories)


def everywhere(diagnosis: Diagnosis, indicator: str, label: Text, **breakdown: str) -> Row:
    """One indicator across the territory and those that hold it."""
    return Row(label, tuple(diagnosis.find(indicator, place, **breakdown) for place in places(diagnosis)))


def values(diagnosis: Diagnosis, indicator: str, key: str) -> list[str]:
    """What an indicator of the territory is broken down by, in the order of the diagnosis."""
    return list(dict.fromkeys(one.breakdown[key] for one in diagnosis.own(indicator) if key in one.breakdown))


def present(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that hold a figure."""
    return tuple(row for row in rows if any(row.figures))


def where_known(grid: Grid) -> Grid:
    """The same without the columns that hold no value, where another holds one: why is said elsewhere."""
    kept = [place for place in range(len(grid.columns)) if any(_told(row.figures[place]) for row in grid.rows)]
    if not kept or grid.bounded or grid.barred:
        return grid
    rows = tuple(replace(row, figures=tuple(row.figures[place] for place in kept)) for row in grid.rows)
    return replace(grid, columns=tuple(grid.columns[place] for place in kept), rows=rows)


def _told(figure: Figure | None) -> bool:
    return figure is not None and (figure.value is not None or figure.banded)
