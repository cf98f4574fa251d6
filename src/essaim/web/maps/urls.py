from django.urls import path

from essaim.web.maps import views

urlpatterns = [
    path("carte/contours/<level:level>/<slug:code>.geojson", views.ground, name="map_contours"),
]
