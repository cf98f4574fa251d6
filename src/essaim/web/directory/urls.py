from django.urls import path

from essaim.web.directory import views

app_name = "directory"
urlpatterns = [
    path("annuaire/", views.listing, name="list"),
    path("annuaire/points.geojson", views.points, name="points"),
    path("annuaire/<slug:key>/", views.structure, name="structure"),
]
