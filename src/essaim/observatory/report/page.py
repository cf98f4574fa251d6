"""The diagnosis as one self-contained page: no script, no font, no image from elsewhere; prints on A4."""

from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from essaim.observatory.diagnosis.catalogue import Indicator, catalogue
from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference.geography import LEVEL_NAMES
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
from essaim.observatory.report.words import REGIMES

KINDS = {
    "published": Text("publié", "published"),
    "counted": Text("dénombré", "counted"),
    "estimated": Text("estimé", "estimated"),
    "declared": Text("déclaré", "declared"),
}


@dataclass(frozen=True)
class Provenance:
    """What stands behind the figures of one indicator in a grid."""

    indicator: Indicator
    kinds: str
    periods: str
    denominators: str
    sources: str
    regimes: str
    reasons: tuple[str, ...]


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
    return page.encode()


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
    """The four numbers that an elected official asks for first."""
    wanted = ("W3", "W6", "W1", "W14")
    found = ((catalogue()[indicator].name, diagnosis.find(indicator)) for indicator in wanted)
    return [(name, figure) for name, figure in found if figure]


def _provenance(diagnosis: Diagnosis, language: Language, grid: Grid) -> list[Provenance]:
    titles = {source["id"]: source["title"][language] for source in diagnosis.store["sources"]}
    entries = []
    for id_ in grid.indicators:
        figures = [figure for row in grid.rows for figure in row.figures if figure and figure.indicator == id_]
        entries.append(
            Provenance(
                catalogue()[id_],
                _listed(KINDS[one.kind].in_(language) for one in figures),
                _listed(one.period for one in figures),
                _listed(one.denominator.in_(language) for one in figures if one.denominator),
                _listed(titles[source] for one in figures for source in one.sources),
                _listed(REGIMES[one.regime].in_(language) for one in figures),
                tuple(dict.fromkeys(one.reason.in_(language) for one in figures if one.reason)),
            )
        )
    return entries


def _listed(words: Any) -> str:
    return " ; ".join(dict.fromkeys(words))


def bar_width(figure: Figure | None) -> str:
    """The length of a bar, in per cent of its cell; blank without a share."""
    if figure is None or figure.value is None or figure.unit != "share":
        return ""
    return f"{min(figure.value, 1) * 100:.1f}%"
