from django.urls import path

from essaim.web.following import follow_views, officer_views, public_views

urlpatterns = [
    path(
        "territoires/<level:level>/<slug:code>/changements/", public_views.territory_changes, name="territory_changes"
    ),
    path("territoires/<level:level>/<slug:code>/changements.atom", public_views.feed, name="territory_changes_feed"),
    path("collectivites/<slug:slug>/changements/", officer_views.changes, name="authority_changes"),
    path("collectivites/<slug:slug>/changements.csv", officer_views.file, name="authority_changes_file"),
    path("collectivites/<slug:slug>/changements/verifier/", officer_views.tick, name="authority_changes_tick"),
    path("suivi/", follow_views.following, name="following"),
    path("suivi/suivre/", follow_views.follow, name="follow"),
    path("suivi/<int:pk>/arreter/", follow_views.unfollow, name="unfollow"),
    path("suivi/courriels/", follow_views.mails, name="following_mails"),
    path("suivi/desabonnement/<str:token>/", follow_views.unsubscribe, name="unsubscribe"),
]
