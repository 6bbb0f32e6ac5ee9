"""Whatever is sent to the API, it answers as it is described, and never with a fault of ours."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import CHECKS, load_all_checks

from onrecord.web.app import WebConfig, create_app
from tests.conftest import examples
from tests.corpus import ARTICLES, article
from tests.web.conftest import engine_of
from tests.web.security.test_hostile import EVIL

load_all_checks()
CHECKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "unsupported_method",
    ]
)


def described() -> Any:
    """The API over articles good and evil."""
    engine = engine_of([*ARTICLES, EVIL, article("../a", "Up", "zebra")])
    app = create_app(WebConfig("memory:", lambda _url: engine))

    def closing_app(environ: Any, start_response: Any) -> list[bytes]:
        with closing(app(environ, start_response)) as chunks:  # as servers do, the client does not
            return [b"".join(chunks)]

    return schemathesis.openapi.from_wsgi("/api/openapi.json", closing_app)


schema = described()


@schema.parametrize()
@examples(40, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_its_word(case: Any) -> None:
    plain = {"Accept-Encoding": "identity"}  # the client in the process undoes no gzip
    case.call_and_validate(checks=CHECKED, headers=plain)
