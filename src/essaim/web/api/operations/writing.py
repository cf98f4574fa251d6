"""What people write, sent by a program: the actions of the pages, their rules, their moderation, their limits."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Path, Query

from essaim.observatory.language import Text
from essaim.web.accounts.models import Authority
from essaim.web.api import paging
from essaim.web.api.answering import private
from essaim.web.api.gate import Scoped
from essaim.web.api.models import Scope, Token
from essaim.web.api.operations import router
from essaim.web.api.operations.sheets import correction_of, edited, proposed
from essaim.web.api.problems import Problem
from essaim.web.api.schemas import writing as shapes
from essaim.web.api.schemas.structures import Key
from essaim.web.api.telling import contribution
from essaim.web.contributions import access
from essaim.web.contributions.forms.sending import new_token
from essaim.web.contributions.models import Revision, Sheet
from essaim.web.contributions.pages import Merged, shown_sheet
from essaim.web.contributions.throttle import spend
from essaim.web.design.words import tr

Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description=tr(
            "La même clé envoyée deux fois ne fait qu'une contribution.",
            "The same key sent twice makes one contribution.",
        ),
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
    ),
]
SUBJECT = tr("Contribuer", "Contribute")
Answer = Callable[..., HttpResponse]


def _operation(
    method: Callable[..., Callable[[Answer], Answer]], path: str, scope: Scope, **told: Any
) -> Callable[[Answer], Answer]:
    """An operation that a token must have a right for; the description says which."""
    return method(path, auth=Scoped(scope), tags=[SUBJECT], openapi_extra={"x-scope": scope}, **told)


@_operation(
    router.post,
    "/structures/{key}/corrections",
    Scope.CORRECTIONS,
    response={201: shapes.Contribution},
    operation_id="correct",
    summary=tr("Signaler une erreur", "Report a mistake"),
    description=tr(
        "La collectivité de la commune décide, comme pour le formulaire du site.",
        "The authority of the commune decides, as for the form of the site.",
    ),
)
def correct(request: HttpRequest, key: Key, sent: Body[shapes.CorrectionIn], once: Once = None) -> HttpResponse:
    """A correction of a structure, which waits for its authority."""
    spend(request, "correct", 10)
    sheet, authority = _addressed(request, key)
    return _made(request, correction_of(sheet, authority, _token(request).owner, sent, _once(request, once)))


@_operation(
    router.post,
    "/actors",
    Scope.ACTORS,
    response={201: shapes.Contribution},
    operation_id="propose_actor",
    summary=tr("Proposer un acteur", "Propose an actor"),
    description=tr(
        "Un acteur que les données ouvertes n'ont pas. Ce qui porte presque ce nom est d'abord montré.",
        "An actor that open data lacks. What bears nearly that name is shown first.",
    ),
)
def propose_actor(request: HttpRequest, sent: Body[shapes.ActorIn], once: Once = None) -> HttpResponse:
    """A new actor, which nobody sees until the authority of its commune accepts it."""
    spend(request, "propose", 15)
    return _made(request, proposed(_token(request).owner, sent, _once(request, once)))


@_operation(
    router.post,
    "/structures/{key}/revisions",
    Scope.REVISIONS,
    response={201: shapes.Contribution},
    operation_id="revise",
    summary=tr("Modifier une fiche que l'on tient", "Change a sheet that one keeps"),
    description=tr(
        "Les champs envoyés remplacent ceux de la fiche ; une révision de la même personne qui attend encore est"
        " remplacée.",
        "The fields sent replace those of the sheet; a revision of the same person that still waits is replaced.",
    ),
)
def revise(request: HttpRequest, key: Key, sent: Body[shapes.RevisionIn], once: Once = None) -> HttpResponse:
    """A change of a sheet: published at once where its author decides, waiting otherwise."""
    spend(request, "revise", 60)
    sheet, authority = _addressed(request, key)
    owner = _token(request).owner
    if not access.can_edit(owner, sheet):
        raise Problem("forbidden")
    return _made(request, edited(sheet, authority, owner, sent, _once(request, once)))


@_operation(
    router.get,
    "/contributions",
    Scope.FOLLOW,
    response=shapes.Contributions,
    operation_id="contributions",
    summary=tr("Ce que j'ai envoyé", "What I sent"),
    description=tr("Les plus récentes d'abord, avec ce qui a été décidé.", "The newest first, with what was decided."),
)
def contributions(request: HttpRequest, asked: Query[shapes.ContributionsAsked]) -> HttpResponse:
    """A page of what the token's owner sent, by the site or by the API."""
    mine = _mine(request)
    if asked.decision:
        mine = mine.filter(decision=asked.decision)
    items = [contribution(request, one) for one in paging.cut(mine.order_by("-created_at", "-pk"), asked)]
    content = shapes.Contributions(items=items, **paging.counted(request, asked, mine.count()))
    return paging.linked(private(content.model_dump(mode="json")), content.links)


@_operation(
    router.get,
    "/contributions/{number}",
    Scope.FOLLOW,
    response=shapes.Contribution,
    operation_id="contribution",
    summary=tr("Ce qu'est devenu un envoi", "What became of something sent"),
    description=tr("Par son numéro.", "By its number."),
)
def one_contribution(
    request: HttpRequest, number: Annotated[int, Path(description=tr("Son numéro.", "Its number."), ge=1, le=2**53)]
) -> HttpResponse:
    """One contribution of the token's owner; that of another person does not exist."""
    found = _mine(request).filter(pk=number).first()
    if found is None:
        raise Problem("not-found")
    return private(contribution(request, found).model_dump(mode="json"))


def _token(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # the operation asked for it
    return token


def _mine(request: HttpRequest) -> Any:
    owner = _token(request).owner
    return Revision.objects.visible_to(owner).filter(author=owner).select_related("sheet", "authority")


def _addressed(request: HttpRequest, key: str) -> tuple[Sheet, Authority]:
    try:
        sheet, authority = shown_sheet(request.user, key)
    except Merged as merged:
        became = Text(f"Cette fiche est devenue {merged.into}.", f"This sheet became {merged.into}.")
        raise Problem("merged", became) from merged
    if authority is None:
        raise Problem("nobody")
    return sheet, authority


def _once(request: HttpRequest, key: str | None) -> str:
    """What names this sending. A key is only known to its token: another token's is another sending."""
    if key is None:
        return new_token()
    return hashlib.sha256(f"{_token(request).pk}:{key}".encode()).hexdigest()


def _made(request: HttpRequest, revision: Revision) -> HttpResponse:
    content = contribution(request, revision)
    return private(content.model_dump(mode="json"), status=201, location=content.address)
