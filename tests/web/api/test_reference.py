"""The reference: every operation is there, in both languages, and what is there to copy works as it is."""

import html
import json
import re
import shlex

import pytest
from django.test import Client

from essaim.web.api import views
from essaim.web.api.description import description, operations
from tests.web.api.conftest import Scene, program_of
from tests.web.matrix import IN_DIJON


def page(language: str) -> str:
    return Client(headers={"accept-language": language}).get("/api/").content.decode()


def examples(text: str, of: str) -> list[str]:
    found = re.findall(rf'aria-label="{of}, [^"]*"><code>(.*?)</code>', text, re.S)
    return [html.unescape(one) for one in found]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_operation_is_there(language: str) -> None:
    text = page(language)
    for _, one in operations(description(language)):
        assert f'id="{one["operationId"]}"' in text
        assert html.escape(one["summary"], quote=True) in text
        assert all(f"<code>{parameter['name']}</code>" in text for parameter in one["parameters"])
    assert "cdn" not in text
    assert "<script" not in text


def test_the_description_is_in_the_language_of_who_asks() -> None:
    french, english = (
        Client().get("/api/v1/openapi.json", headers={"accept-language": language}) for language in ("fr", "en")
    )
    assert french.json()["paths"]["/api/v1/structures"]["get"]["summary"] == "Les structures de l'ESS"
    assert english.json()["paths"]["/api/v1/structures"]["get"]["summary"] == "ESS organisations"
    assert french.json()["servers"] == [{"url": "http://testserver"}]
    assert (
        Client()
        .get("/api/v1/openapi.json", headers={"if-none-match": english["ETag"], "accept-language": "en"})
        .status_code
        == 304
    )


def test_requests_to_copy_work_as_they_are(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    known = views._known() | {"key": IN_DIJON}  # a structure of the authority of the tests
    monkeypatch.setattr(views, "_known", lambda: known)
    secret = program_of(scene.officer).secret
    sent = 0
    for text in examples(page("fr"), "curl"):
        words = shlex.split(text.replace("\\\n", " ").replace("essaim_…", secret))
        address = next(word for word in words if word.startswith("http"))
        headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
        if "POST" not in words:
            answer = Client().get(address, headers=headers)
            made_up = address.endswith("/contributions/1")
            assert answer.status_code in ((200, 404) if made_up else (200,)), address
        else:
            body = words[words.index("-d") + 1]
            answer = Client().post(address, body, content_type=headers.pop("Content-Type"), headers=headers)
            assert answer.status_code == 201, answer.content
            json.loads(body)
            sent += 1
    assert sent == 3


def test_python_to_copy_is_python() -> None:
    found = examples(page("en"), "Python")
    assert len(found) == len(operations(description("en")))
    for one in found:
        compile(one, "example", "exec")
