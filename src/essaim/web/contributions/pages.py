"""What the views have in common: the sheet that an address names, who decides of it, the frame of the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from essaim.web.accounts.models import Authority
from essaim.web.accounts.pages import of_authority
from essaim.web.contributions import access
from essaim.web.contributions.known import sheet_of
from essaim.web.contributions.models import LabelKind, Sheet
from essaim.web.contributions.models.sheets import State
from essaim.web.contributions.places import holder
from essaim.web.contributions.throttle import HOUR, TooOften, spend
from essaim.web.design.menu import Step
from essaim.web.design.words import tr

SheetView = Callable[..., HttpResponse]


class Merged(Exception):
    """The sheet became another one, whose key is `into`."""

    def __init__(self, into: str) -> None:
        super().__init__(into)
        self.into = into


def shown_sheet(user: Any, key: str) -> tuple[Sheet, Authority | None]:
    """The sheet of a key and the authority that decides of it; None where no authority uses the site there.

    Raises Merged, and Http404 for an unknown key. A sheet that is not shown exists for those who moderate it only.
    """
    sheet = sheet_of(key)
    if sheet.state == State.MERGED:
        raise Merged(sheet.redirect_to)
    authority = holder(sheet.home)
    if (sheet.hidden or sheet.state != State.LIVE) and not (authority and access.can_moderate(user, authority)):
        raise Http404
    return sheet, authority


def of_sheet(view: SheetView) -> SheetView:
    """Give the view the sheet that its address names and the authority that decides of it.

    A merged sheet sends to the one that it became. Where no authority uses the site, the page says so: nobody would
    answer.
    """

    @wraps(view)
    def found(request: HttpRequest, key: str, **named: Any) -> HttpResponse:
        try:
            sheet, authority = shown_sheet(request.user, key)
        except Merged as merged:
            name = request.resolver_match.view_name if request.resolver_match else "sheet"
            return redirect(name, merged.into, permanent=True)
        if authority is None:
            return render(request, "contributions/nobody.html", {"sheet": sheet, "trail": trail(sheet)})
        return view(request, sheet, authority, **named)

    return found


moderated = of_authority(access.can_moderate)


def ways(user: Any, sheet: Sheet) -> dict[str, bool]:
    """What the links of ways.html need to know of that person and that structure."""
    return {"edits": access.can_edit(user, sheet), "has_labels": LabelKind.objects.exists()}


def throttled(what: str, limit: int, seconds: int = HOUR) -> Callable[[SheetView], SheetView]:
    """Sending a form counts; past the limit the answer is 429, with when to come back."""

    def limited(view: SheetView) -> SheetView:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            try:
                if request.method == "POST":
                    spend(request, what, limit, seconds)
            except TooOften as told:
                shown = {"minutes": -(-told.wait // 60)}
                return render(request, "contributions/too_often.html", shown, status=429)
            return view(request, *args, **named)

        return counted

    return limited


def trail(sheet: Sheet, *last: str) -> list[Step]:
    """From the directory to the structure and to what is done there."""
    first = Step(str(tr("Annuaire", "Directory")), reverse("directory:list"))
    address = reverse("directory:structure", args=[sheet.key]) if last else ""
    return [first, Step(sheet.name, address), *(Step(str(word)) for word in last)]


def moderation_trail(authority: Authority, *last: str) -> list[Step]:
    steps = [
        Step(str(tr("Collectivités", "Authorities")), reverse("authority_list")),
        Step(authority.name, authority.get_absolute_url()),
    ]
    if last:
        steps.append(Step(str(tr("Contributions", "Contributions")), reverse("queue", args=[authority.slug])))
    return [*steps, *(Step(str(word)) for word in last or (tr("Contributions", "Contributions"),))]
