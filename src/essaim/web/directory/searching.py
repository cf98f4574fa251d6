"""A search as those who follow it keep it."""

from django.http import QueryDict
from django.urls import reverse

from essaim.observatory.directory.query import Query
from essaim.web.contributions.reading import awarded
from essaim.web.design.words import language
from essaim.web.directory import asking, filtering
from essaim.web.following.searches import Search
from essaim.web.territories.stores import current_store


def search_asked(encoded: str) -> Search | None:
    """The search that the query of an address asks; None where it asks for everything."""
    cog = current_store().manifest["cog"]
    asked = asking.read(QueryDict(encoded), cog, awarded=awarded())
    query = asked.query.of_all()
    if query == Query(awarded=query.awarded):
        return None
    told = asking.encoded(query)
    label = " · ".join(chip.label.in_(language()) for chip in filtering.chips(query, cog))
    return Search(query, told, f"{reverse('directory:list')}?{told}", label)
