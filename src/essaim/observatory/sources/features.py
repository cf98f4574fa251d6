"""GeoJSON as a table: a row a feature, its properties and its outline, without a spatial library."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from essaim.observatory.errors import EssaimError
from essaim.observatory.language import Text
from essaim.observatory.outlines import coordinates, shape_of
from essaim.observatory.sources.card import SourceCard

SUFFIXES = (".geojson", ".gz", ".json")
GEOMETRY = "geometry"
_START = re.compile(r'"features"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def features_to_csv(path: Path, card: SourceCard, work: Path) -> Path:
    """The features of a collection as CSV: the properties of the first one, and outlines on the grid as JSON.

    A feature whose geometry is no outline keeps a blank one. Raises EssaimError for a file that is no collection.
    """
    target = work / f"{card.id}.csv"
    names: list[str] = []
    with target.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, delimiter=card.delimiter)
        for feature in _features(_text(path), path):
            properties = feature.get("properties") or {}
            if not names:
                names = [name for name in properties if name != GEOMETRY]
                writer.writerow([*names, GEOMETRY])
            shape = shape_of(feature.get(GEOMETRY))
            outline = json.dumps(coordinates(shape), separators=(",", ":")) if shape else ""
            writer.writerow([*(_cell(properties.get(name)) for name in names), outline])
    if not names:
        raise _no_collection(path)
    return target


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise _no_collection(path) from fault


def _features(text: str, path: Path) -> Iterator[dict[str, Any]]:
    """One at a time: a country at once, as Python values, would take a gigabyte."""
    start = _START.search(text)
    if start is None:
        raise _no_collection(path)
    decoder, place = json.JSONDecoder(), start.end()
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if text.startswith("]", place):
            return
        try:
            feature, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as fault:
            raise _no_collection(path) from fault
        if isinstance(feature, dict):
            yield feature


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _no_collection(path: Path) -> EssaimError:
    return EssaimError(
        Text("ce fichier n'est pas un GeoJSON complet", "this file is not a whole GeoJSON"),
        file=path,
        remedy=Text(
            "Reprenez-le auprès de son producteur : une FeatureCollection en WGS 84, non compressée ou en .gz.",
            "Take it again from its producer: a FeatureCollection in WGS 84, plain or in .gz.",
        ),
    )
