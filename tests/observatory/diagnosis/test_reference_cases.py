"""Published figures, found again from their published inputs by the functions that write the diagnosis.

A printed number stands for all those that round to it. A case holds when the printed result is one of those that the
printed inputs allow; where every input is exact, that is equality to the printed precision. docs/method/
reference-cases.md lists the same cases with their sources, and those that cannot be found again.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.diagnosis.jobs import Jobs, Ratio, portion, quotient, total
from essaim.observatory.diagnosis.rates import change, contribution
from essaim.observatory.diagnosis.totals import Totals
from essaim.observatory.diagnosis.weight import write_shares, write_split
from essaim.observatory.diagnosis.writing import Writer
from essaim.observatory.reference.geography import find_territory

PAGE = Path(__file__).parents[3] / "docs/method/reference-cases.md"
ANY = 1_000_000  # a whole, where only shares of it are printed
MANIFEST = {"vintage": "2026-11", "cog": 2026, "built_at": "2026-11-01T00:00:00+00:00", "sources": []}


@dataclass(frozen=True)
class Printed:
    """A number as a page prints it, and half the unit of its last digit; nought where it is exact."""

    value: float
    half: float = 0.0

    @property
    def ends(self) -> tuple[float, ...]:
        return (self.value - self.half, self.value, self.value + self.half)

    def __str__(self) -> str:
        return f"{self.value:g}"


def posts(number: float) -> Jobs:
    """A published number of posts: nothing about it is estimated."""
    return Jobs(number, round(number), number, 0.0, number)


def known(one: float | Ratio | Jobs | None) -> float:
    assert one is not None
    return one if isinstance(one, float) else one.value


def weigh(ess: float, whole: float, public: float = 0, employers: tuple[int, int] = (0, 0)) -> Totals:
    """The totals of a territory of which everything is published."""
    rest = posts(max(whole - public - ess, 0))
    return Totals(
        "", *employers, 0, False, round(whole), None, 0.0, None, posts(ess), posts(public), rest
    )  # fmt: skip


def written(totals: Totals) -> dict[str, Figure]:
    """W6, W7, W8 and the three parts of W10, as the diagnosis writes them."""
    writer = Writer(find_territory("FR"), MANIFEST, totals)
    write_shares(writer, totals)
    write_split(writer, totals)
    return {figure.breakdown.get("sphere", figure.indicator): figure for figure in writer.figures}


def of_spheres(part: str) -> Callable[..., float]:
    def found(public: float, ess: float) -> float:
        value = written(weigh(ess * ANY, ANY, public * ANY))[part].value
        assert value is not None
        return float(value)

    return found


def specificity(here: float, there: float) -> float:
    ratios = (Ratio(one, one, one, 0.0, (one, one)) for one in (here, there))
    return known(quotient(*ratios))


def gained(after: float, gain: float) -> float:
    return known(change(after - gain, after))


def part_of_net_gains(after: float, gain: float, share: float, growth: float) -> float:
    """The jobs of everyone are not printed: the share of the ESS in them, and their growth, are."""
    whole = after / share
    return known(contribution(after - gain, after, whole / (1 + growth), whole))


def part(first: float, *others: float) -> float:
    return known(portion(posts(first), total(posts(one) for one in (first, *others))))


def added(*numbers: float) -> float:
    return total(posts(one) for one in numbers).value


CASES = {
    "SEM-W12": (specificity, (Printed(0.14, 0.005), Printed(0.105, 0.0005)), Printed(1.35, 0.005)),
    "SEM-D1": (gained, (Printed(21_142), Printed(1_415)), Printed(0.072, 0.0005)),
    "SEM-D3": (
        part_of_net_gains,
        (Printed(21_142), Printed(1_415), Printed(0.14, 0.005), Printed(0.025, 0.0005)),
        Printed(0.40, 0.005),
    ),
    "SAVOIE-D1": (gained, (Printed(9_000), Printed(220)), Printed(0.025, 0.0005)),
    "FRANCE-2013-W6": (of_spheres("W6"), (Printed(0.256, 0.0005), Printed(0.103, 0.0005)), Printed(0.103, 0.0005)),
    "FRANCE-2013-W7": (of_spheres("W7"), (Printed(0.256, 0.0005), Printed(0.103, 0.0005)), Printed(0.138, 0.0005)),
    "FRANCE-2013-W10": (
        of_spheres("private_other"),
        (Printed(0.256, 0.0005), Printed(0.103, 0.0005)),
        Printed(0.641, 0.0005),
    ),
    "FRANCE-2019-W3": (
        added,
        (Printed(2e6, 5e4), Printed(320e3, 500), Printed(137e3, 500), Printed(108e3, 500)),
        Printed(2.6e6, 5e4),
    ),
    "FRANCE-2022-C1": (
        part,
        (Printed(120_749), Printed(23_880), Printed(7_329), Printed(721)),
        Printed(0.79, 0.005),
    ),
    "FRANCE-2022-units": (
        added,
        (Printed(120_749), Printed(23_880), Printed(7_329), Printed(721), Printed(2_000)),
        Printed(154_679),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_printed_result_is_one_that_the_printed_inputs_allow(case: str) -> None:
    function, inputs, result = CASES[case]
    found = [function(*ends) for ends in itertools.product(*(one.ends for one in inputs))]
    dust = 1e-9 * abs(result.value)
    assert min(found) - dust <= result.value + result.half
    assert max(found) + dust >= result.value - result.half


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_narrow_enough_to_fail(case: str) -> None:
    """What the inputs allow is within a tenth of what is printed: a wrong formula would not land there."""
    function, inputs, result = CASES[case]
    found = [function(*ends) for ends in itertools.product(*(one.ends for one in inputs))]
    assert max(found) - min(found) <= 0.11 * abs(result.value)


@dataclass(frozen=True)
class Printout:
    """A portrait of which the wholes are not printed: they are deduced from the shares, then everything is written."""

    ess: int
    shares: dict[str, str]
    whole: float
    private: float | None = None
    employers: tuple[int, int] = (0, 0)


PRINTOUTS = {
    "Saint-Étienne Métropole 2015": Printout(21_142, {"W6": "14.0", "W7": "20.0"}, 0.14, 0.20),
    "Plaine Centrale 2011": Printout(5_628, {"W6": "7.7", "W8": "10.4"}, 0.077, None, (403, round(403 / 0.104))),
    "Toulouse Métropole 2010": Printout(31_000, {"W6": "8.3", "W7": "11.4"}, 0.083, 0.114),
    "Côte-d'Or 2020": Printout(22_500, {"W6": "12.0"}, 0.12),
    "Île-de-France 2021": Printout(490_400, {"W6": "8.0"}, 0.08),
    "Auvergne-Rhône-Alpes 2015": Printout(304_000, {"W6": "11.1", "W8": "10.1"}, 0.111, None, (29_000, 287_129)),
}


@pytest.mark.parametrize("name", PRINTOUTS)
def test_a_portrait_is_written_as_it_was_printed(name: str) -> None:
    """Which figure is over which whole, and how it is rounded: all that can be held without the printed wholes."""
    told = PRINTOUTS[name]
    whole = told.ess / told.whole
    public = whole - told.ess / told.private if told.private else 0
    figures = written(weigh(told.ess, whole, public, told.employers))
    found = {one: known(figures[one].value) for one in told.shares}
    assert {one: f"{100 * value:.1f}" for one, value in found.items()} == told.shares


def test_the_page_lists_every_case() -> None:
    page = PAGE.read_text("utf-8")
    for case, (_, inputs, result) in CASES.items():
        [line] = [line for line in page.splitlines() if line.startswith(f"| `{case}` |")]
        numbers = line.replace(",", "")
        assert all(str(one) in numbers or _percent(one) in numbers for one in (*inputs, result)), case
    for name in PRINTOUTS:
        assert f"| {name} |" in page


def _percent(one: Printed) -> str:
    return f"{100 * one.value:g}%"
