"""What the monthly files of the Sirene register have in common: where they are, and in which forms."""

from typing import Any

from essaim.observatory.language import Text
from essaim.observatory.sources.card import EVERY_MONTH, LICENCE_OUVERTE, OPEN_REGISTER, Column, SourceCard, SourceFile

PAGE = "https://www.data.gouv.fr/datasets/base-sirene-des-entreprises-et-de-leurs-etablissements-siren-siret/"
PARQUET = "https://object.files.data.gouv.fr/data-pipeline-open/siren"
ZIPPED = "https://www.data.gouv.fr/datasets/r"


def sirene_card(
    source: str,
    stem: str,
    resource: str,
    title: Text,
    columns: tuple[Column, ...],
    *,
    folder: str = "stock",
    **told: Any,
) -> SourceCard:
    """One file of the register, in Parquet or as zipped CSV; `resource` names the latter at data.gouv.fr.

    `told` is what differs from the rest of the register: page, regime, `stale_after_days`, delimiter, `required`.
    """
    common: dict[str, Any] = {"page": PAGE, "regime": "open", "stale_after_days": 62}
    return SourceCard(
        id=source,
        title=title,
        producer="Insee",
        licence=LICENCE_OUVERTE,
        cadence=EVERY_MONTH,
        secrecy=OPEN_REGISTER,
        patterns=(f"{stem}.parquet", f"{stem}.zip", f"{stem}.csv"),
        files=(
            SourceFile(source, f"{stem}.parquet", f"{PARQUET}/{folder}/{stem}.parquet"),
            SourceFile(source, f"{stem}.zip", f"{ZIPPED}/{resource}"),
        ),
        columns=columns,
        **common | told,
    )
