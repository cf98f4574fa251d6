"""Who speaks for a structure: three proofs, none of which can be guessed, replayed or tried in number."""

import io
import re

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from essaim.web.accounts.models import Entry, Membership, Role
from essaim.web.contributions import access
from essaim.web.contributions.actions import claims
from essaim.web.contributions.lists import lines_of
from essaim.web.contributions.models import Claim, Decision
from essaim.web.contributions.models.claims import ATTEMPTS, Proof
from essaim.web.contributions.websites import own_domain, proves
from tests.web.contributions.conftest import Scene

SITE = "https://www.atelier.example/accueil"
FORM = "/contribuer/009000019/revendiquer/"
CODE = "/contribuer/009000019/revendiquer/code/"


@pytest.mark.parametrize(
    ("email", "website", "expected"),
    [
        ("a@atelier.example", SITE, True),
        ("a@mail.atelier.example", SITE, True),
        ("A@ATELIER.EXAMPLE", SITE, True),
        ("a@notatelier.example", SITE, False),
        ("a@atelier.example.evil.example", SITE, False),
        ("a@example", SITE, False),
        ("a@host.example", "https://atelier.host.example", False),  # one customer of a host is not another
        ("a@gmail.com", "https://gmail.com", False),
        ("a@facebook.com", "https://www.facebook.com/atelier", False),
        ("a@atelier.wixsite.com", "https://atelier.wixsite.com/home", False),
        ("a@atelier.example", "", False),
        ("a", SITE, False),
    ],
)
def test_which_addresses_prove_something(email: str, website: str, expected: bool) -> None:
    assert proves(email, website) is expected


@given(st.sampled_from(sorted(lines_of("free_mail"))))
def test_no_free_mailbox_ever_proves_anything(domain: str) -> None:
    assert not proves(f"someone@{domain}", f"https://www.{domain}")


def test_a_page_among_others_is_no_domain() -> None:
    assert own_domain("https://www.helloasso.com/associations/atelier") == ""
    assert own_domain("https://atelier.example:8080/") == "atelier.example"


def test_by_mail_from_the_form_to_the_sheet(scene: Scene, django_capture_on_commit_callbacks: object) -> None:
    scene.publish({"website": SITE})
    client = scene.client("nobody")
    page = client.get(FORM).content.decode()
    assert "@atelier.example" in page
    refused = client.post(FORM, {"proof": "email", "email": "me@gmail.com"}).content.decode()
    assert "Il faut une adresse en @atelier.example" in refused
    assert not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert client.post(FORM, {"proof": "email", "email": "me@atelier.example"}).url == CODE
    assert mail.outbox[0].to == ["me@atelier.example"]
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)
    assert code
    assert code[0] not in str(Claim.objects.values().get())  # only a keyed digest is kept
    assert not access.speaks_for(scene.world.people["nobody"], scene.sheet)
    assert "pas ce code" in client.post(CODE, {"code": "000000" if code[0] != "000000" else "111111"}).content.decode()
    assert client.post(CODE, {"code": f" {code[0][:3]} {code[0][3:]} "}).url == "/contribuer/009000019/completer/"
    assert access.speaks_for(scene.world.people["nobody"], scene.sheet)
    assert Membership.objects.filter(user__email="nobody@c.example", role=Role.STRUCTURE_MEMBER).exists()
    assert Entry.objects.filter(verb="claimed").exists()


def test_a_site_that_was_only_typed_opens_nothing(scene: Scene) -> None:
    """The proof by mail asks for a site that is live; a proposed one does not count."""
    scene.propose({"website": "https://mine.example"}, author=scene.world.people["nobody"])
    page = scene.client("nobody").get(FORM).content.decode()
    assert 'value="email"' not in page
    answer = scene.client("nobody").post(FORM, {"proof": "email", "email": "me@mine.example"})
    assert answer.status_code == 200
    assert not Claim.objects.exists()


def test_a_code_is_missed_five_times_and_no_more(scene: Scene) -> None:
    claim = with_code(scene, "123456")
    for _ in range(ATTEMPTS):
        assert not claims.try_code(claim=claim, code="654321")
    assert not claims.try_code(claim=claim, code="123456")
    claim.refresh_from_db()
    assert claim.digest == ""
    assert claim.is_pending


def test_a_code_expires_and_serves_once(scene: Scene) -> None:
    claim = with_code(scene, "123456")
    with time_machine.travel(timezone.now() + claims.EMAIL_LIFE, tick=False):
        assert not claims.try_code(claim=claim, code="123456")
    assert claims.try_code(claim=claim, code="123456")
    assert not claims.try_code(claim=claim, code="123456")


def test_the_code_of_one_claim_does_not_open_another(scene: Scene) -> None:
    with_code(scene, "123456")
    other = claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.officer, proof=Proof.AUTHORITY)
    other.remember("654321", claims.EMAIL_LIFE)
    other.save()
    assert not claims.try_code(claim=other, code="123456")


def with_code(scene: Scene, code: str) -> Claim:
    made = claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.member, proof=Proof.AUTHORITY)
    made.remember(code, claims.EMAIL_LIFE)
    made.save()
    return made


def test_by_post_the_letter_alone_carries_the_code(scene: Scene) -> None:
    client, officer = scene.client("nobody"), scene.client(Role.POLICY_OFFICER)
    client.post(FORM, {"proof": "post", "message": "Secrétaire"})
    claim = Claim.objects.get()
    assert claim.digest == ""  # nothing can be guessed before the letter is made
    address = f"/collectivites/dijon/contributions/{claim.pk}/courrier.pdf"
    assert client.post(address).status_code == 403
    assert officer.get(address).status_code == 405
    first, second = (text_of(officer.post(address).content) for _ in range(2))
    assert scene.sheet.name in first
    assert "21000" in first or "DIJON" in first.upper()
    assert code_in(first) != code_in(second)
    assert (
        "pas ce code" in client.post(CODE, {"code": code_in(first)}).content.decode()
    )  # replaced by the second letter
    assert client.post(CODE, {"code": code_in(second).lower().replace("-", " ")}).status_code == 302
    assert officer.post(address).status_code == 302  # decided meanwhile: no more letters


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def code_in(letter: str) -> str:
    """Its letters are set apart, more or less by what they are: spaces between them say nothing."""
    found = re.search(r"code\s*:\n([A-Z2-9 ]+-[A-Z2-9 ]+)\n", letter)
    assert found, letter
    return found[1].replace(" ", "")


def test_by_the_authority_the_officer_accepts_or_says_why(scene: Scene) -> None:
    client, officer = scene.client("nobody"), scene.client(Role.POLICY_OFFICER)
    assert "Dites-le" in client.post(FORM, {"proof": "authority"}).content.decode()
    client.post(FORM, {"proof": "authority", "message": "Trésorière"})
    address = f"/collectivites/dijon/contributions/claim/{Claim.objects.get().pk}/"
    assert "Trésorière" in officer.get("/collectivites/dijon/contributions/").content.decode()
    assert "Dites pourquoi" in officer.post(address, {"decision": "refused"}).content.decode()
    officer.post(address, {"decision": "refused", "reason": "Inconnue du bureau"})
    assert "Inconnue du bureau" in mail.outbox[0].body
    assert "Inconnue du bureau" in client.get(CODE).content.decode()
    client.post(FORM, {"proof": "authority", "message": "Trésorière, cette fois"})
    again = Claim.objects.pending().get()
    assert (
        officer.post(
            f"/collectivites/dijon/contributions/claim/{again.pk}/", {"decision": "asked", "reason": "x"}
        ).status_code
        == 404
    )
    officer.post(f"/collectivites/dijon/contributions/claim/{again.pk}/", {"decision": "accepted"})
    assert client.get("/contribuer/009000019/completer/").status_code == 200


def test_nobody_decides_of_their_own_claim(scene: Scene) -> None:
    made = claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.officer, proof=Proof.AUTHORITY, message="x")
    address = f"/collectivites/dijon/contributions/claim/{made.pk}/"
    assert scene.client(Role.POLICY_OFFICER).post(address, {"decision": "accepted"}).status_code == 403
    assert scene.client(Role.NETWORK_ANIMATOR).get(address).status_code == 404  # it engages the authority


def test_nothing_shows_who_speaks_for_a_structure(scene: Scene) -> None:
    """The pages of a visitor are the same, but for tokens, whether somebody speaks for it or not."""
    before = [
        bare(scene.client("nobody").get(address).content.decode()) for address in (FORM, "/contribuer/009000019/")
    ]
    claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.member, proof=Proof.AUTHORITY, message="x")
    after = [bare(scene.client("nobody").get(address).content.decode()) for address in (FORM, "/contribuer/009000019/")]
    assert before == after
    scene.speak()
    assert bare(scene.client("nobody").get(FORM).content.decode()) == before[0]


def bare(page: str) -> str:
    return re.sub(r'value="[\w-]{40,}"', "", page)


def test_claims_are_throttled_by_person(scene: Scene) -> None:
    client = scene.client("nobody")
    told = {"proof": "authority", "message": "x"}
    assert [client.post(FORM, told).status_code for _ in range(8)] == [302] * 6 + [429] * 2
    assert scene.client("buyer").post(FORM, told).status_code == 302


def test_one_claim_in_force_a_person_and_a_structure(scene: Scene) -> None:
    made = claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.member, proof=Proof.AUTHORITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(sheet=scene.sheet, authority=scene.a, author=scene.member, proof=Proof.POST)
    again = claims.claim(sheet=scene.sheet, authority=scene.a, author=scene.member, proof=Proof.POST)
    made.refresh_from_db()
    assert (made.decision, again.decision) == (Decision.WITHDRAWN, Decision.PENDING)


def test_what_was_claimed_is_given_up_or_taken_back(scene: Scene) -> None:
    claim = scene.speak()
    address = f"/contribuer/revendications/{claim.pk}/retirer/"
    assert scene.client("nobody").post(address).status_code == 404
    assert scene.client(Role.NETWORK_ANIMATOR).post(address).status_code == 404
    assert scene.client(Role.STRUCTURE_MEMBER).post(address).status_code == 302
    assert not access.can_edit(scene.member, scene.sheet)
    other = scene.speak()
    scene.client(Role.POLICY_OFFICER).post(f"/contribuer/revendications/{other.pk}/retirer/")
    assert scene.client(Role.STRUCTURE_MEMBER).get("/contribuer/009000019/completer/").status_code == 403
