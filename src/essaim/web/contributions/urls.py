from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from essaim.web.contributions import member_views, merging_views, moderation_views, people_views, visitor_views


class KeyConverter(StringConverter):
    """The key of a structure: its SIREN, or that of an actor that people added."""

    regex = "[0-9]{9}|local-[a-z0-9-]{1,70}"


register_converter(KeyConverter, "structure_key")

of_structure = [
    path("", visitor_views.sheet, name="sheet"),
    path("signaler/", visitor_views.correct, name="sheet_correct"),
    path("opposition/", visitor_views.object_, name="sheet_object"),
    path("revendiquer/", member_views.claim, name="sheet_claim"),
    path("revendiquer/code/", member_views.code, name="sheet_code"),
    path("completer/", member_views.edit_sheet, name="sheet_edit"),
    path("historique/", member_views.history, name="sheet_history"),
    path("labels/", member_views.ask_label, name="sheet_label"),
]
of_authority = [
    path("contributions/", moderation_views.queue_page, name="queue"),
    path("contributions/<slug:kind>/<int:pk>/", moderation_views.decide_page, name="decide"),
    path("contributions/<int:pk>/courrier.pdf", moderation_views.print_letter, name="claim_letter"),
    path("contributions/<int:pk>/afficher/", moderation_views.show_again, name="show_again"),
    path("doublons/", merging_views.duplicates, name="duplicates"),
    path("doublons/<structure_key:local>/<structure_key:other>/", merging_views.merge_page, name="merge"),
    path("labels/", moderation_views.label_kinds, name="label_kinds"),
    path("labels/<int:pk>/retirer/", moderation_views.withdraw_label, name="label_withdraw"),
]
urlpatterns = [
    path("contribuer/", visitor_views.contribute, name="contribute"),
    path("contribuer/proposer/", visitor_views.propose_new, name="actor_propose"),
    path("contribuer/proposer/semblables.json", visitor_views.similar_names, name="actor_similar"),
    path("contribuer/merci/", visitor_views.thanks, name="contribution_thanks"),
    path("contribuer/rappel/<str:token>/", visitor_views.reminder, name="sheet_reminder"),
    path("contribuer/images/<uuid:pk>.webp", visitor_views.picture, name="sheet_picture"),
    path("contribuer/modifications/<int:pk>/", member_views.revision, name="revision"),
    path("contribuer/modifications/<int:pk>/annuler/", member_views.undo, name="revision_undo"),
    path("contribuer/revendications/<int:pk>/retirer/", member_views.withdraw_claim, name="claim_withdraw"),
    path("contribuer/<structure_key:key>/", include(of_structure)),
    path("collectivites/<slug:slug>/", include(of_authority)),
    path("donnees-personnelles/", people_views.personal_data, name="personal_data"),
    path("confidentialite/", people_views.privacy, name="privacy"),
    path("mentions-legales/", people_views.legal, name="legal"),
]
