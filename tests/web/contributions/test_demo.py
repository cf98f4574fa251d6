"""The demonstration: enough to see every page, made once, and nothing said of anybody real."""

from pathlib import Path

import pytest
from pytest_django import Settings

from essaim.web.accounts.demo import populate as people
from essaim.web.contributions.demo import named_after_real_ones, populate
from essaim.web.contributions.models import Claim, Label, Objection, Revision, Sheet


@pytest.fixture(autouse=True)
def populated(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    people()
    populate()


def test_nothing_is_said_of_organisations_named_after_real_ones() -> None:
    real = named_after_real_ones()
    assert len(real) == 5
    assert Sheet.objects.exists()
    assert not Sheet.objects.filter(name__in=real).exists()


def test_every_kind_of_thing_waits_and_some_are_decided() -> None:
    for model in (Revision, Claim, Label, Objection):
        assert model.objects.pending().exists(), model
    assert Claim.objects.filter(decision="accepted").exists()
    assert Label.objects.filter(decision="accepted").exists()


def test_a_second_run_changes_nothing() -> None:
    before = (Revision.objects.count(), Sheet.objects.count(), Claim.objects.count())
    populate()
    assert (Revision.objects.count(), Sheet.objects.count(), Claim.objects.count()) == before
