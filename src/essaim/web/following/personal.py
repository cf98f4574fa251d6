"""What is held about a person here, and how it is forgotten: for the pages of accounts, through `apps.py`."""

from typing import Any

from essaim.web.accounts.models import User
from essaim.web.following.models import Alert, Check, Follow


def held_about(user: User) -> dict[str, Any]:
    """Ready for JSON."""
    alert = Alert.objects.filter(user=user).first()
    return {
        "follows": [
            {"kind": one.kind, "target": one.target, "label": one.label, "since": one.created_at.isoformat()}
            for one in Follow.objects.filter(user=user)
        ],
        "alerts": {
            "language": alert.language,
            "by_email": alert.wanted,
            "last_sent": alert.sent_at.isoformat() if alert.sent_at else None,
        }
        if alert
        else None,
        "checks": [
            {
                "authority": one.authority.name,
                "structure": one.change.key,
                "what": one.change.kind,
                "at": one.at.isoformat(),
            }
            for one in Check.objects.filter(by=user).select_related("authority", "change")
        ],
    }


def forget(user: User) -> None:
    """What they follow goes; what they checked stays, without who."""
    Follow.objects.filter(user=user).delete()
    Alert.objects.filter(user=user).delete()
    Check.objects.filter(by=user).update(by=None)
