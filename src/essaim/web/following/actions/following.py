"""Following, and no longer."""

from django.db import transaction

from essaim.observatory.language import Language
from essaim.web.accounts.models import User
from essaim.web.following.models import Alert, Follow, Refresh
from essaim.web.following.subjects import Subject


@transaction.atomic
def follow(*, user: User, subject: Subject, language: Language) -> Follow:
    """Twice is once. The first thing followed opens alerts, about what changes from now on."""
    made, _ = Follow.objects.get_or_create(
        user=user, kind=subject.kind, target=subject.target, defaults={"label": subject.label[:200]}
    )
    Alert.objects.get_or_create(user=user, defaults={"told": Refresh.objects.last()})
    Alert.objects.filter(user=user).update(language=language)
    return made


def unfollow(*, follow: Follow) -> None:
    follow.delete()


def set_mails(*, user: User, wanted: bool) -> None:
    """Alerts by e-mail, or none. What happened while there were none is not sent afterwards."""
    fields = {"wanted": wanted} | ({"told": Refresh.objects.last()} if wanted else {})
    Alert.objects.filter(user=user).update(**fields)
