"""Words about people and what they did."""

from typing import Any

from django import template

from essaim.web.accounts.models import Entry, Role
from essaim.web.design.words import language, tr

register = template.Library()

VERBS = {
    "created": tr("Espace créé", "Space created"),
    "granted": tr("Rôle donné", "Role given"),
    "revoked": tr("Rôle retiré", "Role taken away"),
    "invited": tr("Invitation envoyée", "Invitation sent"),
    "withdrawn": tr("Invitation retirée", "Invitation withdrawn"),
    "identity": tr("Identité changée", "Identity changed"),
    "claimed": tr("Fiche confiée", "Sheet entrusted"),
    "unclaimed": tr("Fiche reprise", "Sheet taken back"),
    "letter": tr("Courrier préparé", "Letter prepared"),
    "merged": tr("Fiches réunies", "Sheets merged"),
    "imported": tr("Fichier importé", "File imported"),
    "import_undone": tr("Import annulé", "Import undone"),
    "label_kind": tr("Label créé", "Label created"),
    "label_accepted": tr("Label accordé", "Label granted"),
    "label_refused": tr("Label refusé", "Label refused"),
    "label_withdrawn": tr("Label retiré", "Label withdrawn"),
    "objection_accepted": tr("Structure retirée de l'annuaire", "Organisation taken out of the directory"),
    "objection_refused": tr("Retrait refusé", "Taking out refused"),
    "objection_withdrawn": tr("Structure remise dans l'annuaire", "Organisation put back in the directory"),
}


@register.filter
def told(entry: Entry) -> str:
    """What a line of the journal says."""
    return VERBS.get(entry.verb, entry.verb)


@register.filter
def about(entry: Entry) -> str:
    """Whom or what it is about; a role is told in words, not by its code."""
    code, colon, rest = entry.detail.partition(": ")
    return f"{Role(code).label}{tr(' : ', ': ')}{rest}" if colon and code in Role.values else entry.detail


@register.filter
def ratio(value: float) -> str:
    """A contrast: 4,5 : 1."""
    written = f"{value:.1f}"
    return f"{written.replace('.', ',') if language() == 'fr' else written} : 1"


@register.simple_tag
def demo_people() -> dict[str, Any]:
    from essaim.web.accounts.demo import PASSWORD, PEOPLE

    return {"password": PASSWORD, "people": PEOPLE}
