"""The people and the authorities of the demonstration; they exist nowhere else."""

from dataclasses import dataclass

from django.db import transaction

from essaim.observatory.reference.geography import territory
from essaim.web.accounts.actions import create_authority, create_person, grant
from essaim.web.accounts.models import Authority, Role, User

PASSWORD = "ruche-de-demonstration"  # noqa: S105 - shown on the sign-in page of the demonstration, by design
DOMAIN = "demo.example"
AUTHORITIES = {
    "dijon-metropole": ("Dijon Métropole", "242100410", {"main_colour": "#7a1f3d", "accent_colour": "#e8a33d"}),
    "grand-besancon-metropole": (
        "Grand Besançon Métropole",
        "242500361",
        {"main_colour": "#0b5c7a", "accent_colour": "#8cc63f"},
    ),
    "terres-d-auxois": ("Terres d'Auxois", "200071207", {"main_colour": "#5a6b1f", "accent_colour": "#d9822b"}),
}


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    roles: tuple[tuple[str, Role], ...]

    @property
    def part(self) -> str:
        held = ", ".join(f"{role.label} ({AUTHORITIES[slug][0]})" for slug, role in self.roles)
        return f"{self.name} · {held}"


def _person(login: str, name: str, *roles: tuple[str, Role]) -> Person:
    return Person(f"{login}@{DOMAIN}", name, roles)


DIJON, BESANCON, AUXOIS = AUTHORITIES
PEOPLE = (
    _person("administration", "Ambre Administration", (DIJON, Role.ADMINISTRATOR)),
    _person("mission", "Camille Mission", (DIJON, Role.POLICY_OFFICER)),
    _person("achats", "Bruno Achats", (DIJON, Role.BUYER)),
    _person("elue", "Élise Élue", (DIJON, Role.ELECTED_OFFICIAL)),
    _person("accompagnement", "Amina Accompagnement", (DIJON, Role.SUPPORT_BODY)),
    _person("reseau", "Rémi Réseau", (DIJON, Role.NETWORK_ANIMATOR), (BESANCON, Role.NETWORK_ANIMATOR)),
    _person("structure", "Salomé Structure", (DIJON, Role.STRUCTURE_MEMBER)),
    _person("visite", "Victor Visite", (DIJON, Role.VISITOR)),
    _person("besancon", "Béatrice Besançon", (BESANCON, Role.ADMINISTRATOR), (BESANCON, Role.POLICY_OFFICER)),
    _person("auxois", "Aude Auxois", (AUXOIS, Role.ADMINISTRATOR), (AUXOIS, Role.ELECTED_OFFICIAL)),
)


@transaction.atomic
def populate() -> None:
    """Make what is missing; a second run changes nothing that people changed."""
    for slug, (name, code, looks) in AUTHORITIES.items():
        if not Authority.objects.filter(slug=slug).exists():
            create_authority(name=name, slug=slug, territories=[territory("intercommunality", code)], **looks)
    made = {one.slug: one for one in Authority.objects.filter(slug__in=AUTHORITIES)}
    for person in PEOPLE:
        if User.objects.get_queryset().with_email(person.email).exists():
            continue
        user = create_person(email=person.email, name=person.name, password=PASSWORD)
        for slug, role in person.roles:
            grant(user=user, authority=made[slug], role=role)
