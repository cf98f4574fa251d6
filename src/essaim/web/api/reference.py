"""The reference: what the description says, laid out to be read, with requests to copy."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from essaim.web.api.description import operations
from essaim.web.api.models import Scope
from essaim.web.api.operations import references, structures, territories, writing
from essaim.web.design.words import tr

ORDER = (territories.SUBJECT, structures.SUBJECT, references.SUBJECT, writing.SUBJECT)
REF = "#/components/schemas/"
SECRET = "essaim_…"  # noqa: S105 - what stands for a secret in examples
CURL_OF = {"GET": "curl", "POST": "curl -X POST"}


@dataclass(frozen=True)
class Line:
    """A parameter, or a member of a body or of an answer; `inside` is how deep it is."""

    name: str
    kind: str
    about: str
    values: tuple[str, ...]
    default: str
    required: bool
    inside: int = 0


@dataclass(frozen=True)
class Operation:
    """One operation; `curl` and `python` are whole requests that work as they are."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    parameters: tuple[Line, ...]
    body: tuple[Line, ...]
    answer: tuple[Line, ...]
    address: str
    curl: str
    python: str


@dataclass(frozen=True)
class Subject:
    name: str
    operations: tuple[Operation, ...]


def reference(document: dict[str, Any], site: str, known: dict[str, str]) -> list[Subject]:
    """The subjects in their order; `known` gives a value to each part of a path, so that examples lead somewhere."""
    by_subject: dict[str, list[Operation]] = {str(name): [] for name in ORDER}
    for (path, method), one in operations(document):
        made = _Reader(document, site, known).operation(path, method, one)
        by_subject[one["tags"][0]].append(made)
    return [Subject(name, tuple(every)) for name, every in by_subject.items()]


class _Reader:
    def __init__(self, document: dict[str, Any], site: str, known: dict[str, str]) -> None:
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        self.site, self.known = site, known

    def operation(self, path: str, method: str, one: dict[str, Any]) -> Operation:
        parameters = one["parameters"]
        address = self._address(path, parameters)
        asked = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        sent = self._example(asked) if asked else None
        scope = one.get("x-scope", "")
        answered = next(code["content"] for status, code in one["responses"].items() if status in ("200", "201"))
        return Operation(
            one["operationId"],
            method,
            path,
            one["summary"],
            one["description"],
            str(Scope(scope).label) if scope else "",
            tuple(self._parameter(parameter) for parameter in parameters),
            tuple(self._members(asked)) if asked else (),
            tuple(self._members(next(iter(answered.values()))["schema"])),
            address if method == "GET" and not scope else "",
            _curl(method, address, bool(scope), sent),
            _python(method, address, bool(scope), sent),
        )

    def _address(self, path: str, parameters: list[dict[str, Any]]) -> str:
        for name, value in self.known.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        query = {
            one["name"]: one["schema"]["examples"][0]
            for one in parameters
            if one["in"] == "query" and "examples" in one["schema"]
        }
        return f"{self.site}{path}" + (f"?{urlencode(query, safe=':')}" if query else "")

    def _parameter(self, one: dict[str, Any]) -> Line:
        return self._line(one["name"], one["schema"], one.get("required", False))

    def _line(self, name: str, schema: dict[str, Any], required: bool, inside: int = 0) -> Line:
        told = self._seen(schema)
        default = schema.get("default")
        written = "" if default in (None, "", [], {}) else json.dumps(default).strip('"')
        about = str(schema.get("description") or told.get("description", ""))
        return Line(name, _kind(schema, told), about, tuple(_values(told)), written, required, inside)

    def _members(self, schema: dict[str, Any], inside: int = 0, within: tuple[str, ...] = ()) -> Iterator[Line]:
        """The members of an object, and of those inside, each schema once on the way down."""
        told = self._seen(schema)
        title = str(told.get("title", ""))
        if title in within or inside > 2:
            return
        required = told.get("required", ())
        for name, member in told.get("properties", {}).items():
            yield self._line(name, member, name in required, inside)
            yield from self._members(member, inside + 1, (*within, title))

    def _seen(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema behind references, arrays and « or null »."""
        for choice in schema.get("anyOf", ()):
            if choice.get("type") != "null":
                return self._seen(choice)
        if "$ref" in schema:
            return self._seen(self.schemas[schema["$ref"].removeprefix(REF)])
        if schema.get("type") == "array":
            return self._seen(schema["items"])
        return schema

    def _example(self, schema: dict[str, Any]) -> dict[str, Any]:
        members = self._seen(schema)["properties"].items()
        return {name: member["examples"][0] for name, member in members if "examples" in member}


def _kind(schema: dict[str, Any], told: dict[str, Any]) -> str:
    choices = schema.get("anyOf", [schema])
    many = any(one.get("type") == "array" for one in choices)
    null = any(one.get("type") == "null" for one in choices)
    word = str(KINDS.get(told.get("type", ""), told.get("type", "")))
    listed = str(tr("{} (liste)", "{} (list)")).format(word) if many else word
    return str(tr("{} ou null", "{} or null")).format(listed) if null else listed


KINDS = {
    "string": tr("texte", "text"),
    "integer": tr("entier", "whole number"),
    "number": tr("nombre", "number"),
    "boolean": tr("vrai ou faux", "true or false"),
    "object": tr("objet", "object"),
}


def _values(told: dict[str, Any]) -> Iterable[str]:
    if "const" in told:
        return [str(told["const"])]
    return [str(one) for one in told.get("enum", ())]


def _curl(method: str, address: str, with_token: bool, sent: dict[str, Any] | None) -> str:
    lines = [f"{CURL_OF[method]} '{address}'"]
    if with_token:
        lines.append(f"  -H 'Authorization: Bearer {SECRET}'")
    if sent is not None:
        lines.append("  -H 'Content-Type: application/json'")
        lines.append(f"  -d '{json.dumps(sent, ensure_ascii=False)}'")
    return " \\\n".join(lines)


def _python(method: str, address: str, with_token: bool, sent: dict[str, Any] | None) -> str:
    headers = {"Authorization": f"Bearer {SECRET}"} if with_token else {}
    lines = ["import json", "from urllib.request import Request, urlopen", ""]
    if sent is not None:
        headers["Content-Type"] = "application/json"
        lines.append(f"sent = {json.dumps(sent, ensure_ascii=False)}")
    lines.append(f'request = Request("{address}", method="{method}")')
    lines += [f'request.add_header("{name}", "{value}")' for name, value in headers.items()]
    if sent is not None:
        lines.append("request.data = json.dumps(sent).encode()")
    lines += ["with urlopen(request) as answer:", "    print(json.load(answer))"]
    return "\n".join(lines)
