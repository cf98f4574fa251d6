"""Everything that a small country publishes, attacked: head counts under agreement are not found again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.diagnosis.figure import Figure
from essaim.observatory.reference import activities
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.tables import read_table
from essaim.observatory.report.drawings import drawings
from essaim.observatory.secrecy.rules import binding
from essaim.observatory.store.reader import open_store
from tests.observatory.secrecy.country import (
    BEAUNE,
    BESANCON,
    CHENOVE,
    DIJON,
    PLACES,
    Known,
    agreed,
    built,
    country,
)
from tests.stores import Shared, built_on

pytestmark = pytest.mark.slow  # a dozen countries are built and attacked

IN_DIJON = "242100410"
INSIDE = {DIJON: IN_DIJON, CHENOVE: IN_DIJON, BEAUNE: "200006682"}
USED = tuple(one for one in country() if one.posts is not None and one.commune != BESANCON)
# Above the intercommunalities, parts of groups are shown as their bands divide them: no equation on head counts.
DETAILED = (DIJON, CHENOVE, BEAUNE, IN_DIJON, "200006682")
# A published total by région and family, which known posts are taken off: a calibration is an input.
MARGINS = {"marges_ess.csv": "region,famille,annee,postes\n27,Associations,2024,900\n27,Coopératives,2024,260\n"}


@cache
def published(store: Path) -> dict[str, Diagnosis]:
    with open_store(store) as opened:
        return {
            f"{place} {perimeter}": diagnose(opened, find_territory(place), perimeter)
            for place in PLACES
            for perimeter in ("strict", "legal", "wide")
        }


@pytest.fixture(scope="module")
def stores(shared: Shared, communes_of_a_few_departements: Path) -> dict[str, Path]:
    """The country as it is, as its attacker guesses it, and with what each group holds divided otherwise."""
    truth = agreed()
    wanted = {
        "truth": partial(built, counts=truth),
        "guess": partial(built, counts=guessed(truth)),
        "divided": partial(built, counts=divided(truth)),
        "calibrated": partial(built, counts=truth, lists=MARGINS),
        "calibrated_divided": partial(built, counts=divided(truth), lists=MARGINS),
        "public": partial(built, counts=truth, public=True),
        "public_guess": partial(built, counts=guessed(truth), public=True),
        "open": partial(built, counts={}),
    }
    with built_on(communes_of_a_few_departements):
        return {name: shared(f"country-{name}", make) / "store" for name, make in wanted.items()}


def guessed(counts: Mapping[str, int]) -> dict[str, int]:
    """What an attacker starts from: any head counts will do, of the same bands."""
    return {siret: posts + 1 for siret, posts in counts.items()}


def divided(counts: Mapping[str, int]) -> dict[str, int]:
    """Posts moved within each group, from one member to another: no other difference."""
    found = dict(counts)
    associations = [one for one in USED if one.commune == DIJON and one.family == "association"]
    health, culture = ([one.siret for one in associations if sector(one) == code] for code in ("OQ", "RU"))
    for one, other, moved in (
        (health[0], health[1], 4), (culture[0], culture[1], 9),
        *((group[0], group[1], 3) for group in (
            [one.siret for one in USED if one.commune == CHENOVE],
            [one.siret for one in USED if one.commune == BEAUNE],
            [one.siret for one in USED if one.commune == DIJON and one.family != "association"],
        )),
    ):  # fmt: skip
        found[one] -= moved
        found[other] += moved
    return found


@pytest.mark.parametrize(("one", "other"), [("truth", "divided"), ("calibrated", "calibrated_divided")])
def test_a_store_knows_nothing_but_the_totals_of_groups(stores: dict[str, Path], one: str, other: str) -> None:
    """No figure, interval, limit, rank, index, digest or version differs: whatever is computed from one of the two
    stores, in any format, is computed from the other."""
    told = []
    for name in (one, other):
        with open_store(stores[name]) as store:
            told.append({key: store.manifest[key] for key in ("tables", "version", "estimation")})
    assert told[0] == told[1]


def test_the_divided_country_is_another_one() -> None:
    truth = agreed()
    assert sum(truth[siret] != posts for siret, posts in divided(truth).items()) == 10


def own(told: Diagnosis) -> list[Figure]:
    return [one for one in told.figures if one.territory == told.territory]


def members(place: str, figure: Figure) -> list[Known] | None:
    """Whose posts a figure adds up, as the public register tells; None for a figure that is not a sum of posts."""
    inside = [one for one in USED if place in (one.commune, INSIDE.get(one.commune))]
    part = figure.breakdown
    if figure.indicator == "W3" and not part:
        return inside
    keep = {
        "C1": lambda one: one.family in _families(part.get("family", "")),
        "S1": lambda one: sector(one) == part.get("sector"),
        "T1": lambda one: size(one) == part.get("size"),
        "C2": lambda one: one.family == "cooperative" and part.get("subfamily") == "worker_cooperative",
        "A1": lambda one: one.family == "cooperative" and part.get("label") == "scop",
    }.get(figure.indicator)
    measured = part.get("measure", "jobs") == "jobs"
    return [one for one in inside if keep(one)] if keep and measured else None


def _families(told: str) -> tuple[str, ...]:
    return ("cooperative", "mutual") if told == "_O" else (told,)


def sector(one: Known) -> str:
    return activities.divisions_of("A17")[one.activity[:2]]


def size(one: Known) -> str:
    return next(row["size_class"] for row in read_table("headcount_bands") if row["code"] == one.band)


class Attacker:
    """Knows the register, who gave a head count, the program, and every number that is published.

    It builds the country with head counts of its own: what a published figure differs by is what the sum of the true
    ones differs by. The precision of a number is that of its digits.
    """

    def __init__(self, truth: Mapping[str, Diagnosis], guess: Mapping[str, Diagnosis]) -> None:
        guesses = guessed(agreed())
        self.posts = np.array([one.posts or 0 for one in USED])
        self.rows, self.least, self.most = [], [], []
        for place in DETAILED:
            for perimeter in ("strict", "legal", "wide"):
                for row, told, precision in self.sums(truth[f"{place} {perimeter}"], guess[f"{place} {perimeter}"]):
                    whole = told + sum(guesses[one.siret] for one, of in zip(USED, row, strict=True) if of)
                    self.rows.append(row)
                    self.least.append(whole - precision)
                    self.most.append(whole + precision)

    @staticmethod
    def sums(truth: Diagnosis, guess: Diagnosis) -> Iterator[tuple[np.ndarray, float, float]]:
        place = truth.territory.key
        wholes = [found.value if (found := one.find("W3")) else None for one in (truth, guess)]
        for figure in own(truth):
            counted = members(place, figure)
            other = guess.find(figure.indicator, **figure.breakdown)
            if counted is None or figure.value is None or other is None or other.value is None:
                continue
            share = figure.unit == "share"
            scales = wholes if share else [1.0, 1.0]
            if None in scales:
                continue
            told = figure.value * scales[0] - other.value * scales[1]
            precision = 2e-6 * max(scales) + 0.2 if share else 0.2
            yield np.array([float(one in counted) for one in USED]), told, precision

    def range_of(self, wanted: np.ndarray, insider: int | None = None) -> tuple[float, float]:
        """The least and the most that a sum of head counts may be; an insider knows its own."""
        bounds = [(0, None)] * len(USED)
        if insider is not None:
            bounds[insider] = (self.posts[insider], self.posts[insider])
        sums = np.array(self.rows)
        limits = np.concatenate([sums, -sums]), np.concatenate([self.most, -np.array(self.least)])
        found = [
            linprog(sign * wanted, A_ub=limits[0], b_ub=limits[1], bounds=bounds, method="highs") for sign in (1, -1)
        ]
        assert all(one.status == 0 for one in found)  # the truth itself fits what is published
        return found[0].fun, -found[1].fun


@pytest.fixture(scope="module")
def attacker(stores: dict[str, Path]) -> Attacker:
    return Attacker(published(stores["truth"]), published(stores["guess"]))


def test_the_attack_finds_what_is_published(attacker: Attacker) -> None:
    """Totals of groups are found, so the attack is not blind."""
    of_chenove = np.array([float(one.commune == CHENOVE) for one in USED])
    low, high = attacker.range_of(of_chenove)
    assert low == pytest.approx(180, abs=1)
    assert high == pytest.approx(180, abs=1)


def test_no_head_count_is_found_within_a_tenth_even_by_one_who_gave_its_own(attacker: Attacker) -> None:
    for at, one in enumerate(USED):
        wanted = np.array([float(other == one) for other in USED])
        for insider in (None, *(other for other in range(len(USED)) if other != at)):
            low, high = attacker.range_of(wanted, insider)
            assert low <= 0.9 * attacker.posts[at], (one, insider)
            assert high >= 1.1 * attacker.posts[at], (one, insider)


def test_the_same_attack_finds_head_counts_that_enter_one_by_one(stores: dict[str, Path]) -> None:
    """Those that are public are not put into groups: subtraction gives them back, so the attack has teeth."""
    attacker, found = Attacker(published(stores["public"]), published(stores["public_guess"])), 0
    for at, one in enumerate(USED):
        low, high = attacker.range_of(np.array([float(other == one) for other in USED]))
        found += low > 0.9 * attacker.posts[at] and high < 1.1 * attacker.posts[at]
    assert found >= 3


def test_no_cell_of_too_few_units_is_found_within_a_tenth(attacker: Attacker, stores: dict[str, Path]) -> None:
    truth, found = published(stores["truth"]), 0
    for place in DETAILED:
        for figure in own(truth[f"{place} strict"]):
            counted = members(place, figure)
            if counted and figure.reason_code == "frequency":
                wanted = np.array([float(one in counted) for one in USED])
                low, high = attacker.range_of(wanted)
                assert low <= 0.9 * (wanted @ attacker.posts)
                assert high >= 1.1 * (wanted @ attacker.posts)
                found += 1
    assert found > 10


def test_a_hidden_figure_has_its_reason_its_rules_and_no_number(stores: dict[str, Path]) -> None:
    hidden = [one for told in published(stores["truth"]).values() for one in told.figures if one.reason_code]
    assert {one.reason_code for one in hidden} >= {"frequency", "secondary"}
    for one in hidden:
        assert (one.value, one.low, one.high, one.bound_low, one.bound_high, one.basis, one.grade) == (None,) * 7
        assert one.reason is not None
        assert one.suppressed_by == binding().id
        assert one.regime == "agreement"


def test_small_families_are_shown_together(stores: dict[str, Path]) -> None:
    told = published(stores["truth"])[f"{IN_DIJON} strict"]
    shares = {one.breakdown["family"]: one.value for one in told.own("C1") if one.breakdown["measure"] == "jobs"}
    assert shares["cooperative"] is None
    assert shares["mutual"] is None
    assert sum(value for value in shares.values() if value) == pytest.approx(1, abs=1e-5)
    assert shares["_O"]
    assert list(shares)[-1] == "_O"
    assert told.find("C1", family="_O", measure="establishments")
    for parent in told.parents:  # the row is the same everywhere
        apart = [told.find("C1", parent, family=one, measure="jobs") for one in ("cooperative", "mutual")]
        together = told.find("C1", parent, family="_O", measure="jobs")
        assert together
        assert together.value == pytest.approx(sum(one.value for one in apart if one and one.value), abs=1e-5)


def test_each_bar_of_the_chart_of_families_tells_the_same_parts(stores: dict[str, Path]) -> None:
    told = replace(published(stores["truth"])[f"{IN_DIJON} strict"], outlines=None)
    [chart] = drawings(told, "fr")["families"]
    bars = chart.description.split(" ; ")
    assert len(bars) == 2
    for bar in bars:
        assert "Autres familles" in bar
        assert "Mutuelles" not in bar


def test_a_row_of_other_families_is_about_the_same_families_everywhere(stores: dict[str, Path]) -> None:
    found = 0
    for told in published(stores["truth"]).values():
        shares = [one for one in told.figures if one.indicator == "C1"]
        groups = [(one.territory.key, one.breakdown["measure"]) for one in shares if one.breakdown["family"] == "_O"]
        assert len(set(groups)) == len(groups)
        for place, _ in groups:
            assert hidden_families(shares, place) in (set(), hidden_families(shares, told.territory.key))
            found += place != told.territory.key
    assert found


def hidden_families(shares: list[Figure], place: str) -> set[str]:
    return {one.breakdown["family"] for one in shares if one.territory.key == place and one.reason_code}


def test_a_figure_is_under_agreement_as_soon_as_one_input_is(stores: dict[str, Path]) -> None:
    def regimes(name: str, place: str) -> dict[str, str]:
        return {one.indicator: one.regime for one in own(published(stores[name])[f"{place} strict"])}

    apart = regimes("truth", "242500361")  # nothing is known there, but France holds what is
    assert (apart["W3"], apart["W12"], apart["S3"], apart["W1"]) == ("open", "agreement", "agreement", "open")
    assert regimes("truth", IN_DIJON)["W6"] == "agreement"
    assert regimes("calibrated", "242500361")["W3"] == "agreement"  # a total of its région had known posts taken off
    assert set(regimes("open", IN_DIJON).values()) <= {"open", "open_partial"}


def test_known_head_counts_do_enter_the_estimate(stores: dict[str, Path]) -> None:
    def jobs(name: str) -> Figure:
        found = published(stores[name])[f"{IN_DIJON} strict"].find("W3")
        assert found is not None
        return found

    known, unknown = jobs("truth"), jobs("open")
    assert known.high - known.low < 0.6 * (unknown.high - unknown.low)  # type: ignore[operator]
    assert known.basis is not None
    assert known.basis.known == pytest.approx(533 / known.value, abs=1e-3)  # type: ignore[operator]


def test_without_any_there_is_nothing_to_withhold(stores: dict[str, Path]) -> None:
    with open_store(stores["open"]) as store:
        assert "withheld" not in store.manifest["tables"]
    assert not [one for told in published(stores["open"]).values() for one in told.figures if one.reason_code]
