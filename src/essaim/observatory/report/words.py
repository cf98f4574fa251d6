"""The words for what figures are broken down by."""

from collections.abc import Callable

from essaim.observatory.language import Text
from essaim.observatory.perimeter.rules import PERIMETERS
from essaim.observatory.reference import activities
from essaim.observatory.reference.geography import LEVEL_NAMES
from essaim.observatory.reference.legal_forms import family_label
from essaim.observatory.reference.tables import read_table
from essaim.observatory.secrecy.apply import GROUP, OTHER_FAMILIES
from essaim.observatory.secrecy.rules import Regime

UNKNOWN_SECTOR = Text("Secteur inconnu", "Unknown sector")
UNKNOWN_THEME = Text("Autre thème, ou thème inconnu", "Other or unknown theme")
UNKNOWN_FAMILY = Text("Autre forme", "Other form")

PLURALS = {
    "commune": Text("communes", "communes"),
    "intercommunality": Text("intercommunalités", "intercommunalities"),
    "departement": Text("départements", "départements"),
    "region": Text("régions et collectivités d'outre-mer", "régions and overseas collectivities"),
}
REGIMES: dict[Regime, Text] = {
    "open": Text("données ouvertes", "open data"),
    "open_partial": Text("données ouvertes, sans les positions réservées", "open data, without reserved positions"),
    "agreement": Text("sous convention : secret statistique", "under agreement: statistical secrecy"),
    "confidential": Text("confidentiel", "confidential"),
}
SPHERES = {
    "public": Text("Employeurs publics", "Public employers"),
    "ess": Text("ESS", "ESS"),
    "private_other": Text("Privé hors ESS", "Private outside the ESS"),
}
FIELDS = {
    "ess": Text("ESS", "ESS"),
    "all": Text("Tous les employeurs", "All employers"),
    "private": Text("Tout le privé hors agriculture (Urssaf)", "All private without farming (Urssaf)"),
    "ess_private": Text("ESS du privé hors agriculture (Urssaf)", "Private ESS without farming (Urssaf)"),
}
# The same beside a line, where there is little room and the chart says whose series it is.
CURVES = FIELDS | {
    "private": Text("Tout le privé", "All private"),
    "ess_private": Text("ESS privée", "Private ESS"),
}
EVENTS = {
    "birth": Text("Créations", "Births"),
    "reopening": Text("Réouvertures", "Reopenings"),
    "closure": Text("Cessations", "Closures"),
}
EVIDENCE = {"declared": Text("dont sociétés qui se déclarent de l'ESS", "of which companies by declaration only")}
HEADCOUNT = {"unknown": Text("dont effectif nul ou inconnu", "of which no employee, or unknown")}
MEASURES = {
    "jobs": Text("Postes", "Posts"),
    "establishments": Text("Établissements", "Establishments"),
    "share": Text("Part de l'emploi salarié", "Share of salaried employment"),
    "employees": Text("Effectif moyen", "Mean employees"),
    "payroll_share": Text("Part de la masse salariale du privé", "Share of the private payroll"),
    "mean": Text("Effectif moyen", "Mean head count"),
    "median": Text("Effectif médian (tranche)", "Median head count (band)"),
    "hhi": Text("Indice de concentration (HHI)", "Concentration index (HHI)"),
    "effective_units": Text("Nombre équivalent de structures", "Equivalent number of organisations"),
    "top5": Text("Part des 5 premières structures", "Share of the first 5 organisations"),
    "top10": Text("Part des 10 premières structures", "Share of the first 10 organisations"),
    "communes_with_employer": Text("Communes avec un employeur de l'ESS", "Communes with an ESS employer"),
    "theil": Text("Indice de Theil (postes / population)", "Theil index (posts against population)"),
    "gini": Text("Coefficient de Gini entre communes", "Gini coefficient among communes"),
    "entropy": Text("Entropie familles × secteurs", "Entropy of families × sectors"),
    "evenness": Text("Équitabilité", "Evenness"),
    "unknown": Text("Siège inconnu", "Unknown head office"),
    "peers_median": Text("Médiane des territoires comparables", "Median of comparable territories"),
    "peers_low": Text("Premier décile des territoires comparables", "First decile of comparable territories"),
    "peers_high": Text("Dernier décile des territoires comparables", "Last decile of comparable territories"),
    "rank": Text("Rang parmi les territoires comparables", "Rank among comparable territories"),
    "gap": Text("Écart avec la France", "Gap with France"),
    "structure": Text("dont effet de structure", "of which structure effect"),
    "own": Text("dont effet propre", "of which own effect"),
    "active": Text("Établissements actifs", "Active establishments"),
    "change": Text("Évolution", "Change"),
    "yearly": Text("Évolution annuelle moyenne", "Mean yearly change"),
    "base_100": Text("Base 100", "Base 100"),
    "national": Text("dont croissance de la France", "of which growth of France"),
    "mix": Text("dont effet de composition", "of which mix effect"),
    "local": Text("dont effet local", "of which local effect"),
    "declared": Text("Associations déclarées", "Associations declared"),
    "dissolved": Text("Dissolutions déclarées", "Dissolutions declared"),
    "rate": Text("Déclarations pour 1 000 habitants et par an", "Declarations for 1,000 inhabitants and a year"),
}
STEPS = {
    "strict": Text("Périmètre strict", "Strict perimeter"),
    "statutory_outside_field": Text(
        "+ formes statutaires hors du champ statistique, et ESUS", "+ statutory forms outside the field, and ESUS"
    ),
    "declared_companies": Text("+ sociétés qui se déclarent de l'ESS", "+ companies that declare themselves ESS"),
    "work_integration": Text("+ insertion et handicap de toute forme", "+ integration and disability of any form"),
    "wide": Text("= Périmètre élargi", "= Wide perimeter"),
    "same_perimeter": Text("Périmètre de ce document, tous les emplois", "This document's perimeter, all jobs"),
    "without_public_employers": Text("+ effet de ne compter que l'emploi privé", "+ effect of private jobs only"),
    "private_employment": Text("= Part de l'emploi privé", "= Share of private employment"),
    "active": Text("Établissements actifs", "Active establishments"),
    "head_count_unknown": Text("− effectif inconnu ou sans salarié", "− unknown head count, or no employee"),
    "nobody_on_31_december": Text("− personne au 31 décembre", "− nobody on 31 December"),
    "employing": Text("= Établissements employeurs", "= Employer establishments"),
}
LABELS = {
    "scop": Text("SCOP", "Worker co-operatives (SCOP)"),
    "scic": Text("SCIC", "Multi-stakeholder co-operatives (SCIC)"),
    "cae": Text("CAE", "Activity and employment co-operatives (CAE)"),
    "cuma": Text("CUMA", "Farm-machinery co-operatives (CUMA)"),
    "esus": Text("Agrément ESUS", "ESUS approval"),
}


def _siae(kind: str) -> Text:
    row = next((row for row in read_table("siae_kinds") if row["code"] == kind), None)
    return Text(f"{row['label_fr']} ({kind})", f"{row['label_en']} ({kind})") if row else Text(kind, kind)


def _theme(code: str) -> Text:
    row = next((row for row in read_table("association_themes") if row["code"] == code), None)
    return Text(row["label_fr"], row["label_en"]) if row else UNKNOWN_THEME


def _size(size: str) -> Text:
    if size.endswith("+"):
        return Text(f"{size[:-1]} salariés et plus", f"{size[:-1]} employees or more")
    low, _, high = size.partition("-")
    return Text(f"{low} à {high} salariés", f"{low} to {high} employees")


def _label(label: str) -> Text:
    kind, _, code = label.partition(":")
    return _siae(code) if code else LABELS.get(kind, Text(kind, kind))


def _family(code: str) -> Text:
    if code == GROUP:
        return Text(*(name.capitalize() for name in OTHER_FAMILIES))
    return family_label(code) if code else UNKNOWN_FAMILY


WORDS: dict[str, Callable[[str], Text]] = {
    "family": _family,
    "subfamily": _family,
    "sector": lambda code: UNKNOWN_SECTOR if code == "_U" else activities.label("A17", code),
    "size": _size,
    "sphere": SPHERES.__getitem__,
    "event": EVENTS.__getitem__,
    "evidence": EVIDENCE.__getitem__,
    "headcount": HEADCOUNT.__getitem__,
    "measure": MEASURES.__getitem__,
    "field": FIELDS.__getitem__,
    "curve": CURVES.__getitem__,
    "step": STEPS.__getitem__,
    "perimeter": lambda id_: PERIMETERS[id_].label,
    "within": LEVEL_NAMES.__getitem__,
    "label": _label,
    "year": lambda year: Text(year, year),
    "theme": _theme,
    "cohort": lambda year: Text(f"Établissements créés en {year}", f"Establishments born in {year}"),
    "age": lambda age: Text(f"À {age} ans", f"At {age} years"),
}


def word(key: str, value: str) -> Text:
    """What one part of a breakdown is called; raises KeyError for a breakdown that has no words."""
    return WORDS[key](value)


def counted_label(label: str, count: float) -> Text:
    """A label after a number: the acronym, which has no plural, where there is one."""
    kind, _, code = label.partition(":")
    if kind == "esus":
        ending = "s" if count >= 2 else ""
        return Text(f"structure{ending} agréée{ending} ESUS", f"ESUS-approved organisation{'' if count == 1 else 's'}")
    acronym = code or kind.upper()
    return Text(acronym, acronym)


def in_sentence(name: str) -> str:
    """A name within a sentence: its capital goes, unless it is an acronym."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
