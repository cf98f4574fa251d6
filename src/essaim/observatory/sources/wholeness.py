"""Whether a file is all there, from its own marks, and what identifies its content."""

import gzip
import hashlib
import zipfile
from pathlib import Path

PARQUET_MAGIC = b"PAR1"
SMALLEST_PARQUET = 12
MARKED = (".parquet", ".zip", ".xlsx")  # formats whose end cannot be mistaken


def digest_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(path: Path, suffix: str) -> bool:
    """Whether a file ends as its suffix asks: Parquet's footer, the directory of a zip, the sum of a
    gzip, the last brace of a GeoJSON, a CSV's last end of line.

    A server may announce a length that is short of the file; nothing else would tell.
    """
    if suffix == ".parquet":
        return _has_footer(path)
    if suffix in (".zip", ".xlsx"):
        return zipfile.is_zipfile(path)
    if suffix == ".gz":
        return _unpacks(path)
    return _last_byte(path) in ((b"}", b"\n") if suffix == ".geojson" else (b"\n", b"\r"))


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1))
        return file.read(1)


def _unpacks(path: Path) -> bool:
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (OSError, EOFError):
        return False
    return True


def _has_footer(path: Path) -> bool:
    size = path.stat().st_size
    if size < SMALLEST_PARQUET:
        return False
    with path.open("rb") as file:
        starts = file.read(4) == PARQUET_MAGIC
        file.seek(size - 8)
        length = int.from_bytes(file.read(4), "little")
        return starts and file.read(4) == PARQUET_MAGIC and length <= size - SMALLEST_PARQUET
