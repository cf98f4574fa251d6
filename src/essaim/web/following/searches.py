"""A search of the directory, for an app that stands below it: the directory reads its own addresses."""

from typing import NamedTuple

from django.apps import apps

from essaim.observatory.directory.query import Query


class Search(NamedTuple):
    """A question to the directory, the address that asks it, and what it is called."""

    query: Query
    encoded: str
    address: str
    label: str


def search_asked(encoded: str) -> Search | None:
    """What the query of an address asks; None where it asks nothing, or where no app reads it."""
    for config in apps.get_app_configs():
        if hasattr(config, "search_asked"):
            found: Search | None = config.search_asked(encoded)
            return found
    return None
