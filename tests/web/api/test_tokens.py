"""Tokens: told once, kept as a digest, of one person, ended by time or by hand."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from essaim.web.accounts.actions import delete_account, personal_data
from essaim.web.accounts.models import Role
from essaim.web.api.actions import MOST_TOKENS, TooMany, issue
from essaim.web.api.models import Scope, Token
from tests.web.api.conftest import Program, program_of
from tests.web.conftest import World

PAGE = "/compte/jetons/"
ASKED = {"name": "Our software", "scopes": ["corrections", "follow"], "days": "90"}


def test_a_secret_is_told_once_and_kept_nowhere(world: World) -> None:
    client = world.client(Role.STRUCTURE_MEMBER)
    answer = client.post(PAGE, ASKED)
    [secret] = re.findall(r"essaim_[0-9a-f]{64}", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    token = Token.objects.get()
    assert token.digest == Token.digest_of(secret)
    assert secret not in str(token.__dict__)
    assert (token.scopes, token.expires_at.date()) == (
        ["corrections", "follow"],
        (timezone.now() + timedelta(days=90)).date(),
    )
    again = client.get(PAGE).content.decode()
    assert secret not in again
    assert f"essaim_…{secret[-4:]}" in again
    assert Program(secret).get("/contributions").status_code == 200


@pytest.mark.parametrize("fault", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}])
def test_a_token_has_a_name_rights_that_exist_and_an_end(world: World, fault: dict[str, object]) -> None:
    page = world.client(Role.BUYER).post(PAGE, ASKED | fault)
    assert 'aria-invalid="true"' in page.content.decode()
    assert not Token.objects.exists()


def test_one_person_does_not_have_tokens_without_number(world: World) -> None:
    mine = world.people[Role.BUYER]
    for _ in range(MOST_TOKENS):
        issue(owner=mine, name="x", scopes=[Scope.FOLLOW], days=30)
    with pytest.raises(TooMany):
        issue(owner=mine, name="x", scopes=[Scope.FOLLOW], days=30)
    assert "Révoquez" in world.client(Role.BUYER).post(PAGE, ASKED).content.decode()
    assert Token.objects.count() == MOST_TOKENS


def test_revoked_expired_unknown_or_of_somebody_who_left_it_opens_nothing(world: World) -> None:
    mine = world.people[Role.BUYER]
    program = program_of(mine)
    assert program.get("/contributions").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert program.get("/contributions").status_code == 401
    mine.is_active = False
    mine.save()
    assert program.get("/contributions").status_code == 401
    mine.is_active = True
    mine.save()
    token = Token.objects.get()
    assert world.client(Role.BUYER).post(f"{PAGE}{token.pk}/revoquer/").url == PAGE
    refused = program.get("/contributions")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")
    # A bad token is refused where none is needed too: whoever sends one believes that it works.
    for secret in (program.secret, "essaim_" + "0" * 64, "nonsense"):
        assert Program(secret).get("/store").status_code == 401


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Token x", ""])
def test_other_ways_to_say_who_one_is_are_refused(header: str) -> None:
    assert Client().get("/api/v1/store", headers={"authorization": header}).status_code == 401


def test_a_token_of_another_is_neither_seen_nor_revoked(world: World) -> None:
    token, _ = issue(owner=world.people[Role.BUYER], name="Mine alone", scopes=[Scope.FOLLOW], days=30)
    for who in (Role.ADMINISTRATOR, "other_administrator"):
        client = world.client(who)
        assert "Mine alone" not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}{token.pk}/revoquer/").status_code == 404
    token.refresh_from_db()
    assert token.is_usable


def test_the_last_use_is_noted_now_and_then(world: World) -> None:
    program = program_of(world.people[Role.BUYER])
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        program.get("/store")
    for later, noted in ((timedelta(minutes=1), start), (timedelta(minutes=10), start + timedelta(minutes=10))):
        with time_machine.travel(start + later, tick=False):
            program.get("/store")
        assert Token.objects.get().last_used_at == noted


def test_tokens_are_among_personal_data_and_go_with_the_account(world: World) -> None:
    mine = world.people[Role.BUYER]
    program = program_of(mine, Scope.FOLLOW)
    [told] = personal_data(mine)["api"]["tokens"]
    assert (told["name"], told["scopes"]) == ("tests", ["follow"])
    assert program.secret not in str(told)
    delete_account(user=mine)
    assert not Token.objects.exists()
    assert program.get("/store").status_code == 401
