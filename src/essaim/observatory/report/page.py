"""The diagnosis as one self-contained page: no script, no font, no image from elsewhere; prints on A4."""

from functools import cache, partial
from importlib import resources

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from essaim.observatory.diagnosis.catalogue import catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import LEVEL_NAMES
from essaim.observatory.report.behind import KEY_FIGURES, Behind, bar_width, behind
from essaim.observatory.report.dates import month
from essaim.observatory.report.document import files_read
from essaim.observatory.report.drawings import drawings, reading
from essaim.observatory.report.grid import Grid
from essaim.observatory.report.numbers import doubt, interval, number, shown
from essaim.observatory.report.preface import preface
from essaim.observatory.report.questions import COLUMNS, LISTED, TITLE, introduction, listed
from essaim.observatory.report.sentences import sentences
from essaim.observatory.report.sheet import chapters
from essaim.observatory.report.tables import SYNTHETIC


def as_html(diagnosis: Diagnosis, language: Language) -> bytes:
    """The whole page, UTF-8."""
    say = partial(_in, language)
    page = (
        _environment()
        .get_template("diagnosis.html.j2")
        .render(
            diagnosis=diagnosis,
            manifest=diagnosis.store,
            perimeter=PERIMETERS[diagnosis.perimeter],
            sources=files_read(diagnosis.store),
            chapters=chapters(diagnosis),
            charts=drawings(diagnosis, language),
            reading=reading,
            preface=preface(diagnosis),
            questions={
                "title": TITLE,
                "introduction": introduction(diagnosis),
                "caption": LISTED,
                "columns": COLUMNS,
                "rows": listed(diagnosis, language),
            },
            sentences=partial(sentences, diagnosis),
            key_figures=_key_figures(diagnosis),
            provenance=partial(_provenance, diagnosis, language),
            level=LEVEL_NAMES[diagnosis.territory.level],
            notice=SYNTHETIC,
            style=_text("diagnosis.css"),
            lang=language,
            say=say,
            tr=lambda fr, en: Text(fr, en).in_(language),
            shown=lambda figure: shown(figure, language),
            interval=lambda figure: interval(figure, language),
            doubt=lambda figure: doubt(figure, language),
            number=lambda value: number(value, 0, language),
            month=lambda text: month(text, language),
            bar=bar_width,
        )
    )
    return page.replace("&#39;", "’").encode()  # apostrophes as a printer sets them; our own markup has none


def _in(language: Language, text: Text) -> str:
    return text.in_(language)


@cache
def _environment() -> Environment:
    folder = str(resources.files("essaim.observatory.report").joinpath("templates"))
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> str:
    return resources.files("essaim.observatory.report").joinpath(f"templates/{name}").read_text("utf-8")


def _key_figures(diagnosis: Diagnosis) -> list[tuple[Text, Figure]]:
    found = ((catalogue()[indicator].name, diagnosis.find(indicator)) for indicator in KEY_FIGURES)
    return [(name, figure) for name, figure in found if figure]


def _provenance(diagnosis: Diagnosis, language: Language, grid: Grid) -> list[Behind]:
    figures = [figure for row in grid.rows for figure in row.figures if figure]
    return [behind(diagnosis, id_, figures, language) for id_ in grid.indicators]
