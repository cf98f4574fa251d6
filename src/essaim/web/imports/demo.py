"""A finished import, in the demonstration: a small list as offices keep them, made up from what does not exist."""

from essaim.web.accounts.demo import AUTHORITIES, DIJON, DOMAIN
from essaim.web.accounts.models import Authority, User
from essaim.web.contributions.demo import NOTE, named_after_real_ones
from essaim.web.imports import actions
from essaim.web.imports.checking import check
from essaim.web.imports.fields import proposed
from essaim.web.imports.models import Import
from essaim.web.imports.tables.delimited import written
from essaim.web.imports.tables.reading import read_table
from essaim.web.territories.stores import current_store

NAME = "annuaire-2019.csv"
SELECTION = """
    select siret, name from establishments
    where head_office and name is not null and intercommunality = ? and not list_contains(?, name)
    order by siren desc limit 4
"""
HEADINGS = ["Structure", "N° SIRET", "Ville", "Objet", "Site internet", "Horaires"]
LOCAL = [
    "Le Garage partagé de Chenôve",
    "",
    "Chenôve",
    f"Outils et conseils entre voisins. {NOTE}",
    "",
    "le samedi matin",
]


def populate() -> None:
    """Make it once; a second run changes nothing."""
    authority = Authority.objects.filter(slug=DIJON).first()
    if authority is None or Import.objects.exists():
        return
    content = "".join(written([HEADINGS, *_rows(), LOCAL])).encode()
    table = read_table(content)
    mapping = proposed(table.headings)
    officer = User.objects.get(email=f"mission@{DOMAIN}")
    batch = actions.keep(authority=authority, author=officer, name=NAME, content=content, mapping=mapping)
    actions.write(batch=batch, report=check(table, mapping, authority), actor=officer, with_contacts=False)


def _rows() -> list[list[str]]:
    """Four structures, one of whose SIRETs a spreadsheet turned into a number, and another that it cut."""
    found = current_store().rows(SELECTION, [AUTHORITIES[DIJON][1], named_after_real_ones()])
    rows = [[name, siret, "", f"Adhérente depuis 2019. {NOTE}", "", ""] for siret, name in found]
    for row, damage in zip(rows[1:], (_cut, _as_a_number), strict=False):
        row[1] = damage(row[1])
    return rows


def _cut(siret: str) -> str:
    return siret.lstrip("0")


def _as_a_number(siret: str) -> str:
    return f"{int(siret):.2E}".replace(".", ",")
