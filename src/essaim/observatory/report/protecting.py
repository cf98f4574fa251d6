"""What statistical secrecy made of a diagnosis, in words: which head counts were used, what is hidden and why."""

from collections import Counter
from typing import Any

from essaim.observatory.diagnosis.diagnose import Diagnosis
from essaim.observatory.language import Text
from essaim.observatory.secrecy.rules import reasons, rule_sets


def protection(diagnosis: Diagnosis) -> list[Text]:
    """Sentences for the method: nothing where the store uses no known head count."""
    told = known_head_counts(diagnosis.store)
    hidden = Counter(
        one.reason_code for one in diagnosis.figures if one.reason_code and one.territory == diagnosis.territory
    )
    if not hidden:
        return told
    number = hidden.total()
    why_fr = " ; ".join(f"{reasons()[code].fr} ({count})" for code, count in sorted(hidden.items()))
    why_en = "; ".join(f"{reasons()[code].en} ({count})" for code, count in sorted(hidden.items()))
    return [
        *told,
        Text(
            f"{number} chiffres de ce territoire sont masqués : {why_fr}. Ceux qui s'en déduiraient le sont aussi.",
            f"{number} figures of this territory are hidden: {why_en}. So are those that would give them away.",
        ),
    ]


def known_head_counts(manifest: dict[str, Any]) -> list[Text]:
    """What a build made of the file of known head counts; nothing where it was given none."""
    known = manifest["estimation"]["known_head_counts"]
    if known is None:
        return []
    lines = []
    if known["public"]:
        lines.append(
            Text(
                f"Effectifs connus et publics, employés tels quels : {known['public']}.",
                f"Known and public head counts, used as they are: {known['public']}.",
            )
        )
    if known["private"]:
        lines.append(_under_agreement(known))
    return lines


def _under_agreement(known: dict[str, Any]) -> Text:
    rules = rule_sets()[known["rules"].split()[0]]
    parts = [
        Text(
            f"Effectifs connus sous convention : {known['private']}, dont {known['private_used']} employés par groupes "
            f"d'au moins {rules.min_units} structures, jamais un à un. Règles {known['rules']} : {rules.label.fr}.",
            f"Head counts known under agreement: {known['private']}, of which {known['private_used']} used by groups "
            f"of at least {rules.min_units} organisations, never one by one. Rules {known['rules']}: {rules.label.en}.",
        )
    ]
    if known["private_alone"]:
        parts.append(
            Text(
                f"Ne peuvent être cachés parmi d'autres de leur intercommunalité, et ne servent pas : "
                f"{known['private_alone']}.",
                f"Cannot be hidden among others of their intercommunality, and are not used: {known['private_alone']}.",
            )
        )
    if known["private_outside"]:
        parts.append(
            Text(
                f"Ne sont pas d'un établissement actif de l'ESS : {known['private_outside']}.",
                f"Not of an active ESS establishment: {known['private_outside']}.",
            )
        )
    return Text(*(" ".join(words) for words in zip(*parts, strict=True)))
