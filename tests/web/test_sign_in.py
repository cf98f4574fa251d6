"""Signing in: by code, by password, with a second factor; throttled; telling nobody who has an account."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from essaim.web.accounts.models import Role, User
from tests.web.conftest import PASSWORD, World

LOGIN, CODE, CONFIRM = "/compte/login/", "/compte/login/code/", "/compte/login/code/confirm/"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "fr"})


def code_sent() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.M)
    assert found, mail.outbox[-1].body
    return found[1]


def test_by_a_code(world: World, client: Client) -> None:
    answer = client.post(CODE, {"email": "BUYER@a.example"}, follow=True)
    assert answer.redirect_chain[-1][0] == CONFIRM
    assert client.post(CONFIRM, {"code": "WRONG1"}).status_code == 200
    assert client.post(CONFIRM, {"code": code_sent()}).url == "/compte/"
    assert "Acheteur public" in client.get("/compte/").content.decode()


def test_by_a_password_with_a_second_factor(world: World, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "buyer@a.example", "password": PASSWORD})
    assert answer.url == "/compte/"
    # What guards the account asks for the password again, even just after signing in.
    asked = client.get("/compte/2fa/totp/activate/")
    assert asked.url.startswith("/compte/reauthenticate/")
    page = client.post(asked.url, {"password": PASSWORD}, follow=True).content.decode()
    assert "<script" not in page
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)
    assert secret

    def now() -> str:
        return format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))))

    done = client.post("/compte/2fa/totp/activate/", {"code": now()}, follow=True)
    codes = re.findall(r"<li>([0-9A-Za-z-]{8,})</li>", done.content.decode())
    assert len(codes) >= 8
    client.post("/compte/logout/")
    asked = client.post(LOGIN, {"login": "buyer@a.example", "password": PASSWORD})
    assert asked.url.startswith("/compte/2fa/authenticate/")
    assert client.get("/compte/").status_code == 302
    assert client.post("/compte/2fa/authenticate/", {"code": codes[0]}).url == "/compte/"


def test_a_new_person_proves_the_address_first(client: Client) -> None:
    client.post("/compte/signup/", {"email": "new@person.example"})
    assert client.get("/compte/").status_code == 302
    sent = code_sent()
    client.post("/compte/confirm-email/", {"code": sent})
    assert client.get("/compte/").status_code == 200
    assert User.objects.get(email="new@person.example").memberships.count() == 0


@pytest.mark.parametrize("address", ["/compte/signup/", CODE, "/compte/password/reset/"])
def test_no_form_tells_who_has_an_account(world: World, address: str) -> None:
    """Same status, same place, same page for an address that is known and one that is not."""
    told = []
    for email in ("buyer@a.example", "stranger@a.example"):
        answer = Client(headers={"accept-language": "fr"}).post(address, {"email": email}, follow=True)
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(email, "EMAIL")
        told.append((answer.status_code, answer.redirect_chain, page))
    assert told[0] == told[1]
    assert len(mail.outbox) == 2  # the stranger is written to as well: nothing shows from outside


def test_a_wrong_password_says_the_same_for_a_stranger(world: World) -> None:
    told = []
    for email in ("buyer@a.example", "stranger@a.example"):
        answer = Client(headers={"accept-language": "fr"}).post(LOGIN, {"login": email, "password": "wrong"})
        told.append(re.findall(r'class="summary".*?</div>', answer.content.decode(), re.S))
    assert told[0] == told[1] != []


def test_guessing_passwords_is_throttled_even_for_the_right_one(world: World) -> None:
    for _ in range(6):
        Client().post(LOGIN, {"login": "buyer@a.example", "password": "wrong"})
    client = Client(headers={"accept-language": "fr"})
    client.post(LOGIN, {"login": "buyer@a.example", "password": PASSWORD})
    assert client.get("/compte/").status_code == 302


def test_asking_for_codes_is_throttled(world: World) -> None:
    answers = [Client().post(CODE, {"email": "buyer@a.example"}) for _ in range(8)]
    assert answers[0].status_code == 302
    assert 'class="summary"' in answers[-1].content.decode()
    assert len(mail.outbox) <= 3


def test_a_redirection_after_signing_in_stays_on_the_site(world: World, client: Client) -> None:
    answer = client.post(
        LOGIN, {"login": "buyer@a.example", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.url == "/compte/"


def test_the_demonstration_lists_its_people_and_a_production_does_not(client: Client, settings: object) -> None:
    assert "ruche-de-demonstration" not in client.get(LOGIN).content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "ruche-de-demonstration" in client.get(LOGIN).content.decode()


def test_my_data_and_my_erasure(world: World) -> None:
    client = world.client(Role.BUYER)
    held = client.get("/compte/donnees/").json()
    assert held["email"] == "buyer@a.example"
    assert held["roles"][0]["role"] == "buyer"
    assert client.post("/compte/effacer/", {}).status_code == 200
    assert client.post("/compte/effacer/", {"confirm": "on"}).status_code == 302
    assert not User.objects.filter(email="buyer@a.example").exists()
    # The only administrator has to name another one first.
    admin = world.client(Role.ADMINISTRATOR)
    assert admin.post("/compte/effacer/", {"confirm": "on"}).status_code == 403
    assert User.objects.filter(email="administrator@a.example").exists()


def test_the_language_chosen_is_kept(world: World) -> None:
    client = world.client(Role.BUYER)
    client.post("/compte/", {"name": "Bruno", "language": "en"})
    assert "My account" in client.get("/compte/").content.decode()
    assert client.get("/langue/fr/?next=/compte/").url == "/compte/"
    assert "Mon compte" in client.get("/compte/").content.decode()
    assert client.get("/langue/en/?next=https://elsewhere.example/").url == "/"
    assert client.get("/langue/xx/").status_code == 404
