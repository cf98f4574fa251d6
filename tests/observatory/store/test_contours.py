"""Contours from a published file to the outline of a territory: other years, arrondissements, faulty features."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from essaim.observatory.errors import EssaimError
from essaim.observatory.outlines import area
from essaim.observatory.reference.geography import FRANCE, territory
from essaim.observatory.sources.wholeness import is_whole
from essaim.observatory.store.build import build
from essaim.observatory.store.contours import contours
from essaim.observatory.store.reader import Store, open_store
from tests.stocks import establishment, unit, write

pytestmark = pytest.mark.usefixtures("few_communes")

DIJON = "21231"
# Neuilly-Crimolois (21452) was born of Neuilly-lès-Dijon (21452) and Crimolois (21213).
BORN_OF_TWO, MERGED_INTO_IT = "21452", "21213"


def feature(code: str, column: int = 0, **others: Any) -> dict[str, Any]:
    west, east = 5 + column * 0.1, 5.1 + column * 0.1
    ring = [[west, 47], [east, 47], [east, 47.1], [west, 47.1], [west, 47]]
    return {
        "type": "Feature",
        "properties": {"code": code, "nom": "Commune", "plm": None},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    } | others


def text(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


@contextmanager
def store_of(tmp_path: Path, *features: dict[str, Any]) -> Iterator[Store]:
    lists = {"communes-1000m.geojson": text(*features)}
    sources = write(tmp_path / "s", [unit("012345674", 9220)], [establishment("01234567400017")], lists=lists)
    build(sources, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        yield store


def test_communes_that_merged_since_are_put_together(tmp_path: Path) -> None:
    with store_of(tmp_path, feature(BORN_OF_TWO), feature(MERGED_INTO_IT, 1), feature(DIJON, 2)) as store:
        found = contours(store, territory("intercommunality", "242100410"))
        assert found is not None
        assert not found.computed
        assert found.parts.keys() == {DIJON, BORN_OF_TWO}
        [[ring]] = found.parts[BORN_OF_TWO]
        assert area(ring) == pytest.approx(0.02, rel=0.02)
        [[whole]] = found.whole
        assert area(whole) == pytest.approx(0.03, rel=0.02)


def test_arrondissements_stand_in_only_for_a_city_without_an_outline(tmp_path: Path) -> None:
    paris, lyon = feature("75056"), [feature("69381", 1), feature("69382", 2)]
    with store_of(tmp_path, paris, feature("75101", 3), *lyon) as store:
        found = contours(store, territory("france", FRANCE), by="commune")
        assert found is not None
        assert found.parts.keys() == {"75056", "69123"}
        areas = {code: sum(area(ring) for polygon in shape for ring in polygon) for code, shape in found.parts.items()}
        assert areas["69123"] == pytest.approx(2 * areas["75056"], rel=0.02)


def test_what_cannot_be_placed_is_counted_and_the_rest_is_built(tmp_path: Path) -> None:
    bare = feature(DIJON, geometry=None)
    with store_of(tmp_path, feature("99999"), bare, feature("21166")) as store:
        rejected = {(one["source"], one["reason"]): one["rows"] for one in store.manifest["rejects"]}
        assert rejected["contours", "commune_unknown"] == 1
        assert rejected["contours", "outline_missing"] == 1
        assert contours(store, territory("commune", DIJON)) is None
        assert contours(store, territory("commune", "21166")) is not None


def test_the_demonstration_says_that_its_outlines_are_computed(small_store: Store) -> None:
    found = contours(small_store, territory("intercommunality", "242100410"))
    assert found is not None
    assert found.computed
    assert len(found.parts) == 23
    assert len(found.whole) == 1
    assert contours(small_store, territory("departement", "39")) is None
    by_intercommunality = contours(small_store, territory("region", "27"), by="intercommunality")
    assert by_intercommunality is not None
    assert by_intercommunality.parts.keys() == {"242100410"}


FAULTY = ("", "{}", '{"features": [', '{"features": [{"type": "Feature"', '{"features": []}')


@pytest.mark.parametrize("content", FAULTY)
def test_a_file_that_is_no_collection_is_refused_by_name(tmp_path: Path, content: str) -> None:
    lists = {"contours_communes.geojson": content}
    sources = write(tmp_path / "s", [unit("012345674", 9220)], [establishment("01234567400017")], lists=lists)
    with pytest.raises(EssaimError, match=r"contours_communes\.geojson: .*GeoJSON"):
        build(sources, tmp_path / "store")


def test_a_compressed_file_is_read_and_a_cut_one_is_not_whole(tmp_path: Path) -> None:
    sources = write(tmp_path / "s", [unit("012345674", 9220)], [establishment("01234567400017")])
    packed = gzip.compress(text(feature(DIJON)).encode())
    path = sources / "communes-100m.geojson.gz"
    path.write_bytes(packed)
    assert is_whole(path, path.suffix)
    with open_store(build(sources, tmp_path / "store").parent) as store:
        assert contours(store, territory("commune", DIJON)) is not None
    path.write_bytes(packed[:-12])
    assert not is_whole(path, path.suffix)
    plain = tmp_path / "a.geojson"
    plain.write_text('{"features": []}', encoding="utf-8")
    assert is_whole(plain, plain.suffix)
    plain.write_text('{"features": [', encoding="utf-8")
    assert not is_whole(plain, plain.suffix)
