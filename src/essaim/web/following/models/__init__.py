"""What happened between two versions of the store, who checked it, and who wants to know."""

from essaim.web.following.models.changes import Change, Concerned, Departure, Refresh
from essaim.web.following.models.checks import Check
from essaim.web.following.models.follows import Alert, Follow, Kind

__all__ = ["Alert", "Change", "Check", "Concerned", "Departure", "Follow", "Kind", "Refresh"]
