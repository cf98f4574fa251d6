"""Territories in templates."""

from django import template

from essaim.observatory.reference.geography import LEVEL_NAMES, Territory
from essaim.web.design.words import say
from essaim.web.territories.levels import address_of

register = template.Library()


@register.simple_tag
def territory_url(one: Territory) -> str:
    return address_of(one)


@register.filter
def level_name(one: Territory) -> str:
    return say(LEVEL_NAMES[one.level])
