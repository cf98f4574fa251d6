"""Territories in templates."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

from essaim.observatory.reference.geography import LEVEL_NAMES, Territory
from essaim.observatory.report.behind import Behind
from essaim.web.design.words import language, say
from essaim.web.territories.levels import address_of
from essaim.web.territories.portrait import Cell, Line

register = template.Library()


@register.simple_tag
def territory_url(one: Territory) -> str:
    return address_of(one)


@register.filter
def level_name(one: Territory) -> str:
    return say(LEVEL_NAMES[one.level])


@register.simple_tag
def explanation(entry: Behind) -> SafeString:
    """What stands behind some figures. A portrait has sixty, most of them those of the portrait before."""
    return _explained(entry, language())


@lru_cache(maxsize=4096)
def _explained(entry: Behind, _language: str) -> SafeString:
    return render_to_string("territories/explanation.html", {"entry": entry})


@register.simple_tag
def rows(lines: Iterable[Line]) -> SafeString:
    """Lines of figures. A portrait has a thousand cells: written here, they take a tenth of the time."""
    return mark_safe("\n".join(map(_row, lines)))  # noqa: S308 - escaped below


def _row(line: Line) -> str:
    note = f' <span class="row-note">{escape(line.note)}</span>' if line.note else ""
    cells = "".join(_cell(one, first=place == 0) for place, one in enumerate(line.cells))
    return f'<tr><th scope="row">{escape(line.label)}{note}</th>{cells}</tr>'


def _cell(one: Cell, *, first: bool) -> str:
    parts = [
        '<td class="main-column">' if first else "<td>",
        f'<span class="value">{escape(one.shown)}</span>',
    ]
    if one.reason:
        parts.append(f'<span class="unseen"> ({escape(one.reason)})</span>')
    if one.interval:
        parts.append(f' <span class="bounds">{escape(one.interval)}</span>')
    if one.bar:
        parts.append(f'<span class="bar" style="--share:{escape(one.bar)}" aria-hidden="true"></span>')
    return "".join([*parts, "</td>"])
