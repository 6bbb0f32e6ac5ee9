"""The quote report as a file: every outcome is counted, nothing is loaded, nothing is markup."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import UndefinedError

from onrecord.search.engines.base import Engine
from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.web.pages.quote_report import EDIT_KINDS, VERDICTS, _templates, to_html

QUOTATIONS = {
    "verbatim": "noon against Putin",
    "altered": "support for Putin is below 90%",
    "not_found": "the cat sat on a mat here",
}


@pytest.fixture(scope="module")
def answers(library: Engine) -> dict[str, dict[str, Any]]:
    made = {name: check(library, QuoteRequest(text)) for name, text in QUOTATIONS.items()}
    return {name: report.to_dict() | {"id": name} for name, report in made.items()}


COUNTS = [
    ([], '<p class="facts"></p>'),
    (["verbatim"], '<p class="facts">Verbatim: 1</p>'),
    (
        ["error", "not_found", "altered", "not_found", "verbatim"],
        '<p class="facts">Verbatim: 1 · Altered: 1 · Not found: 2 · Not checked: 1</p>',
    ),
]


@pytest.mark.parametrize(("outcomes", "line"), COUNTS)
def test_counts(
    library: Engine, answers: dict[str, dict[str, Any]], outcomes: list[str], line: str
) -> None:
    error = {"id": "e", "quotation": "<b>\x00", "error": "no <word>"}
    html = to_html([answers.get(name, error) for name in outcomes], library.info())
    assert line in html
    assert ("Not checked: no &lt;word&gt;" in html) == ("error" in outcomes)
    assert "<b>" not in html
    assert "\x00" not in html
    assert "against 12 articles of 5 outlets, published 2022-05-09 to 2024-03-17, 3 undated" in html


def test_every_verdict_and_edit_has_a_name(answers: dict[str, dict[str, Any]]) -> None:
    assert [answer["verdict"] for answer in answers.values()] == list(QUOTATIONS)
    assert list(VERDICTS) == ["verbatim", "abridged", "altered", "spliced", "not_found"]
    segments = [one["kind"] for p in answers["altered"]["passages"] for one in p["comparison"]]
    assert set(segments) - {"same"} <= set(EDIT_KINDS)


def test_templates_are_strict_and_tidy() -> None:
    render = _templates().from_string
    assert render("a\n  {% if true %}\n{{ x }}\n  {% endif %}\n").render(x="<\x00") == (
        "a\n&lt;\ufffd\n"
    )
    with pytest.raises(UndefinedError):
        render("{{ nowhere }}").render()
