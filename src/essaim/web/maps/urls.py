from django.urls import path

from essaim.web.maps import views

urlpatterns = [
    path("carte/contours/<level:level>/<slug:code>.geojson", views.ground, name="map_contours"),
    path("carte/structures.geojson", views.structures, name="map_structures"),
    path("integration/", views.integration, name="map_integration"),
    path("integration/carte/", views.embedded, name="map_embed"),
]
