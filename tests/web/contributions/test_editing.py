"""The form of a sheet, as people send it: fields, offers, pictures, mistakes, two at once, hostile content."""

import io
import re
import struct
import zlib
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from essaim.web.accounts.models import Role
from essaim.web.contributions.content import FIELDS
from essaim.web.contributions.forms.editing import SheetForm
from essaim.web.contributions.forms.whereabouts import WhereaboutsForm
from essaim.web.contributions.models import Picture, Revision, Sheet
from essaim.web.contributions.prose import shown
from essaim.web.contributions.reading import additions
from tests.web.contributions.conftest import Scene

EDIT = "/contribuer/009000019/completer/"
EMPTY = {
    f"{prefix}-{name}": value
    for prefix in ("offers", "wants", "pictures")
    for name, value in {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}.items()
}
NUMBERS = count()
OFFER = {
    "offers-0-title": "Prêt de vélos",
    "offers-0-item_type": "good",
    "offers-0-transaction_type": "borrow-lend",
    "offers-0-geographic_scope": "local",
    "offers-0-tags": "vélo, prêt",
    "offers-0-expires_at": "2030-06-30",
}


def sent(**fields: Any) -> dict[str, Any]:
    """A form; a list that is given something has one line."""
    lines = {f"{name.partition('-')[0]}-TOTAL_FORMS": "1" for name in fields if "-0-" in name}
    return EMPTY | lines | {"version": "0", "token": f"token-{next(NUMBERS)}-0123456789"} | fields


def test_a_member_fills_the_sheet_and_it_waits_then_shows(scene: Scene) -> None:
    scene.speak()
    client = scene.client(Role.STRUCTURE_MEMBER)
    fields = {
        "description": "Des **vélos**.",
        "website": "atelier.example",
        "area": "Dijon Métropole, Beaune",
        "accessibility": ["parking", "step_free"],
        "contact_email": "hello@atelier.example",
        "contact_consent": "on",
    }
    answer = client.post(EDIT, sent(**fields, **OFFER))
    revision = Revision.objects.pending().get()
    assert answer.url == f"/contribuer/modifications/{revision.pk}/"
    assert scene.live() == {}
    page = client.get(answer.url).content.decode()
    assert "va la relire" in page
    assert "Prêt de vélos" in page
    scene.client(Role.POLICY_OFFICER).post(
        f"/collectivites/dijon/contributions/revision/{revision.pk}/", {"decision": "accepted"}
    )
    told = additions([scene.sheet.key])[scene.sheet.key]
    assert told.website == "https://atelier.example"
    assert told.area == ("Dijon Métropole", "Beaune")
    assert told.area_keys == ("intercommunality:242100410", "commune:21054")
    assert told.contact == {"name": "", "role": "", "email": "hello@atelier.example", "phone": ""}
    assert told.accessibility == ("stationnement adapté", "accès de plain-pied ou par rampe")
    assert told.speaks_for_itself
    offer = told.offers[0].murmurations("offer", (5.04, 47.32), told.contact["email"])
    assert offer == {
        "exchange_type": "offer",
        "item_type": "good",
        "transaction_type": ["borrow-lend"],
        "tags": ["vélo", "prêt"],
        "title": "Prêt de vélos",
        "geographic_scope": "local",
        "contact_details": {"email": "hello@atelier.example"},
        "geolocation": {"lon": 5.04, "lat": 47.32},
        "expires_at": 1909094399,
    }
    assert "Des <strong>vélos</strong>." in client.get("/contribuer/009000019/").content.decode()


def test_the_form_starts_where_one_left_and_sends_back_the_same(scene: Scene) -> None:
    """What the form shows, sent as it is, changes nothing: it confirms the sheet."""
    scene.speak()
    client = scene.client(Role.STRUCTURE_MEMBER)
    client.post(EDIT, sent(description="Mine", opening="lundi\r\nmardi", area="Dijon", **OFFER))
    page = client.get(EDIT).content.decode()
    assert "Vous reprenez votre dernière proposition" in page
    assert 'value="Prêt de vélos"' in page
    scene.client(Role.POLICY_OFFICER).post(
        f"/collectivites/dijon/contributions/revision/{Revision.objects.pending().get().pk}/", {"decision": "accepted"}
    )
    content = scene.live()
    again = sent(description="Mine", opening="lundi\r\nmardi", area="Dijon", **OFFER)
    again |= {"version": str(scene.sheet.version), "token": "another-token-0123456789", "offers-INITIAL_FORMS": "1"}
    before = scene.sheet.confirmed_at
    assert client.post(EDIT, again).url == "/contribuer/009000019/"
    assert scene.live() == content
    assert scene.sheet.confirmed_at > before


def test_the_officer_asks_for_a_change_and_gets_it(scene: Scene) -> None:
    scene.speak()
    client, officer = scene.client(Role.STRUCTURE_MEMBER), scene.client(Role.POLICY_OFFICER)
    client.post(EDIT, sent(description="Les meilleurs !"))
    first = Revision.objects.pending().get()
    asked = {"decision": "asked", "reason": "Sans superlatif, merci"}
    officer.post(f"/collectivites/dijon/contributions/revision/{first.pk}/", asked)
    page = client.get(EDIT).content.decode()
    assert "Sans superlatif, merci" in page
    assert "Les meilleurs !" in page
    client.post(EDIT, sent(description="Des vélos.", token="another-token-0123456789"))
    first.refresh_from_db()
    assert first.decision == "withdrawn"
    assert Revision.objects.pending().get().after == {"description": "Des vélos."}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"contact_name": "Jeanne"}, "Sans cet accord"),
        ({"area": "Nulle Part Sur Mer"}, "Nulle Part Sur Mer"),
        ({"website": "ftp://x.example"}, "URL"),
        ({"contact_phone": "appelez-moi"}, "Un numéro comme"),
        ({"accessibility": ["nonsense"]}, "nonsense"),
        ({"description": "x" * 1201}, "1200"),
        ({"offers-0-description": "sans titre"}, "obligatoire"),
        ({"pictures-0-alt": "sans fichier"}, "Choisissez un fichier"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_kept(
    scene: Scene, fields: dict[str, Any], fault: str
) -> None:
    page = scene.client(Role.POLICY_OFFICER).post(EDIT, sent(**fields))
    assert page.status_code == 200
    assert fault in page.content.decode()
    assert "Il reste quelque chose à corriger" in page.content.decode()
    assert not Revision.objects.exists()


def test_two_at_once_the_second_keeps_what_they_typed_and_sees_the_other(scene: Scene) -> None:
    scene.publish({"opening": "le matin"})
    seen = str(scene.sheet.version)
    scene.publish({"opening": "le soir"})
    client = scene.client(Role.POLICY_OFFICER)
    page = client.post(EDIT, sent(opening="la nuit", version=seen)).content.decode()
    assert "Quelqu'un a changé la fiche" in page
    assert "le soir" in page
    assert "la nuit</textarea>" in page
    assert scene.live() == {"opening": "le soir"}
    newer = re.search(r'name="version" value="(\d+)"', page)
    assert newer
    client.post(EDIT, sent(opening="la nuit", version=newer[1]))
    assert scene.live() == {"opening": "la nuit"}


def test_a_double_click_edits_once(scene: Scene) -> None:
    client = scene.client(Role.POLICY_OFFICER)
    form = sent(description="x")
    answers = {client.post(EDIT, form).url for _ in range(3)}
    assert len(answers) == 1
    assert Revision.objects.count() == 1


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#7a1f3d").save(written, kind, **saved)
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 30 000 pixels a side."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.png", b"<html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("program.exe", picture()),
        ("bomb.png", bomb()),
        ("cut.jpg", picture()[:200]),
        ("huge.jpg", picture() + b"\0" * (8 * 2**20)),
        ("wide.png", picture("PNG", (12_001, 1))),
        ("empty.png", b""),
        ("document.png", b"%PDF-1.7"),
    ],
)
def test_what_is_no_picture_is_refused(scene: Scene, name: str, content: bytes) -> None:
    upload = {"pictures-0-file": SimpleUploadedFile(name, content), "pictures-0-alt": "x"}
    assert scene.client(Role.POLICY_OFFICER).post(EDIT, sent(**upload)).status_code == 200
    assert not Picture.objects.exists()


def test_a_picture_is_drawn_again_without_what_it_said_besides_its_pixels(scene: Scene) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "secret description", {1: "N", 2: (47.0, 19.0, 0.0)}
    upload = {"pictures-0-file": SimpleUploadedFile("a.jpg", picture(exif=exif)), "pictures-0-alt": "Un mur"}
    client = scene.client(Role.POLICY_OFFICER)
    client.post(EDIT, sent(**upload))
    kept = Picture.objects.get()
    with kept.file.open() as held:
        data = held.read()
    assert b"secret" not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    told = additions([scene.sheet.key])[scene.sheet.key].pictures[0]
    assert (told.alt, told.width, told.height) == ("Un mur", 64, 48)
    answer = scene.client("anonymous").get(told.address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.getvalue()  # read to its end, which closes the file


def test_a_picture_that_waits_is_seen_by_those_who_may_edit_only(scene: Scene) -> None:
    scene.speak()
    upload = {"pictures-0-file": SimpleUploadedFile("a.jpg", picture()), "pictures-0-alt": "Un mur"}
    scene.client(Role.STRUCTURE_MEMBER).post(EDIT, sent(**upload))
    address = f"/contribuer/images/{Picture.objects.get().pk}.webp"
    for who, status in (("anonymous", 404), ("other_administrator", 404), (Role.STRUCTURE_MEMBER, 200)):
        answer = scene.client(who).get(address)
        assert answer.status_code == status
        answer.getvalue()  # read to its end, which closes the file


def test_a_sheet_does_not_show_the_picture_of_another(scene: Scene) -> None:
    other = scene.local("Ailleurs")
    upload = {"pictures-0-file": SimpleUploadedFile("a.jpg", picture()), "pictures-0-alt": "Un mur"}
    client = scene.client(Role.POLICY_OFFICER)
    client.post(f"/contribuer/{other.key}/completer/", sent(version="1", **upload))
    stolen = {"pictures-0-id": str(Picture.objects.get().pk), "pictures-0-alt": "Mien"}
    client.post(EDIT, sent(description="x", **stolen))
    assert scene.live() == {"description": "x"}


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    '<a href="https://a.example" onclick="x()">y</a>',
    "<style>body{display:none}</style>",
    "```\n<script>1</script>\n```",
    "# Titre\n\n<iframe src=//evil.example>",
]


@given(
    text=st.one_of(
        st.sampled_from(HOSTILE),
        st.text(max_size=60),
        st.tuples(st.text(max_size=9), st.sampled_from(HOSTILE)).map("".join),
    )
)
def test_what_people_write_never_runs(text: str) -> None:
    html = str(shown(text))
    Harmless().feed(html)
    for tag in re.findall(r"<(/?)(\w+)([^>]*)>", html):
        assert tag[1] in {"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote"}, html
        assert re.fullmatch(r'(?: href="[^"]*")?(?: rel="nofollow noopener noreferrer ugc")?', tag[2]), html


class Harmless(HTMLParser):
    """Reads a page as a browser does, and fails on whatever could run or fetch from elsewhere."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "object", "embed"}
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in {"href", "src", "action"} or not (value or "").startswith(("javascript:", "data:", "//"))
            assert name != "src" or (value or "").startswith("/")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_shows_as_text_wherever_it_is_written(scene: Scene, hostile: str) -> None:
    scene.speak()
    fields = {"description": hostile, "opening": hostile, "contact_name": hostile[:80], "contact_consent": "on"}
    scene.client(Role.STRUCTURE_MEMBER).post(EDIT, sent(**fields, **OFFER | {"offers-0-title": hostile}))
    revision = Revision.objects.pending().get()
    officer = scene.client(Role.POLICY_OFFICER)
    pages = [officer.get("/collectivites/dijon/contributions/").content.decode()]
    officer.post(f"/collectivites/dijon/contributions/revision/{revision.pk}/", {"decision": "accepted"})
    pages += [
        officer.get(f"/contribuer/009000019/{page}").content.decode() for page in ("", "historique/", "completer/")
    ]
    assert escape(hostile) in pages[1]  # the opening, which is written as it was typed
    for page in pages:
        Harmless().feed(page)


def test_every_field_of_the_content_is_in_the_form() -> None:
    named = {name.partition("_")[0] for name in SheetForm.base_fields} | {"offers", "wants", "pictures"}
    named |= {"needs" if name == "need" else name for name in WhereaboutsForm.base_fields} | {"position"}
    assert {field.name for field in FIELDS} <= named


def test_opening_a_form_keeps_nothing(scene: Scene) -> None:
    Sheet.objects.all().delete()
    for page in ("", "signaler/", "opposition/", "revendiquer/", "completer/", "historique/", "labels/"):
        assert scene.client(Role.POLICY_OFFICER).get(f"/contribuer/009000019/{page}").status_code == 200
    assert not Sheet.objects.exists()
