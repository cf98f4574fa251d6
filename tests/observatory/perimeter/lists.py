"""Lists of units, as the classification reads them."""

from pathlib import Path

from essaim.observatory.perimeter.evidence import Classified
from essaim.observatory.perimeter.listing import KnownUnits, classified
from essaim.observatory.perimeter.reading import read_list


def units_in(path: Path, known: KnownUnits | None = None) -> list[Classified]:
    """What each row of a list is classified as."""
    return [unit for _, _, unit in classified(read_list(path).rows, known)]
