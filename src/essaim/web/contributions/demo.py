"""What people wrote, in the demonstration: all of it made up, about structures that do not exist.

The synthetic country holds a few organisations that are named after real ones (margins/interview.csv): nothing is ever
said of those here, since a reader of the demonstration could take it for the truth.
"""

import csv
import io
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageDraw

from essaim.web.accounts.demo import AUTHORITIES, BESANCON, DIJON, DOMAIN
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions import claims, editing, labels, objections, proposals, revisions
from essaim.web.contributions.actions.deciding import decide
from essaim.web.contributions.content import picked
from essaim.web.contributions.exchanges import Exchange
from essaim.web.contributions.models import Decision, LabelKind, Revision, Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.pictures import PICTURE
from essaim.web.contributions.places import Home
from essaim.web.territories.stores import current_store

NOTE = "Exemple de démonstration : tout est inventé."
HOW_MANY = 10
SELECTION = """
    select siren, name, commune from establishments
    where head_office and name is not null and intercommunality = ? and not list_contains(?, name)
    order by employer desc, siren limit ?
"""


@dataclass(frozen=True)
class Demo:
    """The structures and the people that the demonstration talks about, in one authority."""

    authority: Authority
    officer: User
    sheets: list[Sheet]


def populate() -> None:
    """Make it once; a second run changes nothing."""
    if not Revision.objects.exists():
        with transaction.atomic():
            _dijon(_world(DIJON, "mission"))
            _besancon(_world(BESANCON, "besancon"))


def _world(slug: str, login: str) -> Demo:
    rows = current_store().rows(SELECTION, [AUTHORITIES[slug][1], named_after_real_ones(), HOW_MANY])
    sheets = [Sheet(key=siren, name=name[:200], **vars(Home.of(commune))) for siren, name, commune in rows]
    return Demo(Authority.objects.get(slug=slug), _person(login), sheets)


def named_after_real_ones() -> list[str]:
    """The names of the synthetic country that somebody real bears."""
    margins = resources.files("essaim.demo").joinpath("margins/interview.csv").read_text(encoding="utf-8")
    return [row["name"] for row in csv.DictReader(margins.splitlines())]


def _person(login: str) -> User:
    return User.objects.get(email=f"{login}@{DOMAIN}")


def _dijon(demo: Demo) -> None:
    member = _person("structure")
    demo = replace(demo, sheets=[revisions.keep(one) for one in demo.sheets])
    first, second, third, *_ = demo.sheets
    _claimed(demo, first, member)
    _published(demo, first, _whole("atelier.example"), with_picture=True)
    _published(
        demo, second, {"description": f"Épicerie solidaire et café. {NOTE}", "website": "https://epicerie.example"}
    )
    _published(demo, third, {"opening": "du lundi au vendredi, de 9 h à 17 h"})
    _waiting(demo, member)
    _labels(demo, first, second, member)
    _actors(demo)


def _waiting(demo: Demo, member: User) -> None:
    """An edit, reports without an account, claims, a request not to be shown."""
    first, second, third, fourth, fifth, sixth, seventh, *_ = demo.sheets
    edited = first.content | {"opening": "du mardi au samedi, de 10 h à 19 h", "wants": [_space().kept()]}
    first.refresh_from_db()
    told = {"content": first.content | edited, "pictures": [], "sending": ("demo-edit-of-first", False)}
    editing.edit(sheet=first, authority=demo.authority, author=member, seen=first.version, **told)
    _report(demo, second, {"website": "https://epicerie-solidaire.example"})
    _report(demo, third, {"opening": "du lundi au jeudi, de 9 h à 16 h 30"})
    _report(demo, fourth, {"status": "closed"}, f"Volets fermés depuis le printemps. {NOTE}")
    _report(demo, fifth, {}, f"L'adresse du registre est l'ancienne : déménagement l'an dernier. {NOTE}")
    ask: dict[str, Any] = {"authority": demo.authority, "author": _person("visite")}
    claims.claim(sheet=second, proof=Proof.AUTHORITY, message=f"J'en suis la trésorière. {NOTE}", **ask)
    claims.claim(sheet=sixth, proof=Proof.POST, message=f"Secrétaire depuis janvier. {NOTE}", **ask)
    objections.object_to(
        sheet=seventh,
        authority=demo.authority,
        author=None,
        email=f"bureau@{DOMAIN}",
        why=f"Adresse d'un domicile. {NOTE}",
        token=f"demo-objection-{seventh.key}",
    )


def _actors(demo: Demo) -> None:
    """What registers lack: shown, looking like a structure that they have, or still to decide."""
    repairs = {"sector": "RU", "needs": ["object_repair"]}
    third = demo.sheets[2].name
    for name, kind, description, is_accepted, more in (
        ("Repair café des Tanneries", LocalKind.COLLECTIVE, "On répare ensemble, un samedi sur deux.", True, repairs),
        ("La Fabrique du Suzon", LocalKind.THIRD_PLACE, "Atelier partagé, jardin, cantine.", True, {}),
        (f"{third} (collectif)", LocalKind.OTHER, "Le même groupe, avant son immatriculation ?", True, {}),
        ("Pôle coopératif de l'Ouche", LocalKind.CLUSTER, "Dix structures qui achètent ensemble.", False, {}),
    ):
        _actor(demo, name, kind, f"{description} {NOTE}", more, is_accepted)


def _besancon(demo: Demo) -> None:
    """Enough to see that each authority decides of its own; a store of one territory has none of it."""
    for sheet in demo.sheets[:1]:
        _published(demo, revisions.keep(sheet), {"description": f"Recyclerie. {NOTE}"})
    for sheet in demo.sheets[1:2]:
        _report(demo, revisions.keep(sheet), {"website": "https://ailleurs.example"})


def _claimed(demo: Demo, sheet: Sheet, member: User) -> None:
    made = claims.claim(sheet=sheet, authority=demo.authority, author=member, proof=Proof.AUTHORITY, message=NOTE)
    claims.accept_claim(claim=made, actor=demo.officer)


def _published(demo: Demo, sheet: Sheet, content: dict[str, Any], with_picture: bool = False) -> None:
    pictures = [(_drawing(), "Dessin de démonstration : trois alvéoles d'une ruche")] if with_picture else []
    sending = (f"demo-published-{sheet.key}", True)
    told: dict[str, Any] = {"content": content, "pictures": pictures, "sending": sending}
    editing.edit(sheet=sheet, authority=demo.authority, author=demo.officer, seen=sheet.version, **told)
    sheet.refresh_from_db()


def _report(demo: Demo, sheet: Sheet, changes: dict[str, Any], remark: str = "") -> None:
    sheet.refresh_from_db()
    revisions.propose(
        sheet=sheet,
        authority=demo.authority,
        author=None,
        origin=Origin.CORRECTION,
        token=f"demo-report-{sheet.key}",
        before=picked(sheet.content, tuple(changes)),
        after=changes,
        remark=remark,
    )


def _labels(demo: Demo, first: Sheet, second: Sheet, member: User) -> None:
    network = LabelKind.objects.create(
        authority=demo.authority,
        name="Réseau local de l'ESS (démonstration)",
        criteria="Adhérer à la charte.",
        months=24,
    )
    granted = labels.ask_label(kind=network, sheet=first, author=member, proof="https://charte.example/adhesion-12")
    labels.grant_label(label=granted, actor=_person("reseau"))
    prize = LabelKind.objects.create(
        authority=demo.authority,
        name="Prix de l'ESS (démonstration)",
        criteria="Être choisie par le jury.",
        is_award=True,
    )
    won = labels.ask_label(kind=prize, sheet=first, author=member, proof="Palmarès de 2026.")
    labels.grant_label(label=won, actor=_person("reseau"))
    labels.ask_label(kind=network, sheet=second, author=_person("accompagnement"), proof="Adhésion du 3 mars.")


def _actor(demo: Demo, name: str, kind: LocalKind, description: str, more: dict[str, Any], is_accepted: bool) -> None:
    made = proposals.propose_actor(
        name=name,
        kind=kind,
        home=Home.of("21231") if "(" not in name else demo.sheets[2].home,
        authority=demo.authority,
        author=None,
        token=f"demo-actor-{name[:40]}",
        content={"description": description} | more,
        remark=f"Vu au marché. {NOTE}" if not is_accepted else "",
    )
    if is_accepted:
        decide(item=made, decision=Decision.ACCEPTED, actor=demo.officer)


def _whole(domain: str) -> dict[str, Any]:
    repair = Exchange("Réparation de vélos", "service", "buy-sell", "Diagnostic gratuit.", ("vélo", "réemploi"))
    van = Exchange("Prêt d'une camionnette", "good", "borrow-lend", "Le lundi et le mardi.", ("transport",))
    return {
        "description": f"Nous réparons, formons et prêtons.\n\n- **ateliers** ouverts à tous\n- insertion\n\n{NOTE}",
        "offers": [repair.kept(), van.kept()],
        "area": ["intercommunality:242100410"],
        "website": f"https://{domain}",
        "contact": {"name": "Accueil", "role": "coordination", "email": f"bonjour@{domain}", "phone": "02 61 91 00 00"},
        "opening": "du mardi au vendredi, de 10 h à 18 h",
        "accessibility": ["step_free", "guide_dogs"],
    }


def _space() -> Exchange:
    return Exchange("Un local de 80 m²", "good", "rent-lease", "De plain-pied, près du tram.", ("local",))


def _drawing() -> ContentFile:
    """Three cells of a hive, drawn here: no picture of anyone's."""
    image = Image.new("RGB", (1200, 700), "#fcedc8")
    draw = ImageDraw.Draw(image)
    for x, y, colour in ((420, 350, "#f0b13a"), (600, 240, "#14532d"), (780, 350, "#d97706")):
        draw.regular_polygon((x, y, 120), 6, fill=colour)
    written = io.BytesIO()
    image.save(written, PICTURE.format)
    return ContentFile(written.getvalue(), "drawing.webp")
