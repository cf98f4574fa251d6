"""How many requests an address, and a token, may make in a minute: counted in the database, for all workers.

One statement counts: two workers that count at once lose nothing. Headers are those of the draft of the IETF, RateLimit
header fields for HTTP.
"""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from essaim.web.api.models import Count

WINDOW = 60  # seconds
COUNTED = (
    "insert into api_count (who, used, ends) values (%s, 1, %s)"
    " on conflict (who) do update set used = api_count.used + 1 returning used"
)


@dataclass(frozen=True)
class Spent:
    """What is left of an allowance: `name` says of whom, `left` requests until `seconds` from now."""

    name: str
    limit: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        return self.used > self.limit


def spend(name: str, who: str) -> Spent:
    """Count one request. `who` is kept as a digest, for the minute only."""
    now = time.time()
    ends = int(now // WINDOW + 1) * WINDOW
    key = hashlib.sha256(f"{name}:{who}:{ends}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [key, ends])
        used = int(cursor.fetchone()[0])
    if used == 1:  # somebody new this minute: the time to throw former minutes away
        Count.objects.filter(ends__lt=int(now)).delete()
    return Spent(name, settings.ESSAIM_API_LIMIT, used, max(1, int(ends - now)))


def headers(spent: list[Spent]) -> dict[str, str]:
    """What is allowed and what is left, as programs read them."""
    if not spent:
        return {}
    return {
        "RateLimit-Policy": ", ".join(f'"{one.name}";q={one.limit};w={WINDOW}' for one in spent),
        "RateLimit": ", ".join(f'"{one.name}";r={one.left};t={one.seconds}' for one in spent),
    }
