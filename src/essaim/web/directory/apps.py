from django.apps import AppConfig

from essaim.web.design.menu import Entry
from essaim.web.design.words import tr


class DirectoryConfig(AppConfig):
    name = "essaim.web.directory"
    label = "directory"
    menu = (Entry(tr("Annuaire", "Directory"), "directory:list"),)
