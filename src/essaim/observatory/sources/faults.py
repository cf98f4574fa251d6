"""A failure of the engine, told as something that can be acted on."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text

NO_ROOM = re.compile(r"no space left|disk quota|file too large|not enough space|max_temp_directory_size", re.I)
DAMAGED = re.compile(r"parquet|snappy|zstd|thrift|magic bytes|prematurely|corrupt", re.I)
FILE_IN_MESSAGE = re.compile(r"['\"]([^'\"]+\.(?:parquet|csv))['\"]")


@contextmanager
def explained(target: Path | None = None) -> Iterator[None]:
    """Turn a DuckDB or system error into an EssaimError that names the file and the remedy."""
    try:
        yield
    except (duckdb.Error, OSError) as fault:
        raise explain(fault, target) from fault


def explain(fault: Exception, target: Path | None = None) -> EssaimError:
    """The message for one failure; what is not recognised keeps the engine's own words."""
    words = str(fault)
    if NO_ROOM.search(words) or getattr(fault, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return EssaimError(
            Text(
                "il n'y a plus assez de place sur le disque pour construire l'entrepôt",
                "there is not enough room on the disk to build the store",
            ),
            file=target,
            remedy=Text(
                "Libérez de la place (environ la moitié de la taille des fichiers Sirene), puis relancez : "
                "l'entrepôt en service n'a pas été touché.",
                "Free some space (about half the size of the Sirene files), then run again: the store in use was not "
                "touched.",
            ),
        )
    named = FILE_IN_MESSAGE.search(words)
    first_line = words.strip().splitlines()[0] if words.strip() else type(fault).__name__
    if DAMAGED.search(words):
        return EssaimError(
            Text(
                f"ce fichier est incomplet ou endommagé ({first_line})",
                f"this file is incomplete or damaged ({first_line})",
            ),
            file=named[1] if named else target,
            remedy=Text(
                "Supprimez-le puis téléchargez-le de nouveau avec « essaim fetch ».",
                "Delete it, then download it again with `essaim fetch`.",
            ),
        )
    return EssaimError(
        Text(f"la construction s'est arrêtée : {first_line}", f"the build stopped: {first_line}"),
        file=target,
    )
