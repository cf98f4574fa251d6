from typing import TYPE_CHECKING

from django.apps import AppConfig

from essaim.web.design.menu import Entry
from essaim.web.design.words import tr

if TYPE_CHECKING:
    from essaim.web.following.searches import Search


class DirectoryConfig(AppConfig):
    name = "essaim.web.directory"
    label = "directory"
    menu = (Entry(tr("Annuaire", "Directory"), "directory:list"),)

    def search_asked(self, encoded: str) -> "Search | None":
        from essaim.web.directory.searching import search_asked

        return search_asked(encoded)
