from django.urls import include, path

from essaim.web.accounts import authority_views, views

urlpatterns = [
    path("compte/", views.account, name="account"),
    path("compte/donnees/", views.export, name="account_export"),
    path("compte/effacer/", views.delete, name="account_delete"),
    path("compte/", include("allauth.urls")),
    path("collectivites/", authority_views.authority_list, name="authority_list"),
    path("collectivites/<slug:slug>/", authority_views.authority, name="authority"),
    path("collectivites/<slug:slug>/style.css", authority_views.style, name="authority_style"),
    path("collectivites/<slug:slug>/logo.png", authority_views.logo, name="authority_logo"),
    path("collectivites/<slug:slug>/membres/", authority_views.members, name="authority_members"),
    path("collectivites/<slug:slug>/membres/inviter/", authority_views.invite, name="authority_invite"),
    path("collectivites/<slug:slug>/membres/<int:pk>/", authority_views.member, name="authority_member"),
    path("collectivites/<slug:slug>/roles/<int:pk>/retirer/", authority_views.revoke, name="authority_revoke"),
    path(
        "collectivites/<slug:slug>/invitations/<int:pk>/retirer/",
        authority_views.withdraw,
        name="authority_withdraw",
    ),
    path("collectivites/<slug:slug>/identite/", authority_views.identity, name="authority_identity"),
    path("invitations/<str:token>/", authority_views.invitation, name="invitation"),
]
