"""Head counts under agreement put into groups that may be known together, so that nothing else is ever published.

Whoever has the register can redo every open figure, take it away from the published one, and is left with the posts
under agreement behind it. So these enter the figures by groups: those of one intercommunality, and of one tier of the
perimeters, then finer as long as every group is safe. A figure is shown when it holds whole groups only, and the posts
of a group are spread over its members by what the register says of each. Everything that a store holds is then made of
open data and of the totals of safe groups: no sum, difference, rank, index or interval tells more, in any table, at any
level, in any perimeter. What cannot be in a safe group is not used.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from essaim.observatory.reference.tables import read_table
from essaim.observatory.secrecy.rules import Cell, Reason, RuleSet


@dataclass(frozen=True)
class Member:
    """A head count under agreement, and what the public register says of its establishment.

    `expected` is what its band stands for, in posts; `place` is its intercommunality, its commune where it has none.
    """

    siret: str
    posts: int
    expected: float
    place: str
    commune: str
    tier: int
    family: str
    subfamily: str
    sector: str
    size: str

    @property
    def unit(self) -> str:
        """The legal unit: its establishments speak with one voice."""
        return self.siret[:9]


Group = tuple[Member, ...]


@dataclass(frozen=True)
class Cut:
    """A way to tell the members of a group apart, and the order in which unsafe classes are joined by others."""

    of: Callable[[Member], str]
    order: Callable[[str], tuple[int, str]]


def _family_last(family: str) -> tuple[int, str]:
    """Small families first, associations last: the nomenclature from its end."""
    order = [row["code"] for row in reversed(read_table("families")) if not row["parent"]]
    return (order.index(family) if family in order else -1), family


def _by_code(code: str) -> tuple[int, str]:
    return 0, code


# From the first to be told apart to the last: a total before its parts. Never chosen by the data.
CUTS = (
    Cut(lambda member: member.commune, _by_code),
    Cut(lambda member: member.family, _family_last),
    Cut(lambda member: member.subfamily, _by_code),
    Cut(lambda member: member.sector, _by_code),
    Cut(lambda member: member.size, _by_code),
)


def cell_of(members: Iterable[Member]) -> Cell:
    """The posts of some members as the rules look at them: by legal unit."""
    by_unit: dict[str, int] = {}
    for member in members:
        by_unit[member.unit] = by_unit.get(member.unit, 0) + member.posts
    first, second, *_ = [*sorted(by_unit.values(), reverse=True), 0, 0]
    whole = sum(by_unit.values())
    return Cell(whole, len(by_unit), first / whole if whole else 0.0, second / whole if whole else 0.0)


def against(members: Iterable[Member], rules: RuleSet) -> Reason | None:
    """Why these may not be known together, None when they may."""
    return rules.against(cell_of(members))


def grouped(members: Iterable[Member], rules: RuleSet) -> tuple[Group, ...]:
    """The safe groups, as fine as they may be; members that are in none may not be used."""
    first: dict[tuple[str, int], list[Member]] = {}
    for member in sorted(members, key=lambda one: one.siret):
        first.setdefault((member.place, member.tier), []).append(member)
    groups = [tuple(one) for _, one in sorted(first.items()) if against(one, rules) is None]
    for cut in CUTS:
        groups = [part for group in groups for part in _split(group, cut, rules)]
    return tuple(groups)


def _split(group: Group, cut: Cut, rules: RuleSet) -> list[Group]:
    """By class; unsafe classes stay together, joined by others until they are safe."""
    classes: dict[str, list[Member]] = {}
    for member in group:
        classes.setdefault(cut.of(member), []).append(member)
    ordered = sorted(classes, key=cut.order)
    together = [code for code in ordered if against(classes[code], rules)]
    apart = [code for code in ordered if code not in together]
    rest = [member for code in together for member in classes[code]]
    while rest and apart and against(rest, rules):
        rest += classes[apart.pop(0)]
    if rest and against(rest, rules):
        return [group]
    parts = [tuple(classes[code]) for code in apart]
    return [*parts, tuple(sorted(rest, key=lambda one: one.siret))] if rest else parts


def spread(group: Group) -> dict[str, int]:
    """The posts of a group given to its members as their bands have it, in whole posts that add up; by SIRET.

    A function of the total and of open data only: what a member really counts is not in it.
    """
    whole = sum(member.posts for member in group)
    weights = {member.siret: max(member.expected, 1.0) for member in group}
    wanted = {siret: whole * weight / sum(weights.values()) for siret, weight in weights.items()}
    given = {siret: int(amount) for siret, amount in wanted.items()}
    short = whole - sum(given.values())
    for siret in sorted(wanted, key=lambda one: (given[one] - wanted[one], one))[:short]:
        given[siret] += 1
    return given


def withheld(
    groups: Sequence[Group], cells_of: Callable[[Member], Iterable[tuple[str, ...]]], rules: RuleSet
) -> dict[tuple[str, ...], Reason]:
    """The cells that hold a part of a group, and why they may not be shown; a cell of whole groups may."""
    group_of = {member.siret: number for number, group in enumerate(groups) for member in group}
    held: dict[tuple[str, ...], list[Member]] = {}
    for group in groups:
        for member in group:
            for key in dict.fromkeys(cells_of(member)):
                held.setdefault(key, []).append(member)
    found: dict[tuple[str, ...], Reason] = {}
    for key, members in held.items():
        if not _whole(members, groups, group_of):
            found[key] = against(members, rules) or "secondary"
    return found


def _whole(members: Sequence[Member], groups: Sequence[Group], group_of: dict[str, int]) -> bool:
    inside = {group_of[member.siret] for member in members}
    return len(members) == sum(len(groups[number]) for number in inside)
