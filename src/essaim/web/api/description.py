"""The description of the API (OpenAPI 3.1), in the visitor's language: made from the operations, and checked by them.

What the description does not declare is refused: the parameters of an operation are read here by the gate.
"""

import json
import re
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from essaim.observatory.language import Text
from essaim.web.api import problems
from essaim.web.api.schemas.common import ProblemOut
from essaim.web.api.service import api
from essaim.web.design.words import say

BASE = "api/v1"
NOT_MODIFIED = Text("Rien n'a changé.", "Nothing changed.")
EVERYWHERE = ("invalid", "unauthenticated", "too-many", "unavailable")  # problems that any operation may answer
OTHER_TYPES = {"points": "application/geo+json"}


@cache
def _in(language: str) -> dict[str, Any]:
    with translation.override(language):
        # Through JSON, so that texts whose language is chosen when they are read are read now.
        made = api.get_openapi_schema(path_prefix=f"{BASE}/")
        found: dict[str, Any] = json.loads(json.dumps(made, cls=DjangoJSONEncoder))
        for schema in found["components"]["schemas"].values():
            schema.pop("description", "")  # the docstring of a class is for those who read the program
        found["components"]["schemas"]["Problem"] = _problem_schema()
        for _, operation in operations(found):
            _complete(operation)
    return found


def description(language: str) -> dict[str, Any]:
    """The whole document; `servers` is left to whoever serves it."""
    return _in(language)


def operations(document: dict[str, Any]) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    """((path, METHOD), operation), in the order of the document."""
    return [
        ((path, method.upper()), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


@cache
def _parameters() -> dict[tuple[str, str], frozenset[str]]:
    return {
        (re.sub(r"\{(\w+)\}", r"<\1>", path).lstrip("/"), method): frozenset(
            one["name"] for one in operation["parameters"] if one["in"] == "query"
        )
        for (path, method), operation in operations(description("fr"))
    }


def known_parameters(route: str, method: str) -> frozenset[str] | None:
    """The parameters of an operation, by Django's route; None for what the description does not hold."""
    return _parameters().get((route, method))


def _problem_schema() -> dict[str, Any]:
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["Fault"]
    schema["description"] = "RFC 9457"
    found: dict[str, Any] = json.loads(json.dumps(schema, cls=DjangoJSONEncoder))
    return found


def _complete(operation: dict[str, Any]) -> None:
    """The media type of what is not plain JSON, and the problems that it may answer."""
    if kind := OTHER_TYPES.get(operation["operationId"]):
        content = operation["responses"]["200"]["content"]
        content[kind] = content.pop("application/json")
    slugs = [*EVERYWHERE]
    if any(one["in"] == "path" for one in operation["parameters"]):
        slugs.append("not-found")
    if "security" in operation:
        slugs += ["scope", "forbidden"]
    if "requestBody" in operation:
        slugs += ["unreadable", "conflict", "too-large"]
    if "security" not in operation:
        operation["responses"]["304"] = {"description": say(NOT_MODIFIED)}
    for slug in slugs:
        kind_ = problems.KINDS[slug]
        operation["responses"][str(kind_.status)] = {
            "description": say(kind_.title),
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
