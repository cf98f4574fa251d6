"""A limit lasts as long as it says, however often one tries meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from essaim.web.contributions.throttle import HOUR, TooOften, spend

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def attempt(later: timedelta) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with time_machine.travel(START + later, tick=False):
        spend(request, "try", 2)


def test_a_count_of_an_hour_lasts_an_hour() -> None:
    for minutes in (0, 1):
        attempt(timedelta(minutes=minutes))
    for minutes in (2, 15, 40, 59):  # the cache's own default is five minutes
        with pytest.raises(TooOften) as told:
            attempt(timedelta(minutes=minutes))
        assert told.value.wait == HOUR - minutes * 60
    attempt(timedelta(hours=1))
