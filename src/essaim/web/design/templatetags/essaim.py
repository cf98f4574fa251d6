"""The few tags that templates use; they are built in, nothing has to be loaded."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from essaim.observatory.language import Text, spaced
from essaim.observatory.report.numbers import number as written
from essaim.web.design import words
from essaim.web.design.icons import ICONS

register = template.Library()


@register.simple_tag
def tr(fr: str, en: str, **values: Any) -> SafeString:
    """`{% tr "Bonjour {name}" "Hello {name}" name=user.name %}`: values are escaped, the sentence is ours."""
    sentence = words.say(Text(fr, en))
    escaped: Mapping[str, str] = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(sentence.format_map(escaped) if escaped else sentence)  # noqa: S308


class InBoth(template.Node):
    """`{% fr %}…{% en %}…{% endfr %}`: a passage with its own markup, in both languages."""

    def __init__(self, fr: NodeList, en: NodeList) -> None:
        self.fr, self.en = fr, en

    def render(self, context: Context) -> SafeString:
        if words.language() == "en":
            return self.en.render(context)
        return mark_safe(spaced(self.fr.render(context)))  # noqa: S308 - the same text, spaced


@register.tag("fr")
def in_both(parser: Parser, _: Token) -> InBoth:
    fr = parser.parse(("en",))
    parser.delete_first_token()
    en = parser.parse(("endfr",))
    parser.delete_first_token()
    return InBoth(fr, en)


@register.filter
def say(text: Text | None) -> str:
    """A text of the observatory, in the language of the page."""
    return words.say(text) if text else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Always decoration: the words beside it say the same."""
    drawn = mark_safe(ICONS[name])  # noqa: S308
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawn)


@register.filter
def number(value: float) -> str:
    """A whole number with its thousands apart."""
    return written(value, 0, words.language())


@register.filter
def decimal(value: float) -> str:
    """A number with one decimal, after a comma in French."""
    return written(value, 1, words.language())


@register.simple_tag
def count(value: int, fr_one: str, fr_many: str, en_one: str, en_many: str) -> str:
    return words.count(value, (fr_one, fr_many), (en_one, en_many))
