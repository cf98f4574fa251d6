"""What the people of the demonstration follow and checked."""

from typing import Any

from django.db import transaction

from essaim.web.accounts.demo import AUTHORITIES, BESANCON, DIJON, DOMAIN
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.actions import claims, editing, revisions
from essaim.web.contributions.demo import NOTE
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.places import Home
from essaim.web.following.actions.checking import tick
from essaim.web.following.actions.following import follow
from essaim.web.following.models import Check, Departure, Follow, Kind
from essaim.web.following.subjects import subject
from essaim.web.following.territory import changes_of, to_check

TICKED = 12


@transaction.atomic
def populate() -> None:
    """Make it once; a second run changes nothing."""
    if not Follow.objects.exists():
        for login, slug in (("mission", DIJON), ("elue", DIJON), ("besancon", BESANCON)):
            _follow(login, Kind.TERRITORY, f"intercommunality:{AUTHORITIES[slug][1]}")
        _follow("visite", Kind.SEARCH, f"territoire={AUTHORITIES[DIJON][1]}&famille=cooperative")
        written = Sheet.objects.live().exclude(key__startswith="local-").values_list("key", flat=True)
        for key in written[:3]:
            _follow("visite", Kind.STRUCTURE, key)
    dijon = Authority.objects.get(slug=DIJON)
    if not Check.objects.filter(authority=dijon).exists():
        _written(dijon)
        tick(authority=dijon, changes=to_check(dijon).filter(kind="created")[:TICKED], actor=_person("mission"))


def _written(dijon: Authority) -> None:
    """Somebody speaks for a structure that moved, and somebody had written about one that closed."""
    kept = set(Sheet.objects.values_list("key", flat=True))
    here = changes_of(dijon).filter(siret="").exclude(name="").exclude(key__in=kept)
    moved = here.filter(kind="moved", after="21231").first()
    if moved:
        told: dict[str, Any] = {"authority": dijon, "author": _person("structure"), "message": NOTE}
        made = claims.claim(sheet=revisions.keep(sheet_of(moved.key)), proof=Proof.AUTHORITY, **told)
        claims.accept_claim(claim=made, actor=_person("mission"))
    gone = Departure.objects.filter(key__in=here.filter(kind="closed").values("key")).first()
    if gone:
        sheet = revisions.keep(Sheet(key=gone.key, name=gone.name, **vars(Home.of(gone.commune))))
        content = {"description": f"On y réparait des vélos, et on y prenait le temps. {NOTE}"}
        sending: dict[str, Any] = {"content": content, "pictures": [], "sending": (f"demo-gone-{gone.key}", True)}
        editing.edit(sheet=sheet, authority=dijon, author=_person("mission"), seen=sheet.version, **sending)


def _person(login: str) -> User:
    return User.objects.get(email=f"{login}@{DOMAIN}")


def _follow(login: str, kind: Kind, target: str) -> None:
    found = subject(kind, target)
    if found:
        follow(user=_person(login), subject=found, language="fr")
