"""Requests made from the OpenAPI documents, by their rules and against them: every answer is a documented one."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from copy import deepcopy

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as rules
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mastsite.api.documents import document, search_address
from mastsite.search.registry import missions
from mastsite.wsgi import application

pytestmark = pytest.mark.usefixtures("archive")

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Not that all valid data be accepted: a condition is a text, and which texts a column takes no schema can say."""
EXAMPLES, FIRST_EXAMPLES = 3, 25
"""For each operation of a mission, and of the first one, which also stands for the addresses that all share."""
FEW_ROWS = 3
FORM = "application/x-www-form-urlencoded"
UNPACKED = {"Accept-Encoding": "identity"}
"""The harness's own client inside the process does not unpack answers."""
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]


def operations(slug: str):
    schema = schemathesis.openapi.from_wsgi(f"/search/{slug}_api_openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


def ask(operation, mode, examples):
    """Ask some requests of an operation, the same ones in every run."""
    # A form holds texts alone, and an empty one is none given: what its schema forbids looks like what it allows.
    form = any(body.media_type == FORM for body in operation.body)
    refusing = mode is GenerationMode.NEGATIVE and not form
    checks = CHECKS + [negative_data_rejection] * refusing

    @seed(2005)
    @rules(max_examples=examples, deadline=None, database=None, suppress_health_check=HEALTH)
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case):
        case.call_and_validate(checks=checks, headers=UNPACKED)

    # Where nothing can break a schema, as where all is text, there is no wrong request to be made.
    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        asked()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("slug", list(missions()))
def test_answers_are_documented(slug, mode, settings):
    settings.API_ROW_LIMIT = FEW_ROWS
    first = slug == next(iter(missions()))
    for operation in operations(slug):
        if first or f"/{slug}/" in operation.path:
            ask(operation, mode, FIRST_EXAMPLES if first else EXAMPLES)


def test_an_undocumented_answer_is_noticed():
    """The checks above can fail: a document that says nothing of refusals does not pass."""
    made = deepcopy(document(next(iter(missions().values()))))
    for operations_of_path in made["paths"].values():
        for operation in operations_of_path.values():
            operation["responses"].pop("400", None)
    schema = schemathesis.openapi.from_dict(made)
    schema.app = application
    case = schema[search_address(next(iter(missions().values())))]["POST"].Case(
        body={"limit": "many"}, media_type="application/json"
    )
    with pytest.raises(FailureGroup) as caught:
        case.call_and_validate(checks=CHECKS, headers=UNPACKED)
    assert [type(failure) for failure in caught.value.exceptions] == [UndefinedStatusCode]
