"""The API, asked as a program asks it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from essaim.web.accounts.models import User
from essaim.web.api.actions import issue
from essaim.web.api.models import Scope
from tests.web.contributions.conftest import Scene, scene

__all__ = ["Scene", "scene"]
BASE = "/api/v1"


@dataclass
class Program:
    """A program with a token, or without: its addresses begin under the version."""

    secret: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"accept-language": "en"})

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(BASE + path, headers=self._told(headers))

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, sent: Any, **headers: str) -> Any:
        body = sent if isinstance(sent, str) else json.dumps(sent)
        return Client().post(BASE + path, body, content_type="application/json", headers=self._told(headers))

    def _told(self, headers: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        token = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        return self.headers | token | given


def program_of(user: User, *scopes: str) -> Program:
    """A program of that person, with these rights; all of them by default."""
    _, secret = issue(owner=user, name="tests", scopes=scopes or Scope.values, days=30)
    return Program(secret)


@pytest.fixture
def program() -> Program:
    return Program()
