"""Signing in by a provider that asks what ProConnect asks: long state and nonce, nothing else, signed answers."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from essaim.web.accounts.models import User
from tests.web.conftest import World

HERE, SECRET = "http://testserver", "a-secret-shared-with-the-provider-only"
KNOWN = {"client_id", "redirect_uri", "response_type", "scope", "state", "nonce"}
START, BACK = "/compte/oidc/oidc/login/", "/compte/oidc/oidc/login/callback/"


@dataclass
class Provider:
    """A provider in a thread: who comes, how it signs, and what it was asked."""

    address: str = ""
    algorithm: str = "RS256"
    person: dict[str, str] = field(default_factory=lambda: {"sub": "42", "email": "buyer@a.example"})
    nonce: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    forged: bool = False

    def signed(self, content: dict[str, str]) -> str:
        claims = {"iss": self.address, "aud": "essaim", "exp": int(time.time()) + 60, **content}
        if self.algorithm == "HS256":
            return jwt.encode(claims, "another-secret-of-thirty-two-bytes" if self.forged else SECRET, "HS256")
        key = rsa.generate_private_key(65537, 2048) if self.forged else self.key
        return jwt.encode(claims, key, "RS256", headers={"kid": "one"})

    def answers(self, path: str) -> tuple[str, str]:
        if path == "/userinfo":
            if self.algorithm == "plain":
                return "application/json", json.dumps(self.person)
            return "application/jwt", self.signed(self.person)
        if path == "/token":
            told = {
                "access_token": "a",
                "token_type": "Bearer",
                "id_token": self.signed({"nonce": self.nonce, "sub": "42"}),
            }
            return "application/json", json.dumps(told)
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return "application/json", json.dumps({"keys": [public | {"kid": "one", "alg": "RS256"}]})
        places = {f"{name}_endpoint": f"{self.address}/{name}" for name in ("authorization", "token", "userinfo")}
        more = {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end",
        }
        return "application/json", json.dumps(places | more)


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kind, body = made.answers(self.path)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "oidc",
        "name": "ProConnect",
        "client_id": "essaim",
        "secret": SECRET,
        "settings": {"server_url": made.address, "oauth_pkce_enabled": False, "verified_email": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
    }
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def leave(client: Client, provider: Provider) -> dict[str, str]:
    """What the provider is asked; it then knows the nonce."""
    answer = client.post(START)
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url.startswith(f"{provider.address}/authorization?")
    asked = {name: value for name, [value] in parse_qs(urlsplit(answer.url).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def who(client: Client) -> str | None:
    found = client.session.get("_auth_user_id")
    return User.objects.get(pk=found).email if found else None


def test_the_sign_in_page_has_its_button(provider: Provider) -> None:
    page = Client(headers={"accept-language": "fr"}).get("/compte/login/").content.decode()
    assert "Se connecter avec ProConnect" in page
    assert f'action="{START}"' in page


def test_it_is_asked_what_proconnect_accepts_and_nothing_else(provider: Provider) -> None:
    asked = leave(Client(), provider)
    assert set(asked) == KNOWN
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    assert asked["redirect_uri"] == HERE + BACK


@pytest.mark.parametrize("algorithm", ["RS256", "HS256", "plain"])
def test_a_new_person_comes_in_with_a_name(provider: Provider, algorithm: str) -> None:
    provider.algorithm = algorithm
    provider.person = {"sub": "7", "email": "New@Person.example", "given_name": "Ada", "usual_name": "Nouvelle"}
    client = Client()
    asked = leave(client, provider)
    client.get(BACK, {"code": "c", "state": asked["state"]})
    assert who(client) == "new@person.example"
    made = User.objects.get(email="new@person.example")
    assert made.name == "Ada Nouvelle"
    assert not made.memberships.exists()


def test_a_known_person_is_not_taken_over_unless_addresses_are_trusted(
    provider: Provider, world: World, settings: Settings
) -> None:
    client = Client()
    asked = leave(client, provider)
    client.get(BACK, {"code": "c", "state": asked["state"]})
    assert who(client) is None
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    asked = leave(client, provider)
    client.get(BACK, {"code": "c", "state": asked["state"]})
    assert who(client) == "buyer@a.example"


@pytest.mark.parametrize("fault", ["nonce", "state", "signature", "shared signature", "issuer"])
def test_what_is_not_for_us_is_refused_with_a_page_that_helps(provider: Provider, fault: str) -> None:
    client = Client(headers={"accept-language": "fr"})
    state = leave(client, provider)["state"]
    if fault == "nonce":
        provider.nonce = "of-another-request-of-the-same-person-elsewhere"
    elif fault == "state":
        state = "x" * 43
    elif fault == "issuer":
        provider.person |= {"iss": "https://elsewhere.example"}
    else:
        provider.algorithm = "HS256" if fault == "shared signature" else "RS256"
        provider.forged = True
    answer = client.get(BACK, {"code": "c", "state": state})
    assert "La connexion n'a pas abouti" in answer.content.decode().replace("’", "'").replace("&#x27;", "'")
    assert who(client) is None


def test_signing_out_ends_the_session_there_too(provider: Provider) -> None:
    provider.person["email"] = "new@person.example"
    client = Client()
    client.get(BACK, {"code": "c", "state": leave(client, provider)["state"]})
    answer = client.post("/compte/logout/")
    assert answer.url.startswith(f"{provider.address}/end?")
    asked = {name: value for name, [value] in parse_qs(urlsplit(answer.url).query).items()}
    assert asked["post_logout_redirect_uri"] == f"{HERE}/"
    assert jwt.decode(asked["id_token_hint"], options={"verify_signature": False})["sub"] == "42"
    assert len(asked["state"]) >= 32
    assert who(client) is None
