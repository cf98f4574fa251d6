"""Writes the pages of documentation that only restate tables of the program: indicators and sources.

Run after changing the catalogue, a source card or a bundled table; a test holds the pages to what this would write.
"""

from pathlib import Path

from essaim.observatory.diagnosis.catalogue import CHAPTERS, Indicator, catalogue
from essaim.observatory.reference.tables import describe_tables
from essaim.observatory.sources import CARDS
from essaim.observatory.sources.card import SourceCard

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = "<!-- Written by scripts/write_docs.py from the program's own tables: change those, not this page. -->"


def indicators_page() -> str:
    """docs/method/indicators.md: every entry of the catalogue, by chapter."""
    parts = [
        WRITTEN,
        "# Indicators",
        "J = salaried posts on 31 December, at the workplace; E = employer establishments; *ess* = in the perimeter"
        " asked for. Posts come from the head-count bands of Sirene: the value adds the fitted mean of each band"
        " (`headcount_bands.csv`), `low` and `high` add its bounds. A missing value is empty and says why; it is never"
        " a zero. The pages, the terminal and the API read the same catalogue"
        " (`src/essaim/observatory/diagnosis/catalogue.toml`).",
    ]
    for chapter, title in CHAPTERS.items():
        entries = [entry for entry in catalogue().values() if entry.chapter == chapter]
        parts += [f"## {title.en} ({title.fr})", *(_indicator(entry) for entry in entries)]
    return "\n\n".join(parts) + "\n"


def _indicator(entry: Indicator) -> str:
    return "\n".join(
        [
            f"### {entry.id} · {entry.name.en} (*{entry.name.fr}*)",
            "",
            entry.definition.en,
            "",
            f"- Formula: `{entry.formula}`",
            f"- Unit: {entry.unit}; sources: {', '.join(entry.sources)}",
            f"- Beware: {entry.caveat.en}",
        ]
    )


def sources_page() -> str:
    """docs/sources.md: the card of every data set, and the origin of every bundled table."""
    parts = [
        WRITTEN,
        "# Sources",
        "## Open data sets",
        "Fetched with `essaim fetch`, read by `essaim build`. Each store keeps, for every file that it was built from,"
        " its address, size, SHA-256, vintage, rows read and rows set aside.",
        *(_card(card) for card in CARDS.values()),
        "## Tables bundled with the program",
        "\n".join(
            ["| Table | Source | Date | Licence |", "|---|---|---|---|"]
            + [
                f"| `{name}` | {_cell(about['source'])} | {about['date']} | {_cell(about['licence'])} |"
                for name, about in sorted(describe_tables().items())
            ]
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _card(card: SourceCard) -> str:
    read = ", ".join(f"`{column.names[0]}`{'' if column.required else ' (optional)'}" for column in card.columns)
    addresses = [f"  - `{file.name}`: <{file.address}>" for file in card.files] or ["  - see the producer's page"]
    return "\n".join(
        [
            f"### `{card.id}`: {card.title.en}",
            "",
            f"*{card.title.fr}*. {card.producer}. {'Required.' if card.required else 'Optional.'}",
            "",
            f"- Page: <{card.page}>",
            f"- Licence: {card.licence}; cadence: {card.cadence.en}",
            f"- Regime `{card.regime}`. {card.secrecy.en}",
            f"- Files recognised: {', '.join(f'`{pattern}`' for pattern in card.patterns)}",
            "- Addresses:",
            *addresses,
            f"- Columns read: {read}",
        ]
    )


PAGES = {"method/indicators.md": indicators_page, "sources.md": sources_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
