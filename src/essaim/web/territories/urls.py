from django.urls import path, register_converter

from essaim.web.territories import views
from essaim.web.territories.levels import LevelConverter

register_converter(LevelConverter, "level")

urlpatterns = [
    path("", views.home, name="home"),
    path("territoires/", views.search, name="territory_search"),
    path("territoires/<level:level>/<slug:code>/", views.territory_page, name="territory"),
    path("territoires/<level:level>/<slug:code>/diagnostic.<slug:form>", views.download, name="territory_download"),
]
