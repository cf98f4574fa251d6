"""What the API refuses, as RFC 9457 tells it: what is wrong, where, and what to do, in the visitor's language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from essaim.observatory.language import Text
from essaim.web.design.words import say

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its name in addresses, the status of the answer, its title, what to do."""

    slug: str
    status: int
    title: Text
    remedy: Text


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "unreadable",
            400,
            Text("La requête ne peut pas être lue", "The request cannot be read"),
            Text(
                "Envoyez un objet JSON valide, en UTF-8, avec Content-Type: application/json.",
                "Send a valid JSON object, in UTF-8, with Content-Type: application/json.",
            ),
        ),
        Kind(
            "unauthenticated",
            401,
            Text("Il faut un jeton valable", "A valid token is needed"),
            Text(
                "Envoyez « Authorization: Bearer essaim_… » ; un jeton se crée dans votre compte.",
                "Send “Authorization: Bearer essaim_…”; a token is made in your account.",
            ),
        ),
        Kind(
            "scope",
            403,
            Text("Ce jeton ne permet pas cela", "This token does not allow that"),
            Text(
                "Créez dans votre compte un jeton qui a ce droit.",
                "Make a token that has this right in your account.",
            ),
        ),
        Kind(
            "forbidden",
            403,
            Text("Cela ne vous est pas permis", "You may not do that"),
            Text(
                "Un jeton ne fait jamais plus que la personne à qui il est.",
                "A token never does more than the person it belongs to.",
            ),
        ),
        Kind(
            "not-found",
            404,
            Text("Cela n'existe pas", "There is no such thing"),
            Text(
                "Vérifiez l'adresse et le code ; les listes donnent ceux qui existent.",
                "Check the address and the code; lists give those that exist.",
            ),
        ),
        Kind(
            "method",
            405,
            Text("Cette adresse ne se lit pas ainsi", "This address is not asked that way"),
            Text(
                "L'en-tête Allow dit les méthodes qu'elle connaît.",
                "The Allow header tells the methods that it knows.",
            ),
        ),
        Kind(
            "conflict",
            409,
            Text("La fiche a changé entre-temps", "The sheet changed meanwhile"),
            Text(
                "Relisez la fiche, puis renvoyez vos champs avec sa nouvelle version.",
                "Read the sheet again, then send your fields with its new version.",
            ),
        ),
        Kind(
            "similar",
            409,
            Text("Quelque chose porte presque ce nom", "Something bears nearly that name"),
            Text(
                "Si c'est un autre, nommez sa clé dans « different » ; sinon, complétez sa fiche.",
                "If it is another one, name its key in “different”; otherwise, complete its sheet.",
            ),
        ),
        Kind(
            "merged",
            409,
            Text("Cette fiche a été réunie à une autre", "This sheet was merged into another one"),
            Text("Recommencez avec la clé que dit « detail ».", "Start again with the key that “detail” tells."),
        ),
        Kind(
            "nobody",
            409,
            Text("Aucune collectivité n'utilise le site ici", "No authority uses the site here"),
            Text(
                "Personne ne répondrait : parlez-en à votre collectivité.", "Nobody would answer: tell your authority."
            ),
        ),
        Kind(
            "too-large",
            413,
            Text("La requête est trop grande", "The request is too large"),
            Text("Envoyez moins à la fois.", "Send less at a time."),
        ),
        Kind(
            "invalid",
            422,
            Text("La demande n'est pas valable", "The request is not valid"),
            Text(
                "Chaque élément de « errors » dit le champ et quoi faire.",
                "Each element of “errors” tells the field and what to do.",
            ),
        ),
        Kind(
            "too-many",
            429,
            Text("Trop de requêtes", "Too many requests"),
            Text(
                "Attendez le nombre de secondes que dit Retry-After.",
                "Wait for the number of seconds that Retry-After tells.",
            ),
        ),
        Kind(
            "failure",
            500,
            Text("Le site a échoué", "The site failed"),
            Text(
                "La faute est la nôtre, et elle est notée ; réessayez plus tard.",
                "The fault is ours, and it is logged; try again later.",
            ),
        ),
        Kind(
            "unavailable",
            503,
            Text("Les données ne sont pas disponibles", "The data are not available"),
            Text("Réessayez plus tard.", "Try again later."),
        ),
    )
}


@dataclass(frozen=True)
class Fault:
    """One field at fault. `place` is query, path, header or body; `field` its name, dotted when it is nested."""

    place: str
    field: str
    detail: Text
    remedy: Text


@dataclass
class Problem(Exception):
    """Raised anywhere in an operation; `detail` and `remedy` are more precise than those of the kind, where known."""

    slug: str
    detail: Text | None = None
    remedy: Text | None = None
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def address_of(request: HttpRequest, slug: str) -> str:
    """The address of a kind of problem leads to what the reference says of it."""
    return request.build_absolute_uri(reverse("api_reference")) + f"#problem-{slug}"


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    kind = KINDS[problem.slug]
    told = {
        "type": address_of(request, kind.slug),
        "title": say(kind.title),
        "status": kind.status,
        "detail": say(problem.detail or kind.title),
        "remedy": say(problem.remedy or kind.remedy),
        "instance": request.get_full_path(),
    }
    if problem.faults:
        told["errors"] = [
            {"in": one.place, "field": one.field, "detail": say(one.detail), "remedy": say(one.remedy)}
            for one in problem.faults
        ]
    body = json.dumps(told, ensure_ascii=False)
    headers = {"Cache-Control": "no-store", **problem.headers}
    return HttpResponse(body, content_type=MEDIA_TYPE, status=kind.status, headers=headers)
