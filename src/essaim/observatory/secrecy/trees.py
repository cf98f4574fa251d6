"""A dimension of a table: codes and the codes that they add up to."""

from collections.abc import Iterable, Mapping
from functools import cached_property


class Tree:
    """Codes by the code that holds them (None at the top; several tops mean that no total of them is shown).

    `virtual` codes are not shown themselves, but can be found by subtraction: the rest of a parent, a group.
    """

    def __init__(self, parents: Mapping[str, str | None], virtual: Iterable[str] = ()) -> None:
        self.parents: dict[str, str | None] = {code: parents[code] for code in sorted(parents)}
        for parent in sorted({one for one in parents.values() if one is not None}):
            self.parents.setdefault(parent, None)
        self.virtual = frozenset(virtual)
        self._between: dict[tuple[str, str | None], tuple[str, ...]] = {}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        holders = set(self.parents.values())
        return tuple(code for code in self.parents if code not in holders)

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """From each code up to the top, both included."""
        return {code: tuple(self._climb(code)) for code in self.parents}

    @cached_property
    def under(self) -> dict[str, tuple[str, ...]]:
        """The leaves that each code adds up, itself when it is a leaf."""
        return {code: tuple(leaf for leaf in self.leaves if code in self.paths[leaf]) for code in self.parents}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How high a total each code is: 0 for a leaf; virtual codes, which nobody sees, do not count."""
        ranks = dict.fromkeys(self.parents, 0)
        for leaf in self.leaves:
            height = 0
            for code in self.paths[leaf][1:]:
                height += code not in self.virtual
                ranks[code] = max(ranks[code], 0 if code in self.virtual else height)
        return ranks

    def between(self, one: str, other: str | None) -> tuple[str, ...]:
        """What changes when an amount moves from a leaf to another: all that holds one of them but not both."""
        key = (one, other)
        if key not in self._between:
            mine = self.paths[one]
            theirs = self.paths[other] if other is not None else ()
            self._between[key] = (
                *(code for code in mine if code not in theirs),
                *(code for code in theirs if code not in mine),
            )
        return self._between[key]

    def _climb(self, code: str) -> Iterable[str]:
        seen: str | None = code
        while seen is not None:
            yield seen
            seen = self.parents[seen]
