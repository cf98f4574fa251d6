from django.urls import path

from essaim.web.imports import views

urlpatterns = [
    path("collectivites/<slug:slug>/imports/", views.imports, name="imports"),
    path("collectivites/<slug:slug>/imports/<int:pk>/", views.report, name="import"),
    path("collectivites/<slug:slug>/imports/<int:pk>/colonnes/", views.columns, name="import_columns"),
    path("collectivites/<slug:slug>/imports/<int:pk>/rapport.csv", views.report_file, name="import_report"),
    path("collectivites/<slug:slug>/imports/<int:pk>/abandonner/", views.give_up, name="import_give_up"),
    path("collectivites/<slug:slug>/imports/<int:pk>/annuler/", views.undo, name="import_undo"),
]
