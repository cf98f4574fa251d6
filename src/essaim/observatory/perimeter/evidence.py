"""Why a legal unit is, or is not, in each perimeter: its evidence, and the sentence that says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from essaim.observatory.language import Language, Text
from essaim.observatory.perimeter.rules import (
    INTEGRATION_KINDS,
    OUTSIDE,
    PERIMETERS,
    TAGS,
    Decision,
    Tag,
    bits,
    decide,
)
from essaim.observatory.reference.activities import is_excluded
from essaim.observatory.reference.legal_forms import LegalForm, family_of, legal_form, subfamily_of

# A clause brackets the words that give its date: without one they give way to these.
DATED = re.compile(r"\[([^]]*)\]")
UNDATED = Text(" (sans date)", " (undated)")

# What can be known of a unit beyond its own form and activity; None = not consulted.
LOOKED_UP = ("insee_flag", "ess_france", "esus", "siae")


@dataclass(frozen=True)
class Unit:
    """A legal unit as a list or a register describes it.

    `legal_form` is a 4-digit legal category, `activity` a NAF code with its `nomenclature`. The four pieces of evidence
    that come from elsewhere are None when they were not consulted, which is not the same as "no".
    """

    siren: str | None
    name: str | None = None
    legal_form: str | None = None
    activity: str | None = None
    nomenclature: str | None = None
    insee_flag: bool | None = None
    in_ess_france: bool | None = None
    in_esus: bool | None = None
    siae_kinds: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: the tag, whether it holds (None = not consulted), its source and the source's date."""

    unit: str | None
    tag: str
    holds: bool | None
    source: str
    vintage: str | None
    rule: str

    def clause(self, language: Language, facts: Mapping[str, str]) -> str:
        """The part of the sentence that this evidence adds; empty when there is nothing worth saying."""
        if self.holds is None:
            return ""
        tag: Tag = TAGS[self.tag]
        template = (tag.present if self.holds else tag.absent).in_(language)
        dated = DATED.sub(r"\1" if self.vintage else UNDATED.in_(language), template)
        return dated.format(vintage=self.vintage, **facts)


@dataclass(frozen=True)
class Classified:
    """A legal unit with its family, the decision of the rules, and all the evidence."""

    unit: Unit
    form: LegalForm | None
    family: str
    subfamily: str
    decision: Decision
    evidence: tuple[Evidence, ...]

    def is_in(self, perimeter: str) -> bool:
        return perimeter in self.decision.perimeters

    def sentence(self, language: Language) -> str:
        """The decision and its reasons in one sentence, naming rule, sources and dates."""
        facts = {
            "legal_form": self.unit.legal_form or "?",
            "form_label": self.form.short_label if self.form else "",
            "activity": self.unit.activity or "?",
            "siae_kinds": ", ".join(self.unit.siae_kinds or ()),
        }
        clauses = [] if self.form else [self._unknown_form().in_(language)]
        clauses += [clause for one in self.evidence if (clause := one.clause(language, facts))]
        reasons = Text("\N{NARROW NO-BREAK SPACE}; ", "; ").in_(language).join(clauses)
        colon = Text("\N{NO-BREAK SPACE}: ", ": ").in_(language)
        return self.conclusion(language) + (f"{colon}{reasons}." if reasons else ".")

    def _unknown_form(self) -> Text:
        code = self.unit.legal_form
        if code is None:
            return Text("catégorie juridique non renseignée", "legal form not given")
        return Text(f"catégorie juridique {code} inconnue", f"legal form {code} unknown")

    def conclusion(self, language: Language) -> str:
        """The perimeters that hold it, and the rule that says so; the evidence is in `sentence`."""
        rule = self.decision.rule
        if rule is None:
            outside = Text("Hors des trois périmètres", "Outside the three perimeters").in_(language)
            return outside + ("" if self.form else Text(", faute de preuve", ", for want of evidence").in_(language))
        names = [PERIMETERS[name].label.in_(language) for name in self.decision.perimeters]
        listed = Text(" et ", " and ").in_(language).join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        label = rule.label.in_(language)
        several = len(names) > 1
        return Text(
            f"Périmètre{'s' if several else ''} {listed}{'' if several else ' seulement'} ({label})",
            f"{listed.capitalize()} perimeter{'s' if several else ' only'} ({label})",
        ).in_(language)


def classify(unit: Unit, vintages: Mapping[str, str] | None = None) -> Classified:
    """Classify one legal unit; `vintages` gives the date of each source by source id, as it should be quoted."""
    form = legal_form(unit.legal_form) if unit.legal_form else None
    holds = _tags_of(unit, form)
    decision = decide(bits(name for name, held in holds.items() if held))
    rule = decision.rule.name if decision.rule else ""
    dates = vintages or {}
    evidence = tuple(
        Evidence(unit.siren, name, held, TAGS[name].source, dates.get(TAGS[name].source), rule)
        for name, held in holds.items()
    )
    # A unit outside the ESS has no ESS family, as in the store.
    in_ess = decision.tier > OUTSIDE
    family = family_of(unit.legal_form, unit.name) if in_ess else ""
    subfamily = subfamily_of(unit.legal_form, unit.name) if in_ess else ""
    return Classified(unit, form, family, subfamily, decision, evidence)


def _tags_of(unit: Unit, form: LegalForm | None) -> dict[str, bool | None]:
    kinds = unit.siae_kinds
    return {
        "form": form.core if form else None,
        "commercial": form.commercial if form else None,
        "insee_flag": unit.insee_flag,
        "ess_france": unit.in_ess_france,
        "esus": unit.in_esus,
        "siae": None if kinds is None else any(kind in INTEGRATION_KINDS for kind in kinds),
        "excluded_activity": is_excluded(unit.activity, unit.nomenclature) if unit.activity else None,
    }
