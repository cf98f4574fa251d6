"""Real units written in the stock layout, a store built from them, and every figure of Paris computed a second way.

The second way is plain Python over the rows, with the reference tables and nothing of the build or of the diagnosis.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from essaim.observatory.diagnosis.diagnose import Diagnosis, diagnose
from essaim.observatory.reference import geography
from essaim.observatory.reference.geography import find_territory
from essaim.observatory.reference.legal_forms import subfamily_of
from essaim.observatory.reference.tables import read_table
from essaim.observatory.store.build import build
from essaim.observatory.store.reader import open_store
from tests import stocks

PARIS = "75056"
INF = math.inf
BANDS = {
    row["code"]: (int(row["min"]), float(row["max"] or INF), row["size_class"]) for row in read_table("headcount_bands")
} | {"": (0, 0.0, "unknown")}
FORMS = {row["code"]: row for row in read_table("legal_forms")}
EXCLUDED = {(row["nomenclature"], row["code"]) for row in read_table("naf_exclusions")}
SECTORS = {row["code"]: row["a17"] for row in read_table("naf_rev2")}


def _real_rows(real_data: Callable[[str], Path]) -> list[dict[str, Any]]:
    """Both files in one shape. The digital units have no commune: they are spread over the arrondissements of Paris;
    suppliers whose head office is not in Paris stand in Lyon, as the rest of France."""
    rows: dict[str, dict[str, Any]] = {}
    for row in _read(real_data("sirene_paris_suppliers/legal_units.csv")):
        postcode = row["code_postal"]
        arrondissement = f"751{postcode[3:]}" if postcode.startswith("750") else "75116" if postcode == "75116" else ""
        rows[row["siren"]] = {
            "siren": row["siren"],
            "nic": "00010",
            "name": row["nom"],
            "form": row["forme_juridique"],
            "naf": row["activite_principale"],
            "band": row["tranche_effectifs"],
            "created": row["date_creation"],
            "active": row["etat"] == "A",
            "flag": "",
            "esus": False,
            "commune": arrondissement or "69383",
        }
    for row in _read(real_data("ess_digital_units/legal_units.csv")):
        rows[row["siren"]] = {
            "siren": row["siren"],
            "nic": row["siret_siege"][9:],
            "name": row["denomination"],
            "form": row["categorie_juridique"],
            "naf": row["naf"],
            "band": row["tranche_effectifs"],
            "created": row["date_creation"],
            "active": row["active"] == "True",
            "flag": row["insee_ess_flag"],
            "esus": row["in_esus_list"] == "1",
            "commune": f"751{int(row['siren']) % 20 + 1:02d}",
        }
    return list(rows.values())


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stock(folder: Path, rows: list[dict[str, Any]]) -> Path:
    units, establishments = [], []
    for row in rows:
        state = "A" if row["active"] else "C"
        nomenclature = "NAFRev2" if row["naf"] in SECTORS else "NAFRev1"
        units.append(
            stocks.unit(
                row["siren"],
                row["form"],
                row["name"],
                dateCreationUniteLegale=row["created"],
                etatAdministratifUniteLegale=state,
                economieSocialeSolidaireUniteLegale=row["flag"],
                activitePrincipaleUniteLegale=row["naf"],
                nomenclatureActivitePrincipaleUniteLegale=nomenclature,
                trancheEffectifsUniteLegale=row["band"],
            )
        )
        establishments.append(
            stocks.establishment(
                row["siren"] + row["nic"],
                row["commune"],
                row["band"],
                dateCreationEtablissement=row["created"],
                etatAdministratifEtablissement="A" if row["active"] else "F",
                dateDebut="2024-06-01" if not row["active"] else "2008-01-01",
                activitePrincipaleEtablissement=row["naf"],
                nomenclatureActivitePrincipaleEtablissement=nomenclature,
            )
        )
    esus = "SIREN\n" + "".join(f"{row['siren']}\n" for row in rows if row["esus"])
    return stocks.write(folder, units, establishments, lists={"liste_esus.csv": esus})


class Expected:
    """The figures of one territory, from its rows and those of France."""

    def __init__(self, rows: list[dict[str, Any]], france: list[dict[str, Any]], perimeter: str) -> None:
        self.perimeter = perimeter
        self.limit = {"strict": 1, "legal": 3, "wide": 4}[perimeter]
        self.rows = rows
        self.active = [row for row in rows if row["active"]]
        self.ess = [row for row in self.active if 0 < row["tier"] <= self.limit]
        self.rest = [row for row in self.active if row not in self.ess]
        self.figures: dict[tuple[str, frozenset[tuple[str, str]]], tuple[float | None, Any, Any]] = {}
        self.france = None if france is rows else Expected(france, france, perimeter)

    def add(self, id_: str, value: float | None, low: Any = None, high: Any = None, **breakdown: str) -> None:
        self.figures[id_, frozenset(breakdown.items())] = (value, low, high)

    def compute(self) -> "Expected":
        self.frame()
        self.weight()
        self.side_by_side()
        self.composition()
        self.fragmentation()
        self.dynamics()
        return self

    def frame(self) -> None:
        """The territory and all its employers, whatever their family."""
        people = geography.find_territory(PARIS if self.france else "FR").population
        assert people
        whole = posts(self.active)
        self.add("K1", people)
        self.add("K2", *whole)
        self.add("K3", *(100 * bound / people for bound in whole))
        self.add("K4", sum(BANDS[row["band"]][0] > 0 for row in self.active))
        for sector, rows in grouped(self.active, "sector").items():
            if sector != "_U":
                part = posts(rows)
                low = 0.0 if math.isinf(whole[2]) else part[1] / whole[2]
                self.add("K5", part[0] / whole[0], low, min(1, part[2] / whole[1]), sector=sector)

    def side_by_side(self) -> None:
        for perimeter, limit in (("strict", 1), ("legal", 3), ("wide", 4)):
            rows = [row for row in self.active if 0 < row["tier"] <= limit]
            employing = sum(BANDS[row["band"]][0] > 0 for row in rows)
            self.add("R3", employing, perimeter=perimeter, measure="establishments")
            self.add("R3", *posts(rows), perimeter=perimeter, measure="jobs")
            rest = [row for row in self.active if row not in rows]
            self.add("R3", *share(posts(rows), posts(rest)), perimeter=perimeter, measure="share")

    def weight(self) -> None:
        ess, declared = self.ess, [row for row in self.ess if row["tier"] == 3]
        employers = [row for row in ess if BANDS[row["band"]][0]]
        self.add("W1", len(employers))
        self.add("W1+", sum(row["band"] not in ("", "NN") for row in ess))
        self.add("W2", len(ess))
        self.add("W2", sum(row["band"] in ("", "NN") for row in ess), headcount="unknown")
        self.add("W3", *posts(ess))
        for untold in ("W4", "W5", "W9"):  # full-time equivalents and payroll: in no open file
            self.add(untold, None)
        if declared:
            self.add("W1", sum(BANDS[row["band"]][0] > 0 for row in declared), evidence="declared")
            self.add("W2", len(declared), evidence="declared")
            self.add("W3", *posts(declared), evidence="declared")
        public = [row for row in self.rest if FORMS.get(row["form"], {}).get("sphere") == "public"]
        other = [row for row in self.rest if row not in public]
        self.w6 = share(posts(ess), posts(self.rest))
        self.add("W6", *self.w6)
        self.add("W7", *share(posts(ess), posts(other)))
        self.add("W8", len(employers) / sum(BANDS[row["band"]][0] > 0 for row in self.active))
        public_share = share(posts(public), posts([*ess, *other]))
        self.add("W10", *public_share, sphere="public")
        self.add("W10", *self.w6, sphere="ess")
        left = 1 - public_share[0] - self.w6[0]
        high = max(left, 1 - public_share[1] - self.w6[1])
        self.add("W10", left, max(0, 1 - public_share[2] - self.w6[2]), high, sphere="private_other")
        people = geography.find_territory(PARIS).population
        assert people
        self.add("W11", *(1000 * bound / people for bound in posts(ess)))
        associations = sum(row["family"] == "association" for row in ess)
        self.add("A2", 1000 * associations / people)
        self.reconciliation()
        if self.france:
            national = self.france.compute()
            self.shift_share()
            self.add("W12", *quotient(self.w6, national.w6))
            whole = posts(national.ess)
            part = posts(ess)
            for level in ("intercommunality", "departement", "region", "france"):
                held = whole if level == "france" else part  # nothing else of the region is in these files
                low, high = part[1] / held[2], min(1, part[2] / held[1])
                self.add("W13", part[0] / held[0], low, high, within=level)
            self.add("W14", 1, 1, 1)

    def reconciliation(self) -> None:
        """Shares by perimeter over the same posts, then by denominator; establishments by what is asked of them."""
        tiers = {tier: [row for row in self.active if row["tier"] == tier] for tier in (1, 2, 3, 4)}
        steps = {
            "strict": tiers[1],
            "statutory_outside_field": tiers[2],
            "declared_companies": tiers[3],
            "work_integration": tiers[4],
            "wide": [row for rows in tiers.values() for row in rows],
        }
        for step, rows in steps.items():
            rest = [row for row in self.active if row not in rows]
            self.add("R1", *share(posts(rows), posts(rest)), step=step)
        private = self.figures["W7", frozenset()]
        self.add("R1", *self.w6, step="same_perimeter")
        self.add("R1", private[0] - self.w6[0], 0, 1, step="without_public_employers")  # type: ignore[operator]
        self.add("R1", *private, step="private_employment")
        known = [row for row in self.ess if row["band"] not in ("", "NN")]
        employing = [row for row in self.ess if BANDS[row["band"]][0]]
        self.add("R2", len(self.ess), step="active")
        self.add("R2", len(known) - len(self.ess), step="head_count_unknown")
        self.add("R2", len(employing) - len(known), step="nobody_on_31_december")
        self.add("R2", len(employing), step="employing")

    def shift_share(self) -> None:
        """Structure and own effects, which add up to the gap between the two shares of known sectors."""
        assert self.france
        sectors = sorted({row["sector"] for row in [*self.active, *self.france.active]} - {"_U"})
        here, there = (
            {
                sector: (
                    posts([row for row in one.ess if row["sector"] == sector])[0],
                    posts([row for row in one.active if row["sector"] == sector])[0],
                )
                for sector in sectors
            }
            for one in (self, self.france)
        )
        all_here, all_there = (sum(whole for _, whole in one.values()) for one in (here, there))
        structure = own = 0.0
        for sector in sectors:
            weights = here[sector][1] / all_here, there[sector][1] / all_there
            national = there[sector][0] / there[sector][1] if there[sector][1] else 0.0
            local = here[sector][0] / here[sector][1] if here[sector][1] else national
            structure += (weights[0] - weights[1]) * (local + national) / 2
            own += (local - national) * sum(weights) / 2
        gap = sum(ess for ess, _ in here.values()) / all_here - sum(ess for ess, _ in there.values()) / all_there
        assert structure + own == pytest.approx(gap)
        self.add("S4", gap, -1, 1, measure="gap")
        self.add("S4", structure, -1, 1, measure="structure")
        self.add("S4", own, -1, 1, measure="own")

    def composition(self) -> None:
        self.families()
        self.sectors()
        self.sizes()

    def families(self) -> None:
        employers = [row for row in self.ess if BANDS[row["band"]][0]]
        for family, rows in grouped(self.ess, "family").items():
            if not any(BANDS[row["band"]][0] for row in rows):
                continue
            others = [row for row in self.ess if row["family"] != family]
            self.add("C1", *share(posts(rows), posts(others)), family=family, measure="jobs")
            mine = sum(row["family"] == family for row in employers)
            self.add("C1", mine / len(employers), family=family, measure="establishments")
        cooperatives = [row for row in self.ess if row["family"] == "cooperative"]
        for subfamily, rows in grouped(cooperatives, "subfamily").items():
            count = sum(BANDS[row["band"]][0] > 0 for row in rows)
            self.add("C2", count, subfamily=subfamily, measure="establishments")
            self.add("C2", *posts(rows), subfamily=subfamily, measure="jobs")

    def sectors(self) -> None:
        for sector, rows in grouped(self.ess, "sector").items():
            if not any(BANDS[row["band"]][0] for row in rows):
                continue
            mine = share(posts(rows), posts([row for row in self.ess if row["sector"] != sector]))
            self.add("S1", *mine, sector=sector)
            if sector != "_U":
                theirs = [row for row in self.rest if row["sector"] == sector]
                self.add("S2", *share(posts(rows), posts(theirs)), sector=sector)
            if self.france:
                national = self.france.ess
                here = [row for row in national if row["sector"] == sector]
                there = [row for row in national if row["sector"] != sector]
                self.add("S3", *quotient(mine, share(posts(here), posts(there))), sector=sector)

    def sizes(self) -> None:
        employers = [row for row in self.ess if BANDS[row["band"]][0]]
        for size, rows in grouped(employers, "size").items():
            others = [row for row in employers if row["size"] != size]
            self.add("T1", *share(posts(rows), posts(others)), size=size, measure="jobs")
            self.add("T1", len(rows) / len(employers), size=size, measure="establishments")
        value, low, high = posts(self.ess)
        self.add("T2", value / len(employers), low / len(employers), high / len(employers), measure="mean")
        in_order = sorted(employers, key=lambda row: BANDS[row["band"]][0])
        middle = in_order[(len(in_order) - 1) // 2]
        self.add("T2", middle["mean"], *BANDS[middle["band"]][:2], measure="median")
        self.add("T3", sum(BANDS[row["band"]][1] <= 9 for row in employers) / len(employers))

    def fragmentation(self) -> None:
        employers = [row for row in self.ess if BANDS[row["band"]][0]]
        families = {"": employers} | grouped(employers, "family")
        for family, rows in families.items():
            part = {"family": family} if family else {}
            jobs = sorted((row["mean"] for row in rows), reverse=True)
            # The square of an uncertain amount is on average the square of its mean plus its variance.
            hhi = min(1, sum(row["mean"] ** 2 + row["variance"] for row in rows) / sum(jobs) ** 2)
            units = len({row["siren"] for row in rows})
            self.add("F1", hhi, 1 / units, 1, **part, measure="hhi")
            self.add("F1", 1 / hhi, 1, units, **part, measure="effective_units")
            if not family:
                self.add("F1", sum(jobs[:5]) / sum(jobs), 0, 1, measure="top5")
                self.add("F1", sum(jobs[:10]) / sum(jobs), 0, 1, measure="top10")
            if self.france:
                for measure in ("establishments", "unknown"):
                    self.add("F6", 0, **part, measure=measure)
                self.add("F6", 0, 0, 1, **part, measure="jobs")
        crossings: Counter[tuple[str, str]] = Counter()
        for row in employers:
            crossings[row["family"], row["sector"]] += row["mean"]  # type: ignore[assignment]
        whole = sum(crossings.values())
        entropy = -sum(one / whole * math.log(one / whole) for one in crossings.values())
        self.add("F3", entropy, measure="entropy")
        self.add("F3", entropy / math.log(len(crossings)), measure="evenness")

    def dynamics(self) -> None:
        inside = [row for row in self.rows if 0 < row["tier_if_active"] <= self.limit]
        counted = [row for row in inside if row["active"] or row["unit_recent"]]
        for year in range(2021, 2026):
            births = sum(row["created"][:4] == str(year) for row in counted)
            self.add("D5", births, event="birth", year=str(year))
            closures = sum(not row["active"] and year == 2024 for row in counted)
            self.add("D5", closures, event="closure", year=str(year))
        # The history of the register is not among these files.
        self.add("D4", None, measure="change")
        self.add("D6", None)
        self.add("D8", None, age="3")
        self.add("D8", None, age="5")
        labels = {
            "worker_cooperative": "scop",
            "collective_interest_cooperative": "scic",
            "activity_employment_cooperative": "cae",
            "machinery_cooperative": "cuma",
        }
        bearing = defaultdict(list)
        for row in self.ess:
            if row["subfamily"] in labels:
                bearing[labels[row["subfamily"]]].append(row)
            if row["esus"]:
                bearing["esus"].append(row)
        for label, rows in bearing.items():
            self.add("A1", len(rows), label=label, measure="establishments")
            self.add("A1", *posts(rows), label=label, measure="jobs")


def posts(rows: Iterable[dict[str, Any]]) -> tuple[float, float, float]:
    """Estimate, and the limits of the bands."""
    rows = list(rows)
    limits = [BANDS[row["band"]] for row in rows]
    return sum(row["mean"] for row in rows), sum(low for low, *_ in limits), sum(high for _, high, _ in limits)


def share(part: tuple[float, ...], rest: tuple[float, ...]) -> tuple[float, float, float]:
    low = part[1] / (part[1] + rest[2]) if part[1] else 0.0
    high = 1.0 if math.isinf(part[2]) else part[2] / (part[2] + rest[1]) if part[2] else 0.0
    return part[0] / (part[0] + rest[0]), low, high


def quotient(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float]:
    return one[0] / other[0], one[1] / other[2], one[2] / other[1] if other[1] else INF


def grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


def _judge(row: dict[str, Any]) -> None:
    """Family, sector and tier, by the definitions as they are published."""
    form = FORMS.get(row["form"])
    in_field = (("NAFRev2" if row["naf"] in SECTORS else "NAFRev1"), row["naf"]) not in EXCLUDED
    tier = 0
    if form is not None:
        if form["core"] == "1":
            tier = 1 if in_field else 2
        elif row["esus"]:
            tier = 2
        elif form["commercial"] == "1" and row["flag"] == "O":
            tier = 3
    row["tier_if_active"] = tier
    row["unit_recent"] = False  # ceased units started their last period in 2008: before the years that are counted
    row["tier"] = tier if row["active"] else 0
    row["subfamily"] = subfamily_of(row["form"], row["name"]) if form else ""
    named = row["subfamily"] in ("collective_interest_cooperative", "activity_employment_cooperative")
    row["family"] = "cooperative" if named else form["family"] if form else ""
    row["sector"] = SECTORS.get(row["naf"], "_U")
    row["size"] = BANDS[row["band"]][2]


def _among_peers(
    diagnosis: Diagnosis, rows: list[dict[str, Any]], perimeter: str
) -> dict[tuple[str, frozenset[tuple[str, str]]], tuple[float | None, Any, Any]]:
    """Of the ten comparable cities Lyon alone has jobs in these files: no median, and a rank out of two."""
    assert len(diagnosis.peers.listed) == 10
    limit = {"strict": 1, "legal": 3, "wide": 4}[perimeter]
    shares = []
    for here in (True, False):
        active = [row for row in rows if row["active"] and row["commune"].startswith("75") == here]
        ess = [row for row in active if 0 < row["tier"] <= limit]
        shares.append(share(posts(ess), posts([row for row in active if row not in ess]))[0])
    paris, lyon = (diagnosis.find("W6", *place) for place in ((), (find_territory("Lyon"),)))
    assert paris
    assert lyon
    assert lyon.value == pytest.approx(shares[1], abs=6e-7)
    above, below = (lyon.low or 0) > (paris.high or 0), (lyon.high or 0) < (paris.low or 0)
    ranks = {"rank": (1 + (shares[1] > shares[0]), 1 + above, 2 - below)}
    missing = dict.fromkeys(("peers_median", "peers_low", "peers_high"), (None, None, None))
    return {("W15", frozenset({("measure", measure)})): told for measure, told in (missing | ranks).items()}


@pytest.mark.slow
@pytest.mark.parametrize("perimeter", ["strict", "legal", "wide"])
def test_every_figure_of_paris_is_found_a_second_way(
    real_data: Callable[[str], Path], tmp_path: Path, perimeter: str
) -> None:
    rows = _real_rows(real_data)
    for row in rows:
        _judge(row)
    published = build(_stock(tmp_path / "stock", rows), tmp_path / "store")
    assert published.is_dir()
    with open_store(tmp_path / "store") as store:
        diagnosis = diagnose(store, find_territory(PARIS), perimeter)
        expected_posts = {
            (sphere, band): (float(mean), float(variance))
            for sphere, band, mean, variance in store.rows("select sphere, band, mean, variance from head_counts")
        }
    for row in rows:
        sphere = "ess" if row["tier"] else FORMS.get(row["form"], {}).get("sphere")
        row["mean"], row["variance"] = expected_posts[sphere if sphere in ("ess", "public") else "other", row["band"]]
    parisian = [row for row in rows if row["commune"].startswith("75")]
    expected = Expected(parisian, rows, perimeter).compute().figures
    found = {
        (one.indicator, frozenset(one.breakdown.items())): one
        for one in diagnosis.figures
        if one.territory == diagnosis.territory
    }
    expected |= _among_peers(diagnosis, rows, perimeter)
    # Neither a published edition nor the register of associations is among these files: nothing is told of either.
    expected |= {key: (None, None, None) for key in found if key[0] in ("D1", "D2", "D3", "D7", "D9")}
    assert {*found} == {*expected}
    assert len(found) > 80
    for key, (value, low, high) in expected.items():
        figure = found[key]
        digits = {"jobs": 0.06, "ratio": 6e-5, "rank": 0, "establishments": 0, "units": 0.5}.get(figure.unit, 6e-7)
        told = () if figure.banded else ((figure.value, value),)
        for ours, theirs in (*told, (figure.bound_low, low), (figure.bound_high, high)):
            if theirs is None or math.isinf(theirs):
                assert ours is None, key
            elif ours is None:
                pytest.fail(f"{key} is missing")
            else:
                assert ours == pytest.approx(theirs, abs=digits), key


def test_the_arrondissements_of_paris_are_one_commune() -> None:
    assert len(geography.fetched("select code from commune_codes where cog = 2026 and commune = ?", [PARIS])) >= 21
