"""What administrators do: members, invitations, identity. And what is refused to a hostile file."""

import io
import re
import zlib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from essaim.web.accounts import actions
from essaim.web.accounts.models import Authority, Entry, Invitation, Membership, Role
from essaim.web.design.contrast import DARK_GROUND, LIGHT_GROUND, contrast, ink_on, shades
from tests.web.conftest import World

MEMBERS, IDENTITY = "/collectivites/dijon/membres/", "/collectivites/dijon/identite/"
LOOKS = {"name": "Dijon", "main_colour": "#123456", "accent_colour": "#ffcc00"}


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#14532d").save(written, kind)
    return written.getvalue()


def sent_address() -> str:
    found = re.search(r"http://testserver(/invitations/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_an_invitation_from_the_message_to_the_role(world: World) -> None:
    admin = world.client(Role.ADMINISTRATOR)
    admin.post(f"{MEMBERS}inviter/", {"email": "Nobody@c.example", "role": "buyer"})
    assert "nobody@c.example" in admin.get(MEMBERS).content.decode()
    address = sent_address()
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.values())
    assert world.client("anonymous").get(address).status_code == 200
    # Another person's session cannot accept it.
    assert world.client(Role.VISITOR).post(address).status_code == 403
    assert world.client("nobody").post(address).status_code == 302
    assert Membership.objects.get(user=world.people["nobody"]).role == "buyer"
    assert world.client("nobody").get(address).status_code == 404
    assert {"invited", "granted"} <= set(Entry.objects.filter(authority=world.a).values_list("verb", flat=True))


def test_an_invitation_expires_and_is_replaced_by_the_next(world: World) -> None:
    admin = world.people[Role.ADMINISTRATOR]
    call = {"authority": world.a, "email": "nobody@c.example", "role": Role.BUYER, "actor": admin}
    actions.invite(**call, site="http://testserver")  # type: ignore[arg-type]
    first = sent_address()
    actions.invite(**call, site="http://testserver")  # type: ignore[arg-type]
    assert world.client("nobody").get(first).status_code == 404
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert world.client("nobody").post(sent_address()).status_code == 404


def test_inviting_shows_nothing_of_who_has_an_account(world: World) -> None:
    admin = world.client(Role.ADMINISTRATOR)
    told = []
    for email in ("nobody@c.example", "stranger@c.example"):
        answer = admin.post(f"{MEMBERS}inviter/", {"email": email, "role": "buyer"}, follow=True)
        told.append(re.findall('class="message.*?</div>', answer.content.decode(), re.S))
    assert told[0] == told[1] != []


def test_roles_are_added_and_taken_away_but_never_the_last_administrator(world: World) -> None:
    admin, buyer = world.client(Role.ADMINISTRATOR), world.people[Role.BUYER]
    page = f"{MEMBERS}{buyer.pk}/"
    admin.post(page, {"role": "support_body"})
    assert set(buyer.memberships.values_list("role", flat=True)) == {"buyer", "support_body"}
    assert admin.post(page, {"role": "emperor"}).status_code == 200
    role = buyer.memberships.get(role="buyer")
    admin.post(f"/collectivites/dijon/roles/{role.pk}/retirer/")
    assert set(buyer.memberships.values_list("role", flat=True)) == {"support_body"}
    own = Membership.objects.get(user=world.people[Role.ADMINISTRATOR])
    answer = admin.post(f"/collectivites/dijon/roles/{own.pk}/retirer/", follow=True)
    assert "nommez-en une autre" in answer.content.decode()
    assert Membership.objects.filter(pk=own.pk).exists()


def test_members_in_a_constant_number_of_queries(world: World, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        person = actions.create_person(email=f"p{number}@a.example")
        actions.grant(user=person, authority=world.a, role=Role.BUYER)
    client = world.client(Role.ADMINISTRATOR)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert "p19@a.example" in client.get(MEMBERS).content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_re_encoded_and_served_as_png(world: World, kind: str) -> None:
    hidden = picture(kind) + b"<script>alert(1)</script>"  # a picture that is also something else
    upload = SimpleUploadedFile(f"logo.{kind.lower()}", hidden, content_type="text/html")
    assert world.client(Role.ADMINISTRATOR).post(IDENTITY, LOOKS | {"logo": upload}).status_code == 302
    answer = world.client("anonymous").get("/collectivites/dijon/logo.png")
    served = answer.getvalue()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert served.startswith(b"\x89PNG")
    assert b"script" not in served
    world.client(Role.ADMINISTRATOR).post(IDENTITY, LOOKS | {"remove_logo": "on"})
    assert world.client("anonymous").get("/collectivites/dijon/logo.png").status_code == 404


def bomb() -> bytes:
    """A PNG whose head announces 100 000 pixels a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    head = (100_000).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("logo.png", b"<!doctype html><script>alert(1)</script>"),
        ("logo.png", b"%PDF-1.7"),
        ("logo.png", b""),
        ("logo.png", picture()[:60]),
        ("logo.png", bomb()),
        ("logo.png", picture(size=(7000, 10))),
        ("logo.png", picture("TIFF")),
        ("logo.html", picture()),
        ("logo.png.exe", picture()),
        ("../../logo", picture()),
        ("logo.png", picture() + b"\0" * (2 * 2**20)),
    ],
    ids=[
        "svg",
        "svg as png",
        "html",
        "pdf",
        "empty",
        "cut",
        "bomb",
        "wide",
        "tiff",
        "name",
        "two names",
        "path",
        "huge",
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(world: World, name: str, content: bytes) -> None:
    answer = world.client(Role.ADMINISTRATOR).post(IDENTITY, LOOKS | {"logo": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert 'class="summary"' in answer.content.decode()
    assert not Authority.objects.get(pk=world.a.pk).logo


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "#123456;}body{display:none", "url(//x)"])
def test_a_colour_is_a_colour(world: World, colour: str) -> None:
    answer = world.client(Role.ADMINISTRATOR).post(IDENTITY, LOOKS | {"main_colour": colour})
    assert answer.status_code == 200
    assert colour not in world.client("anonymous").get("/collectivites/dijon/style.css").content.decode()


def test_a_preview_shows_contrasts_and_keeps_nothing(world: World) -> None:
    page = world.client(Role.ADMINISTRATOR).post(IDENTITY, LOOKS | {"main_colour": "#ffff00", "preview": "1"})
    assert "ajustée" in page.content.decode()
    assert Authority.objects.get(pk=world.a.pk).main_colour == "#14532d"


@given(st.integers(0, 2**24 - 1))
def test_whatever_the_colour_its_shades_are_readable(number: int) -> None:
    colour = f"#{number:06x}"
    for ground in (LIGHT_GROUND, DARK_GROUND):
        made = shades(colour, ground)
        assert contrast(made.text, ground) >= 4.5
        assert contrast(made.fill, ground) >= 3
        assert contrast(made.on_fill, made.fill) >= 4.5
        if contrast(colour, ground) >= 4.5:
            assert made.text == colour
    assert contrast(ink_on(colour), colour) >= 4.3


def test_contrasts_are_those_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
