"""How often one visitor may do what costs others something. Counted in the database, for all workers."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest

HOUR = 3600


class TooOften(Exception):
    """The limit is reached; `wait` tells in seconds how long it lasts at most."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def spend(request: HttpRequest, what: str, limit: int, seconds: int = HOUR) -> None:
    """Count one more; raises TooOften past the limit. Who is signed in counts as a person, others by their address.

    The time runs from the first one. The address is kept as a digest, for the time of the count only.
    """
    who = f"user:{request.user.pk}" if request.user.is_authenticated else get_adapter().get_client_ip(request)
    key = f"throttle:{what}:{hashlib.sha256(str(who).encode()).hexdigest()}"
    now, counts = int(time.time()), caches["default"]
    used, ends = counts.get(key) or (0, 0)
    if ends <= now:
        used, ends = 0, now + seconds
    # Not `incr`, by which this cache forgets how long it had to keep the count.
    counts.set(key, (used + 1, ends), ends - now)
    if used >= limit:
        raise TooOften(ends - now)
