"""What changed, in words: communes by their names, rules and labels by theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from essaim.observatory.directory.labels import labels
from essaim.observatory.language import Language
from essaim.observatory.perimeter.rules import rules

PLACED = ("moved", "place_opened", "place_closed")


@dataclass(frozen=True)
class Words:
    """The words of one language; `communes` are the names of the communes by code."""

    communes: Mapping[str, str]
    language: Language

    def what(self, kind: str, before: str | None, after: str | None) -> str:
        """The change beside its kind: from where to where, under which rule, which label; blank if all is said."""
        if before and after:
            return f"{self._said(kind, before)} → {self._said(kind, after)}"
        return self._said(kind, before or after or "")

    def _said(self, kind: str, code: str) -> str:
        if kind in PLACED:
            return self.communes.get(code, code)
        if kind in ("label_gained", "label_lost"):
            return labels()[code].name.in_(self.language) if code in labels() else code
        if kind in ("entered", "left", "regraded"):
            return next((rule.label.in_(self.language) for rule in rules() if rule.name == code), code)
        return code
