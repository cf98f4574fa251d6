"""What changed, for programs: the rows of the pages, without those who asked not to be shown."""

from datetime import date

import pytest

from essaim.web.contributions.models import Sheet
from essaim.web.contributions.places import Home
from essaim.web.following.models import Change, Refresh
from essaim.web.following.models.changes import Concerned
from tests.web.api.conftest import Program


@pytest.fixture
def changed() -> list[Change]:
    """A structure of Dijon that closed, another of Lons that was renamed, then one of Dijon that moved."""
    made = []
    for number, (key, kind, commune) in enumerate(
        [("900000001", "closed", "21231"), ("900000002", "renamed", "39300"), ("900000003", "moved", "21231")], 1
    ):
        refresh = Refresh.objects.create(number=number, version=f"v{number}", vintage=date(2026, number, 1), cog=2026)
        told = {"name": f"Structure {number}", "family": "association", "before": "a", "after": "b", "cause": "data"}
        made.append(Change.objects.create(refresh=refresh, key=key, kind=kind, on=date(2026, 1, number), **told))
        Concerned.objects.create(change=made[-1], **vars(Home.of(commune)))
    return made


def test_the_newest_first_and_narrowed(program: Program, changed: list[Change]) -> None:
    told = program.json("/changes")
    assert [one["store"] for one in told["items"]] == ["v3", "v2", "v1"]
    assert [one["key"] for one in program.json("/changes?territory=commune:21231")["items"]] == [
        "900000003",
        "900000001",
    ]
    [closed] = program.json("/changes?kind=closed")["items"]
    assert (closed["kind"]["label"]["en"], closed["on"], closed["cause"]["code"]) == ("Closed", "2026-01-01", "data")
    assert program.json("/changes?key=900000002")["total"] == 1
    assert program.get("/changes?kind=closd").json()["errors"][0]["remedy"] == "Did you mean “closed”?"
    assert program.get("/changes?key=%00").status_code == 422  # PostgreSQL has no such sign
    assert program.json("/changes?size=2")["links"]["next"]


def test_who_asked_not_to_be_shown_is_not_there(program: Program, changed: list[Change]) -> None:
    Sheet.objects.create(key="900000001", name="x", hidden=True, **vars(Home.of("21231")))
    assert "900000001" not in program.get("/changes").content.decode()
