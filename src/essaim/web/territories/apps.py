from django.apps import AppConfig

from essaim.web.design.menu import Entry
from essaim.web.design.words import tr


class TerritoriesConfig(AppConfig):
    name = "essaim.web.territories"
    label = "territories"
    menu = (Entry(tr("Territoires", "Territories"), "territory_search"),)

    def prepare(self) -> None:
        """The index of a country takes longer than a worker may spend on a request: it is made before serving."""
        from essaim.web.territories.stores import current_index

        current_index()
