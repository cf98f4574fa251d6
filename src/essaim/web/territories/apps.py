from django.apps import AppConfig

from essaim.web.design.menu import Entry
from essaim.web.design.words import tr


class TerritoriesConfig(AppConfig):
    name = "essaim.web.territories"
    label = "territories"
    menu = (Entry(tr("Territoires", "Territories"), "territory_search"),)
