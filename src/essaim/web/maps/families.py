"""A colour and a shape for each family, on the map and in its legend: either of the two tells them apart."""

from dataclasses import dataclass
from functools import cache

from essaim.observatory.language import Text
from essaim.observatory.reference.tables import read_table
from essaim.observatory.report.words import word

# On a grid of 24. The series are those of the charts, whose neighbours differ in lightness too.
SHAPES = {
    "association": ("s1", "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z"),
    "cooperative": ("s2", "M4.5 4.5h15v15h-15z"),
    "mutual": ("s3", "M12 3 21.5 20h-19z"),
    "foundation": ("s4", "M12 2.5 21.5 12 12 21.5 2.5 12z"),
    "commercial_company": ("s6", "M2.5 4 21.5 4 12 21z"),
    "other_nonprofit": ("s5", "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z"),
}
UNKNOWN = ("s5", "M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10z")


@dataclass(frozen=True)
class Mark:
    """One line of the legend: `series` is the class of its colour, `path` its shape."""

    code: str
    name: Text
    series: str
    path: str


@cache
def marks() -> tuple[Mark, ...]:
    """Every family in the order of the reference, then what has none."""
    codes = [row["code"] for row in read_table("families") if not row["parent"]]
    return tuple(Mark(code, word("family", code), *SHAPES.get(code, UNKNOWN)) for code in (*codes, ""))
