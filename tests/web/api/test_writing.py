"""What programs write is what people write: same rules, same moderation, and nothing more than the token's rights."""

from typing import Any

import pytest
from django.test import Client

from essaim.web.accounts.models import Role
from essaim.web.api.models import Scope
from essaim.web.contributions.models import Decision, Revision, Sheet
from essaim.web.contributions.models.revisions import Origin
from tests.web.api.conftest import Program, Scene, program_of
from tests.web.matrix import IN_DIJON

CORRECT, REVISE = f"/structures/{IN_DIJON}/corrections", f"/structures/{IN_DIJON}/revisions"
CORRECTION = {"what": "opening", "value": "Du mardi au samedi"}
ACTOR = {"name": "Les Grainiers", "kind": "collective", "commune": "21231", "description": "Des graines."}
WRITES = [
    (CORRECT, CORRECTION, Scope.CORRECTIONS),
    ("/actors", ACTOR, Scope.ACTORS),
    (REVISE, {"version": 0, "opening": "9-12"}, Scope.REVISIONS),
]


@pytest.mark.parametrize(("path", "sent", "scope"), WRITES)
def test_a_right_opens_its_own_operation_only(scene: Scene, path: str, sent: Any, scope: Scope) -> None:
    others = [one for one in Scope.values if one != scope]
    refused = program_of(scene.officer, *others).post(path, sent)
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("#problem-scope")
    assert scope in refused["WWW-Authenticate"]
    assert Program().post(path, sent).status_code == 401
    assert not Revision.objects.exists()
    assert program_of(scene.officer, scope).post(path, sent).status_code == 201


def test_a_correction_waits_for_the_authority(scene: Scene) -> None:
    answer = program_of(scene.world.people["nobody"]).post(CORRECT, CORRECTION)
    told = answer.json()
    assert (told["what"]["code"], told["decision"]["code"], told["authority"]) == ("correction", "pending", "Dijon")
    assert scene.live() == {}
    waiting = Revision.objects.pending().get()
    assert (waiting.author, waiting.after) == (scene.world.people["nobody"], {"opening": "Du mardi au samedi"})
    page = scene.client(Role.POLICY_OFFICER).get("/collectivites/dijon/contributions/").content.decode()
    assert "Du mardi au samedi" in page
    assert answer["Location"].endswith(f"/api/v1/contributions/{waiting.pk}")


def test_an_actor_waits_and_is_seen_by_nobody(scene: Scene, program: Program) -> None:
    made = program_of(scene.world.people["nobody"]).post("/actors", ACTOR).json()
    assert made["structure"].startswith("local-les-grainiers-")
    assert program.json("/structures?mark=added")["total"] == 0
    scene.client(Role.POLICY_OFFICER).post(
        f"/collectivites/dijon/contributions/revision/{made['id']}/", {"decision": "accepted"}
    )
    assert [one["name"] for one in program.json("/structures?mark=added")["items"]] == ["Les Grainiers"]


def test_what_bears_nearly_that_name_is_shown_first(scene: Scene) -> None:
    local = scene.local("Les Grainiers")
    mine = program_of(scene.world.people["nobody"])
    refused = mine.post("/actors", ACTOR)
    assert refused.status_code == 409
    assert local.key in refused.json()["errors"][0]["detail"]
    keys = [one["remedy"].split()[-1].rstrip(".") for one in refused.json()["errors"]]
    assert mine.post("/actors", ACTOR | {"different": keys}).status_code == 201


def test_a_sheet_is_changed_by_whoever_speaks_for_it_and_waits(scene: Scene) -> None:
    member = program_of(scene.member)
    sent = {
        "version": 0,
        "description": "On **répare**.",
        "area": ["intercommunality:242100410"],
        "accessibility": ["toilets"],
        "contact": {"name": "Accueil", "email": "a@x.example", "consent": True},
        "offers": [{"title": "Réparation", "tags": ["vélo", "outil"], "expires_at": "2099-01-01"}],
    }
    assert member.post(REVISE, sent).status_code == 403
    scene.speak()
    told = member.post(REVISE, sent).json()
    assert told["decision"]["code"] == "pending"
    assert told["fields"] == ["description", "offers", "area", "contact", "accessibility"]
    after = Revision.objects.get(pk=told["id"]).after
    assert after["contact"] == {"name": "Accueil", "email": "a@x.example"}
    assert after["offers"][0]["tags"] == ["vélo", "outil"]
    assert after["area"] == ["intercommunality:242100410"]
    assert scene.live() == {}


def test_an_officer_publishes_at_once_and_what_is_not_sent_stays(scene: Scene, program: Program) -> None:
    scene.publish({"website": "https://x.example", "wants": [_want("Bois")], "contact": {"email": "a@x.example"}})
    made = program_of(scene.officer).post(REVISE, {"version": 1, "opening": "9 h - 12 h"}).json()
    assert made["decision"]["code"] == "accepted"
    live = scene.live()
    assert (live["opening"], live["website"], live["wants"][0]["title"]) == ("9 h - 12 h", "https://x.example", "Bois")
    assert live["contact"] == {"email": "a@x.example"}
    program_of(scene.officer).post(REVISE, {"version": 2, "wants": [], "website": ""})
    assert scene.live() == {"opening": "9 h - 12 h", "contact": {"email": "a@x.example"}}
    assert program.json(f"/structures/{IN_DIJON}")["sheet_version"] == 3


def test_where_an_added_actor_is_can_be_changed(scene: Scene, program: Program) -> None:
    local = scene.local("La Bricole")
    sent = {"version": 1, "address": "1 rue du Port", "sector": "GZ", "need": "bicycle_repair"}
    assert program_of(scene.officer).post(f"/structures/{local.key}/revisions", sent).status_code == 201
    told = program.json(f"/structures/{local.key}")
    assert told["head_office"]["address"] == "1 rue du Port"
    assert [need["code"] for need in told["needs"]] == ["bicycle_repair"]


def _want(title: str) -> dict[str, Any]:
    from essaim.web.contributions.exchanges import Exchange

    return Exchange(title, "good", "buy-sell").kept()


def test_what_others_wrote_meanwhile_is_not_lost(scene: Scene) -> None:
    scene.publish({"opening": "9-12"})
    mine = program_of(scene.officer)
    scene.publish({"opening": "10-18"})
    clash = mine.post(REVISE, {"version": 1, "opening": "8-20"})
    assert (clash.status_code, clash.json()["errors"][0]["field"]) == (409, "opening")
    assert scene.live() == {"opening": "10-18"}
    # Another field is merged.
    assert mine.post(REVISE, {"version": 1, "website": "https://x.example"}).status_code == 201
    assert scene.live() == {"opening": "10-18", "website": "https://x.example"}


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        (CORRECT, {"what": "opening"}, "value"),
        (CORRECT, {"what": "nonsense", "value": "x"}, "what"),
        (CORRECT, {"what": "website", "value": "javascript:alert(1)"}, "value"),
        (CORRECT, CORRECTION | {"fax": "robots fill it"}, "fax"),
        ("/actors", ACTOR | {"commune": "99999"}, "commune"),
        ("/actors", ACTOR | {"commune": "39300"}, "commune"),
        ("/actors", {"name": "x"}, "kind"),
        (REVISE, {"version": 7, "opening": "x"}, "version"),
        (REVISE, {"version": 0}, ""),
        (REVISE, {"version": 0, "contact": {"email": "a@x.example"}}, "contact.consent"),
        (REVISE, {"version": 0, "contact": {"email": "nobody", "consent": True}}, "contact.email"),
        (REVISE, {"version": 0, "website": "ftp://x.example"}, "website"),
        (REVISE, {"version": 0, "offers": [{"title": " "}]}, "offers.0.title"),
        (REVISE, {"version": 0, "offers": [{"title": "x", "details_url": "no"}]}, "offers.0.details_url"),
        (REVISE, {"version": 0, "area": ["dijon"]}, "area.0"),
        (REVISE, {"version": 0, "pictures": []}, "pictures"),
        (REVISE, {"version": 0, "address": "1 rue du Port"}, "address"),
        ("/actors", ACTOR | {"sector": "??"}, "sector"),
    ],
)
def test_a_refusal_names_the_field_and_nothing_is_written(scene: Scene, path: str, sent: Any, field: str) -> None:
    refused = program_of(scene.officer).post(path, sent)
    assert refused.status_code == 422, refused.content
    assert field in [one["field"] for one in refused.json()["errors"]]
    assert not Revision.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "\u0000"])
def test_a_body_that_is_not_an_object_is_told_so(scene: Scene, body: str) -> None:
    assert program_of(scene.officer).post(CORRECT, body).status_code in (400, 422)


def test_the_same_key_makes_one_contribution_and_is_nobody_elses(scene: Scene) -> None:
    mine, other = program_of(scene.member), program_of(scene.world.people["nobody"])
    first = mine.post(CORRECT, CORRECTION, idempotency_key="monday-0001").json()
    assert mine.post(CORRECT, CORRECTION, idempotency_key="monday-0001").json()["id"] == first["id"]
    assert other.post(CORRECT, CORRECTION, idempotency_key="monday-0001").json()["id"] != first["id"]
    assert Revision.objects.count() == 2


def test_pages_and_tokens_spend_the_same_allowance(scene: Scene) -> None:
    person = scene.world.people["nobody"]
    program = program_of(person)
    for _ in range(10):
        assert program.post(CORRECT, CORRECTION).status_code == 201
    refused = program.post(CORRECT, CORRECTION)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    page = scene.client("nobody").post(f"/contribuer/{IN_DIJON}/signaler/", CORRECTION | {"token": "x" * 20})
    assert page.status_code == 429


def test_a_sheet_that_is_not_shown_is_for_its_moderators(scene: Scene) -> None:
    Sheet.objects.filter(pk=scene.sheet.pk).update(hidden=True)
    assert program_of(scene.world.people["nobody"]).post(CORRECT, CORRECTION).status_code == 404
    assert program_of(scene.world.people["other_administrator"]).post(CORRECT, CORRECTION).status_code == 404
    assert program_of(scene.officer).post(CORRECT, CORRECTION).status_code == 201


def test_a_token_of_b_sees_and_changes_nothing_of_a(scene: Scene) -> None:
    secret = scene.propose({"opening": "only A knows"}, author=scene.member, remark="between us")
    theirs = program_of(scene.world.people["other_administrator"])
    assert theirs.json("/contributions")["total"] == 0
    assert theirs.get(f"/contributions/{secret.pk}").status_code == 404
    assert theirs.post(REVISE, {"version": 0, "opening": "x"}).status_code == 403
    paths = ["/contributions", CORRECT, f"/structures/{IN_DIJON}", f"/contributions/{secret.pk}"]
    assert not any(b"only A knows" in theirs.get(path).content for path in paths)
    # Nor do those who moderate in A, by « what I sent »: it is theirs on the pages.
    assert program_of(scene.officer).json("/contributions")["total"] == 0
    mine = program_of(scene.member).json("/contributions")
    assert [one["id"] for one in mine["items"]] == [secret.pk]


def test_one_follows_what_one_sent(scene: Scene) -> None:
    mine = program_of(scene.world.people["nobody"])
    made = mine.post(CORRECT, CORRECTION).json()
    revision = Revision.objects.get()
    scene.client(Role.POLICY_OFFICER).post(
        f"/collectivites/dijon/contributions/revision/{revision.pk}/", {"decision": "refused", "reason": "Non."}
    )
    told = mine.json(f"/contributions/{made['id']}")
    assert (told["decision"]["code"], told["reason"]) == (Decision.REFUSED, "Non.")
    assert mine.json("/contributions?decision=pending")["total"] == 0
    assert mine.get("/contributions")["Cache-Control"] == "no-store"
    assert revision.origin == Origin.CORRECTION


def test_a_merged_sheet_names_what_it_became(scene: Scene, program: Program) -> None:
    local = scene.local("La Bricole")
    Sheet.objects.filter(pk=local.pk).update(state="merged", redirect_to=IN_DIJON)
    moved = program.get(f"/structures/{local.key}")
    assert (moved.status_code, moved["Location"]) == (308, f"http://testserver/api/v1/structures/{IN_DIJON}")
    refused = program_of(scene.officer).post(f"/structures/{local.key}/corrections", CORRECTION)
    assert refused.status_code == 409
    assert IN_DIJON in refused.json()["detail"]


def test_where_no_authority_uses_the_site_nobody_would_answer(scene: Scene, program: Program) -> None:
    elsewhere = program.json("/structures?territory=commune:39300&size=1")["items"][0]["siren"]
    assert program_of(scene.officer).post(f"/structures/{elsewhere}/corrections", CORRECTION).status_code == 409
    assert Client().get("/api/v1/structures/0").status_code == 422
