"""What the people of the demonstration follow and checked."""

from essaim.web.accounts.demo import AUTHORITIES, BESANCON, DIJON, DOMAIN
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.models import Sheet
from essaim.web.following.actions.checking import tick
from essaim.web.following.actions.following import follow
from essaim.web.following.models import Check, Follow, Kind
from essaim.web.following.subjects import subject
from essaim.web.following.territory import to_check

TICKED = 12


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
        tick(authority=dijon, changes=to_check(dijon).filter(kind="created")[:TICKED], actor=_person("mission"))


def _person(login: str) -> User:
    return User.objects.get(email=f"{login}@{DOMAIN}")


def _follow(login: str, kind: Kind, target: str) -> None:
    found = subject(kind, target)
    if found:
        follow(user=_person(login), subject=found, language="fr")
