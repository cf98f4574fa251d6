from django.urls import path

from essaim.web.design import views

urlpatterns = [
    path("guide-de-style/", views.style_guide, name="style_guide"),
    path("langue/<slug:code>/", views.switch_language, name="switch_language"),
]
