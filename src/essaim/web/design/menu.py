"""The main menu: each app says in its configuration what it adds (`menu = (Entry(...),)`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Entry:
    """`label` is a `tr(...)`; `route` the name of a public view without argument."""

    label: str
    route: str


@dataclass(frozen=True)
class Step:
    """One step of the breadcrumbs; the last one has no address."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class Door:
    """A way into what an app has for an authority: a card of its space. `work` is for those who decide there."""

    icon: str
    title: str
    text: str
    address: str
    work: bool = False


def menu() -> Iterator[Entry]:
    for config in apps.get_app_configs():
        yield from getattr(config, "menu", ())
