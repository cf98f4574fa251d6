"""Territories in templates."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from essaim.observatory.reference.geography import LEVEL_NAMES, Territory
from essaim.web.design.words import say
from essaim.web.territories.levels import address_of
from essaim.web.territories.portrait import Cell

register = template.Library()


@register.simple_tag
def territory_url(one: Territory) -> str:
    return address_of(one)


@register.filter
def level_name(one: Territory) -> str:
    return say(LEVEL_NAMES[one.level])


@register.simple_tag
def cells(line: Iterable[Cell]) -> SafeString:
    """The cells of a line of figures. A portrait has a thousand: written here, they take a tenth of the time."""
    return mark_safe("".join(_cell(one, first=place == 0) for place, one in enumerate(line)))  # noqa: S308


def _cell(one: Cell, *, first: bool) -> str:
    parts = [
        '<td class="main-column">' if first else "<td>",
        f'<span class="value">{conditional_escape(one.shown)}</span>',
    ]
    if one.reason:
        parts.append(f'<span class="unseen"> ({conditional_escape(one.reason)})</span>')
    if one.interval:
        parts.append(f' <span class="bounds">{conditional_escape(one.interval)}</span>')
    if one.bar:
        parts.append(f'<span class="bar" style="--share:{conditional_escape(one.bar)}" aria-hidden="true"></span>')
    return "".join([*parts, "</td>"])
