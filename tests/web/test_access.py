"""Who sees what, over every address of the URL configuration; and nothing private of A through B."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import essaim.web
from essaim.web.accounts import access, actions
from essaim.web.accounts.models import Entry, Invitation, Membership, Role
from essaim.web.api.models import Token
from essaim.web.contributions.models import Claim, Label, Objection, Revision
from essaim.web.following.models import Check, Follow
from essaim.web.imports.models import Import
from tests.web.conftest import World
from tests.web.matrix import KEPT_FOR, MATRIX, PUBLIC, SIGNED_IN, STATE, TOKEN

WHO = ["anonymous", "nobody", *Role, "other_administrator"]
OWNED = (Membership, Invitation, Entry)
# Owned too, but read by whoever reviews them and by whoever wrote them: their own tests hold who sees what.
REVIEWED = (Revision, Claim, Label, Objection, Check, Follow, Import)
# Of one person, whom no authority looks over: tests/web/api holds that nobody else sees them.
PERSONAL = (Token,)


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its name, that of its app before it where it has one."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{one.namespace}:" if one.namespace else space)
        else:
            yield (f"{space}{one.name}" if one.name else ""), one


def test_every_address_says_who_may_come() -> None:
    """A new view fails here until its line is written in the matrix."""
    named = {name for name, _ in patterns(get_resolver()) if name}
    assert named == MATRIX.keys()
    # allauth keeps former addresses of four pages, without a name: they only redirect.
    nameless = [str(one.pattern) for name, one in patterns(get_resolver()) if not name]
    assert all(address.startswith("social/") for address in nameless)


@pytest.mark.parametrize("who", WHO)
def test_each_role_gets_what_the_matrix_says(world: World, who: str) -> None:
    client = world.client(who)
    for name, (allowed, arguments) in MATRIX.items():
        status = client.get(reverse(name, kwargs=arguments)).status_code
        assert status in expected(allowed, who), f"{who} on {name}: {status}"
        assert status < 500, name


def expected(allowed: str, who: str) -> set[int]:
    """404 and 405 come after the question of rights, on addresses that name nothing or want a form."""
    open_ = {200, 302, 404, 405}
    if allowed in (PUBLIC, STATE):
        return open_ | ({401, 403} if allowed == STATE else set())
    if allowed == TOKEN:
        return {401}
    if who == "anonymous":
        return {302}
    if allowed == SIGNED_IN or who in KEPT_FOR[allowed]:
        return open_
    return {403, 405}  # 405: the method is looked at first, and shows nothing


def test_whoever_is_sent_to_sign_in_comes_back(world: World) -> None:
    answer = Client().get("/collectivites/dijon/membres/")
    assert answer.url == "/compte/login/?next=/collectivites/dijon/membres/"


def test_nothing_private_of_a_reaches_b(world: World) -> None:
    """Through any page that B's administrator may open, with A's identifiers in the address or without."""
    secret = "guarded@secret.example"
    admin = world.people[Role.ADMINISTRATOR]
    actions.invite(authority=world.a, email=secret, role=Role.BUYER, actor=admin, site="http://testserver")
    invitation, membership = Invitation.objects.get(), Membership.objects.filter(authority=world.a).first()
    assert membership is not None
    private = [secret, *(user.email for user in world.people.values() if user.email.endswith("@a.example"))]
    client = world.client("other_administrator")
    for name, (_, arguments) in MATRIX.items():
        slugs = [{"slug": slug} for slug in ("dijon", "besancon")] if "slug" in arguments else [{}]
        for slug in slugs:
            answer = client.get(reverse(name, kwargs=arguments | slug))
            body = answer.getvalue() if answer.streaming else answer.content
            assert not any(email.encode() in body for email in private), name
    # Identifiers of A under the address of B: unknown there, and nothing is changed.
    member = reverse("authority_member", args=["besancon", membership.user_id])
    assert client.get(member).status_code == 404
    assert client.post(member, {"role": Role.ADMINISTRATOR}).status_code == 404
    for route, pk in (("authority_revoke", membership.pk), ("authority_withdraw", invitation.pk)):
        assert client.post(reverse(route, args=["besancon", pk])).status_code == 404
        assert client.post(reverse(route, args=["dijon", pk])).status_code == 403
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert Invitation.objects.filter(pk=invitation.pk).exists()


@pytest.mark.parametrize("model", OWNED)
def test_owned_objects_are_visible_to_the_administrators_of_their_authority_only(world: World, model: type) -> None:
    admin = world.people[Role.ADMINISTRATOR]
    for authority in (world.a, world.b):
        actions.invite(authority=authority, email="x@y.example", role=Role.BUYER, actor=admin, site="http://s")
    for who, authority in (("administrator", world.a), ("other_administrator", world.b)):
        seen = model.objects.visible_to(world.people[who])  # type: ignore[attr-defined]
        assert {one.authority for one in seen.select_related("authority")} == {authority}
    for who in ("nobody", Role.POLICY_OFFICER):
        assert not model.objects.visible_to(world.people[who]).exists()  # type: ignore[attr-defined]


def test_views_never_read_owned_objects_unscoped() -> None:
    """`Model.objects` in a view is followed by `visible_to`; what a token names is the one exception."""
    names = "|".join(model.__name__ for model in OWNED + REVIEWED + PERSONAL)
    for path in Path(essaim.web.__file__).parent.rglob("*views.py"):
        for found in re.finditer(rf"\b(?:{names})\.objects\s*\.(\w+)\(([^)]*)", path.read_text(encoding="utf-8")):
            assert found[1] == "visible_to" or "digest=" in found[2], f"{path.name}: {found[0]}"


def test_roles_are_held_in_one_authority_at_a_time(world: World) -> None:
    buyer = world.people[Role.BUYER]
    actions.grant(user=buyer, authority=world.b, role=Role.ADMINISTRATOR)
    assert access.can_administer(buyer, world.b)
    assert not access.can_administer(buyer, world.a)
    assert access.has_role(buyer, world.a, *Role)
    assert not access.has_role(world.people["nobody"], world.a, *Role)
