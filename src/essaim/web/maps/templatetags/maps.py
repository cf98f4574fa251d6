"""What the templates of maps ask for: the marks of families, where outlines come from, the ground that was set."""

from django import template
from django.conf import settings
from django.template.context import Context

from essaim.observatory.store.contours import origin
from essaim.web.design.words import say
from essaim.web.maps import families
from essaim.web.territories.stores import current_store

register = template.Library()


@register.simple_tag(takes_context=True)
def map_marks(context: Context) -> list[families.Mark]:
    """The legend: every family, or those of `map_families`."""
    shown = context.get("map_families")
    return [mark for mark in families.marks() if not shown or mark.code in shown]


@register.simple_tag(takes_context=True)
def map_credits(context: Context) -> str:
    """Where the outlines under a map come from."""
    whole = context.get("map_territory")
    told = origin(current_store(), whole) if whole else None
    return say(told) if told else ""


@register.simple_tag
def map_setting(name: str) -> str:
    """ESSAIM_MAP_STYLE or ESSAIM_MAP_CREDITS."""
    return str(getattr(settings, f"ESSAIM_MAP_{name}"))
