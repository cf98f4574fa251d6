"""Two versions of one small country, where one structure does each thing that can happen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from essaim.observatory.reference.identifiers import is_siren
from essaim.observatory.store.build import build
from tests.stocks import establishment, unit, write

DIJON, BEAUNE, DOLE, ESUS = "21231", "21054", "39198", "liste_esus.csv"
Row = dict[str, object]


def siren_of(number: int) -> str:
    """The SIREN that begins with these eight digits."""
    digits = f"{number:08d}"
    return next(f"{digits}{key}" for key in range(10) if is_siren(f"{digits}{key}"))


def seat(siren: str, commune: str = DIJON, band: str | None = "11", nic: str = "00012", **others: object) -> Row:
    return establishment(siren + nic, commune, band, **others)


def made(folder: Path, units: Sequence[Row], places: Sequence[Row], *, vintage: str = "2026-11-01", **how: Any) -> Path:
    lists = {ESUS: "Dénomination,SIREN\n" + "".join(f"X,{siren}\n" for siren in how.pop("esus", ()))}
    write(folder.with_name(f"{folder.name}-stock"), units, places, vintage=vintage, lists=lists)
    return build(folder.with_name(f"{folder.name}-stock"), folder, **how)


# One structure for each thing that can happen, in stores that the program builds.
CREATED, CLOSED, MOVED, HIRES, RENAMED, ESUS_NOW, LEAVES, BRANCH, HIDDEN, SAME = (
    siren_of(number) for number in range(1_234_560, 1_234_570)
)


def before_units() -> list[Row]:
    return [unit(one, 9220, f"NAME {one}") for one in (CLOSED, MOVED, HIRES, RENAMED, LEAVES, BRANCH, SAME)] + [
        unit(ESUS_NOW, 5710, "SAS", economieSocialeSolidaireUniteLegale="O"),
        unit(HIDDEN, 9220, "SECRET"),
    ]


def before_places() -> list[Row]:
    placed = [seat(one) for one in (CLOSED, MOVED, RENAMED, ESUS_NOW, LEAVES, BRANCH, HIDDEN, SAME)]
    return [*placed, seat(HIRES, band="NN"), seat(BRANCH, BEAUNE, nic="00020", etablissementSiege="false")]


def now_units() -> list[Row]:
    return [
        unit(CREATED, 9220, "NEW", dateCreationUniteLegale="2026-09-15"),
        unit(CLOSED, 9220, f"NAME {CLOSED}", etatAdministratifUniteLegale="C", dateDebut="2026-10-03"),
        *(unit(one, 9220, f"NAME {one}") for one in (MOVED, HIRES, BRANCH, SAME)),
        unit(RENAMED, 9220, "ANOTHER NAME"),
        unit(ESUS_NOW, 5710, "SAS", economieSocialeSolidaireUniteLegale="O"),
        unit(LEAVES, 5710, "SAS NOW"),
        unit(HIDDEN, 9220, "[ND]", statutDiffusionUniteLegale="P"),
    ]


def now_places() -> list[Row]:
    placed = [seat(one) for one in (CREATED, HIRES, RENAMED, ESUS_NOW, LEAVES, BRANCH, SAME)]
    return [
        *placed,
        seat(CLOSED, etatAdministratifEtablissement="F", dateDebut="2026-10-03"),
        seat(MOVED, etablissementSiege="false", etatAdministratifEtablissement="F", dateDebut="2026-09-01"),
        seat(MOVED, BEAUNE, nic="00020", dateCreationEtablissement="2026-09-01"),
        seat(BRANCH, DOLE, nic="00038", etablissementSiege="false", dateCreationEtablissement="2026-10-10"),
        seat(HIDDEN, BEAUNE, statutDiffusionEtablissement="P"),
    ]
