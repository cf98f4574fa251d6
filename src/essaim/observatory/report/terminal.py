"""The diagnosis on a terminal: one coloured table per grid, in the width at hand."""

import io
from textwrap import wrap

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import LEVEL_NAMES, Territory
from essaim.observatory.report.grid import Chapter, Column, Grid
from essaim.observatory.report.numbers import interval, number, shown
from essaim.observatory.report.protecting import protection
from essaim.observatory.report.sheet import chapters
from essaim.observatory.report.tables import SYNTHETIC

PLAIN_WIDTH = 120
SHORT_LEVELS = {
    "intercommunality": "EPCI",
    "departement": "département",
    "region": "région",
    "france": "France",
}
HEADING_WIDTH = 14  # fits five columns in 80


def show_on_terminal(diagnosis: Diagnosis, language: Language) -> None:
    """Print it; colours follow NO_COLOR and what the terminal can do."""
    Console(highlight=False).print(_document(diagnosis, language))


def as_text(diagnosis: Diagnosis, language: Language) -> bytes:
    """The same without colours, for a file."""
    page = io.StringIO()
    Console(file=page, width=PLAIN_WIDTH, no_color=True, highlight=False).print(_document(diagnosis, language))
    lines = (line.rstrip() for line in page.getvalue().splitlines())
    return ("\n".join(lines) + "\n").encode()


def _document(diagnosis: Diagnosis, language: Language) -> Group:
    parts: list[RenderableType] = [_heading(diagnosis, language)]
    for chapter in chapters(diagnosis):
        parts += _chapter(chapter, diagnosis.territory, language)
    parts.append(_provenance(diagnosis, language))
    return Group(*parts)


def _heading(diagnosis: Diagnosis, language: Language) -> Panel:
    territory, perimeter = diagnosis.territory, PERIMETERS[diagnosis.perimeter]
    lines = Line()
    if diagnosis.store["synthetic"]:
        lines.append(f" {SYNTHETIC.in_(language)} ", style="bold black on yellow")
        lines.append("\n")
    if territory.note:
        lines.append(f"{territory.note.in_(language)}\n", style="italic")
    people = ""
    if territory.population:
        inhabitants = number(territory.population, 0, language)
        people = Text(f"{inhabitants} habitants · ", f"{inhabitants} inhabitants · ").in_(language)
    label = Text(f"périmètre {perimeter.label.fr}", f"{perimeter.label.en} perimeter").in_(language)
    lines.append(f"{people}{label} · Sirene {diagnosis.store['vintage']}\n")
    lines.append(perimeter.definition.in_(language), style="dim")
    if diagnosis.parents:
        compared = ", ".join(
            f"{parent.name} ({LEVEL_NAMES[parent.level].in_(language)})" for parent in diagnosis.parents[:-1]
        )
        beside = Text("\nÀ côté de : ", "\nBeside: ").in_(language)
        lines.append(beside + ", ".join(filter(None, [compared, "France"])))
    title = Text(f"ESS : {territory.name}", f"ESS: {territory.name}").in_(language)
    return Panel(lines, title=Line(title, style="bold"), border_style="cyan", padding=(0, 1))


def _chapter(chapter: Chapter, home: Territory, language: Language) -> list[RenderableType]:
    title = Line(f"\n{chapter.title.in_(language)}", style="bold cyan")
    return [title, *(_table(grid, home, language) for grid in chapter.grids)]


def _table(grid: Grid, home: Territory, language: Language) -> Table:
    table = Table(
        title=Line(grid.title.in_(language), style="italic"),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        header_style="bold",
    )
    table.add_column("", min_width=14, max_width=52)
    for column in grid.columns:
        table.add_column(_heading_of(column, home, language), justify="right", no_wrap=True)
    for row in grid.rows:
        cells = (_cell(figure, place in grid.bounded, language) for place, figure in enumerate(row.figures))
        table.add_row(row.label.in_(language), *cells)
    return table


def _heading_of(column: Column, home: Territory, language: Language) -> str:
    """Where it is compared with is said by level: names are in the panel, and too long for a narrow window."""
    measure = column.measure.in_(language) if column.measure else ""
    place = ""
    if column.place:
        place = column.place.name if column.place == home else SHORT_LEVELS[column.place.level]
    return "\n".join([*wrap(measure, HEADING_WIDTH), *wrap(place, HEADING_WIDTH)])


def _cell(figure: Figure | None, bounded: bool, language: Language) -> Line:
    cell = Line(shown(figure, language), style="bold" if bounded else "")
    between = interval(figure, language) if bounded else ""
    if between:
        cell.append(f"\n{between}", style="dim")
    return cell


def _provenance(diagnosis: Diagnosis, language: Language) -> Line:
    lines = Line()
    for source in diagnosis.store["sources"]:
        title = source["title"][language]
        lines.append(f"• {title}, {source['producer']}, {source['vintage'] or '?'}, {source['licence']}\n", style="dim")
    for told in protection(diagnosis):
        lines.append(f"{told.in_(language)}\n", style="dim")
    lines.append(
        Text(
            "Postes au 31 décembre, estimés par tranche d'effectif ; en dessous, l'intervalle à 90 %.\n"
            "Un poste n'est pas une personne.\n"
            "Définitions, sources et dénominateur de chaque chiffre : --format html, json ou csv.",
            "Posts on 31 December, estimated from head-count bands; below them, the 90 % interval.\n"
            "A post is not a person.\n"
            "Definition, sources and denominator of each figure: --format html, json or csv.",
        ).in_(language),
        style="dim",
    )
    return lines
