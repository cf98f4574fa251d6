from django.urls import path

from essaim.web.directory import embed_views, file_views, views

app_name = "directory"
urlpatterns = [
    path("annuaire/", views.listing, name="list"),
    path("annuaire/points.geojson", file_views.points, name="points"),
    path("annuaire/nouvelles.atom", file_views.feed, name="feed"),
    path("annuaire/liste.<slug:form>", file_views.file, name="file"),
    path("annuaire/<slug:key>/", views.structure, name="structure"),
    path("annuaire/<slug:key>/murmurations.json", file_views.profile, name="profile"),
    path("integration/", embed_views.integration, name="integration"),
    path("integration/carte/", embed_views.embedded, name="embed"),
    path("annuaire/<slug:key>/recu.csv", file_views.received, name="received"),
    path("catalogue.jsonld", file_views.catalogued, name="catalogue"),
]
