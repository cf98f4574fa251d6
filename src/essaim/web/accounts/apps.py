from django.apps import AppConfig

from essaim.web.design.menu import Entry
from essaim.web.design.words import tr


class AccountsConfig(AppConfig):
    name = "essaim.web.accounts"
    label = "accounts"
    menu = (Entry(tr("Collectivités", "Authorities"), "authority_list"),)
