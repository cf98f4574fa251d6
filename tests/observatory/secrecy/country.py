"""A small country with head counts under agreement: two intercommunalities of one département and one of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from essaim.observatory.reference.identifiers import is_siren, is_siret
from essaim.observatory.store.build import build
from tests.stocks import establishment, unit, write

HEADER = "siret;effectif;notion;date;source;qui;public\n"
DIJON, CHENOVE, BEAUNE, BESANCON = "21231", "21166", "21054", "25056"
PLACES = ("21231", "21166", "21054", "25056", "242100410", "200006682", "242500361", "departement:21", "departement:25",
          "region:27", "FR")  # fmt: skip
ASSOCIATION, COOPERATIVE, MUTUAL, FOUNDATION = 9220, 5458, 8210, 9300
HEALTH, BUILDING, FINANCE, CULTURE = "88.99B", "43.39Z", "65.12Z", "90.01Z"


@dataclass(frozen=True)
class Known:
    """An establishment, everything that the register says of it, and its head count under agreement if it has one."""

    siret: str
    commune: str
    form: int
    activity: str
    band: str
    posts: int | None = None

    @property
    def family(self) -> str:
        return {9220: "association", 5458: "cooperative", 8210: "mutual", 9300: "foundation"}[self.form]


def sirets() -> Iterator[str]:
    """One establishment a legal unit, both keys valid."""
    for number in count(10_000_000):
        siren = next(one for digit in range(10) if is_siren(one := f"{number:08d}{digit}"))
        yield next(one for nic in range(10, 100_000) if is_siret(one := f"{siren}{nic:05d}"))


def country() -> tuple[Known, ...]:
    """Under agreement: nine establishments of Dijon, of which two of one family and one of another are safe together
    only; three of Chenôve; four of Beaune, of one family, two of which of a sector; one of Besançon, which is alone."""
    keys = sirets()
    told = [
        (DIJON, ASSOCIATION, HEALTH, "12", 41), (DIJON, ASSOCIATION, HEALTH, "12", 24),
        (DIJON, ASSOCIATION, CULTURE, "12", 33), (DIJON, ASSOCIATION, HEALTH, "21", 77),
        (DIJON, ASSOCIATION, CULTURE, "21", 58), (DIJON, ASSOCIATION, CULTURE, "11", 15),
        (DIJON, COOPERATIVE, BUILDING, "12", 37), (DIJON, COOPERATIVE, BUILDING, "12", 46),
        (DIJON, MUTUAL, FINANCE, "12", 22),
        (CHENOVE, ASSOCIATION, HEALTH, "12", 29), (CHENOVE, ASSOCIATION, HEALTH, "21", 91),
        (CHENOVE, ASSOCIATION, HEALTH, "21", 60),
        (BEAUNE, ASSOCIATION, HEALTH, "12", 21), (BEAUNE, ASSOCIATION, HEALTH, "12", 44),
        (BEAUNE, ASSOCIATION, CULTURE, "12", 36), (BEAUNE, ASSOCIATION, CULTURE, "12", 27),
        (BESANCON, ASSOCIATION, HEALTH, "12", 28),
    ]  # fmt: skip
    open_ones = [
        (commune, form, activity, band, None)
        for commune in (DIJON, CHENOVE, BEAUNE, BESANCON)
        for form, activity in (
            (ASSOCIATION, HEALTH), (ASSOCIATION, CULTURE), (COOPERATIVE, BUILDING), (MUTUAL, FINANCE),
            (FOUNDATION, HEALTH),
        )
        for band in ("01", "02", "11", "12")
    ]  # fmt: skip
    return tuple(Known(next(keys), *row) for row in [*told, *open_ones])


def stock(folder: Path, listed: tuple[Known, ...], lists: Mapping[str, str] | None = None) -> Path:
    units = [unit(one.siret[:9], one.form, f"UNIT {one.siret[:9]}") for one in listed]
    places = [establishment(one.siret, one.commune, one.band, activitePrincipaleEtablissement=one.activity)
              for one in listed]  # fmt: skip
    return write(folder, units, places, lists=lists)


def built(
    folder: Path, counts: Mapping[str, int], lists: Mapping[str, str] | None = None, *, public: bool = False
) -> Path:
    """The store of the country where these head counts (by SIRET) are known, under agreement unless they are public."""
    listed = folder / "known.csv"
    folder.mkdir(parents=True, exist_ok=True)
    told = "oui" if public else "non"
    rows = (f"{siret};{posts};postes;2026-01-31;enquête;AB;{told}\n" for siret, posts in counts.items())
    listed.write_text(HEADER + "".join(rows), encoding="utf-8")
    build(stock(folder / "stock", country(), lists), folder / "store", known=listed)
    return folder / "store"


def agreed() -> dict[str, int]:
    return {one.siret: one.posts for one in country() if one.posts is not None}
