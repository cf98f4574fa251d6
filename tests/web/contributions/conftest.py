"""What the tests of contributions start from: a structure of Dijon, local actors, people who speak for it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from essaim.web.accounts.models import Authority, Role, User
from essaim.web.contributions.actions import claims, editing, proposals, revisions
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import Claim, Revision, Sheet
from essaim.web.contributions.models.claims import Proof
from essaim.web.contributions.models.revisions import Origin
from essaim.web.contributions.models.sheets import LocalKind
from essaim.web.contributions.places import Home
from tests.web.conftest import World
from tests.web.matrix import IN_DIJON

DIJON, BESANCON = "21231", "25056"


@dataclass
class Scene:
    """Authority A holds `sheet`; `member` speaks for it; `officer` decides. Authority B holds the sheets of `there`."""

    world: World
    sheet: Sheet
    count: int = 0

    @property
    def a(self) -> Authority:
        return self.world.a

    @property
    def officer(self) -> User:
        return self.world.people[Role.POLICY_OFFICER]

    @property
    def member(self) -> User:
        return self.world.people[Role.STRUCTURE_MEMBER]

    def client(self, who: str) -> Client:
        return self.world.client(who)

    def token(self) -> str:
        self.count += 1
        return f"token-of-the-tests-{self.count:04d}"

    def live(self) -> dict[str, Any]:
        self.sheet.refresh_from_db()
        return self.sheet.content

    def publish(self, content: dict[str, Any], sheet: Sheet | None = None) -> Revision | None:
        """The whole content, written by the officer, at once."""
        target = sheet or self.sheet
        target.refresh_from_db()
        told = {"content": content, "pictures": [], "sending": (self.token(), True)}
        made = editing.edit(sheet=target, authority=self.a, author=self.officer, seen=target.version, **told)
        target.refresh_from_db()
        return made

    def propose(self, after: dict[str, Any], author: User | None = None, **told: Any) -> Revision:
        """A change that waits."""
        live = self.live()
        return revisions.propose(
            sheet=self.sheet,
            authority=self.a,
            author=author,
            origin=told.pop("origin", Origin.CORRECTION),
            token=self.token(),
            before={name: live.get(name) for name in after},
            after=after,
            **told,
        )

    def speak(self, user: User | None = None) -> Claim:
        """The claim of the member, accepted."""
        user = user or self.member
        made = claims.claim(sheet=self.sheet, authority=self.a, author=user, proof=Proof.AUTHORITY, message="x")
        return claims.accept_claim(claim=made, actor=self.officer)

    def actor(self, name: str, authority: Authority | None = None, commune: str = DIJON, **content: Any) -> Revision:
        return proposals.propose_actor(
            name=name,
            kind=LocalKind.COLLECTIVE,
            home=Home.of(commune),
            authority=authority or self.a,
            author=None,
            token=self.token(),
            content=content or {"description": f"{name}, here."},
        )

    def local(self, name: str, **content: Any) -> Sheet:
        """An accepted actor of Dijon."""
        return revisions.accept(revision=self.actor(name, **content), actor=self.officer).sheet


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world, revisions.keep(sheet_of(IN_DIJON)))
