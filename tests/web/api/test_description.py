"""Requests made from the description, valid and not: no operation fails, and every answer is what is declared.

The program has every right, so that its requests go as far as they can; the limits are out of their way. Half of the
requests name things that exist, for a code made up rarely does.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, strategies
from hypothesis import settings as with_settings
from pytest_django import Settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from essaim.web.api.description import description, operations
from essaim.web.api.operations import writing
from essaim.web.config.wsgi import application
from tests.web.api.conftest import Scene, program_of
from tests.web.matrix import IN_DIJON

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [key for key, _ in operations(description("en"))]
KNOWN = {"level": "commune", "code": "21231", "indicator": "W6", "name": "families", "key": IN_DIJON, "number": 1}
EXAMPLES = 24


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The requests of a test share its transaction, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def requests(operation: Any) -> Any:
    """Valid ones, valid ones about something that exists, and invalid ones."""
    names = [one.name for one in operation.path_parameters]
    about = operation.as_strategy(path_parameters={name: KNOWN[name] for name in names}) if names else None
    some = [operation.as_strategy(GenerationMode.POSITIVE), about, operation.as_strategy(GenerationMode.NEGATIVE)]
    return strategies.one_of(*(one for one in some if one is not None))


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_it_fail(
    path: str, method: str, scene: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ESSAIM_API_LIMIT = 10**9
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True  # what would be a 500 is told whole
    monkeypatch.setattr(writing, "spend", lambda *_: None)
    schema = schemathesis.openapi.from_dict(description("en"))
    schema.app = application
    told = {"Authorization": f"Bearer {program_of(scene.officer).secret}", "Host": "testserver"}
    headers = told | {"Accept-Encoding": "identity"}

    @with_settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=requests(schema[path][method]))
    def asked(case: Any) -> None:
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    asked()
