"""The rules of the three published perimeters, read from versioned tables.

Evidence about a legal unit is a set of tags, held as the sum of their bits. A rule asks for some tags and refuses
others; the first tier one of whose rules is met is the unit's tier, and a perimeter is every tier up to its own. So
*strict* ⊆ *legal* ⊆ *wide* holds whatever the data. The 128 possible sets of tags are all decided here, once, and
SQL joins the outcome: the table `decisions` and this function are one and the same rule.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from essaim.observatory.language import Text

VERSION = "2026-11"
OUTSIDE = 0


@dataclass(frozen=True)
class Tag:
    """One kind of evidence: its bit, the data set that gives it, the clause it adds to a sentence, its legal ground."""

    name: str
    bit: int
    source: str
    present: Text
    absent: Text
    note: str


@dataclass(frozen=True)
class Rule:
    """One row of the rules: met when every bit of `requires` is there and none of `forbids`."""

    name: str
    tier: int
    perimeter: str
    requires: int
    forbids: int
    label: Text
    source: str

    def met_by(self, tags: int) -> bool:
        return tags & self.requires == self.requires and not tags & self.forbids


@dataclass(frozen=True)
class Perimeter:
    """A published definition of the ESS: every unit whose tier is between 1 and `max_tier`."""

    name: str
    rank: int
    max_tier: int
    label: Text
    definition: Text


@dataclass(frozen=True)
class Decision:
    """The tier of a legal unit (0 = outside the ESS) and the rule that gave it (None outside)."""

    tier: int
    rule: Rule | None

    @property
    def perimeters(self) -> tuple[str, ...]:
        """The published perimeters that hold the unit, narrowest first."""
        return tuple(p.name for p in PERIMETERS.values() if OUTSIDE < self.tier <= p.max_tier)


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("essaim.observatory.perimeter").joinpath(f"rules/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _current(name: str) -> Iterable[dict[str, str]]:
    return (row for row in _table(name) if row["version"] == VERSION)


def _text(row: dict[str, str], column: str) -> Text:
    return Text(row[f"{column}_fr"], row[f"{column}_en"])


TAGS: dict[str, Tag] = {
    row["tag"]: Tag(
        row["tag"], int(row["bit"]), row["source"], _text(row, "present"), _text(row, "absent"), row["note"]
    )
    for row in _table("tags")
}

PERIMETERS: dict[str, Perimeter] = {
    row["perimeter"]: Perimeter(
        row["perimeter"],
        int(row["rank"]),
        int(row["max_tier"]),
        _text(row, "label"),
        _text(row, "definition"),
    )
    for row in _current("perimeters")
}


def bits(names: Iterable[str]) -> int:
    """The set of tags as one number; raises KeyError for a tag that the tables do not define."""
    return sum(TAGS[name].bit for name in set(names))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in force, by tier."""
    read = (
        Rule(
            row["rule"],
            int(row["tier"]),
            row["perimeter"],
            bits(row["requires"].split()),
            bits(row["forbids"].split()),
            _text(row, "label"),
            row["source"],
        )
        for row in _current("rules")
    )
    return tuple(sorted(read, key=lambda rule: rule.tier))


@cache
def decide(tags: int) -> Decision:
    """The decision for one set of tags (the sum of their bits, 0 to 127)."""
    rule = next((rule for rule in rules() if rule.met_by(tags)), None)
    return Decision(rule.tier, rule) if rule else Decision(OUTSIDE, None)


def every_decision() -> list[tuple[int, int, str]]:
    """(tags, tier, rule) for each possible set of tags: what SQL joins."""
    outcomes = ((tags, decide(tags)) for tags in range(bits(TAGS) + 1))
    return [(tags, outcome.tier, outcome.rule.name if outcome.rule else "") for tags, outcome in outcomes]


# Kinds of structure whose presence opens the wide perimeter; SEP (prison workshops) does not.
INTEGRATION_KINDS = tuple(row["kind"] for row in _current("integration_kinds") if row["counted"] == "1")

# Sub-families that the diagnosis lists among the particular actors, and the label they take there.
SHOWN_SUBFAMILIES = {row["subfamily"]: row["label"] for row in _table("shown_subfamilies")}
