from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "essaim.web.maps"
    label = "maps"
