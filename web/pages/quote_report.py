"""The quote report: one page that holds all it needs, to be filed, sent or printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from onrecord.search.engines.base import IndexInfo
from onrecord.web.rendering.language_names import language_name
from onrecord.web.rendering.safe_html import finalized, language_tag, web_link

VERDICTS = {
    "verbatim": "Verbatim",
    "abridged": "Abridged",
    "altered": "Altered",
    "spliced": "Spliced",
    "not_found": "Not found",
}
MEANINGS = {
    "verbatim": "All words stand there, in this order and without a gap.",
    "abridged": "All words stand there; what is left out or replaced is marked in the quotation.",
    "altered": "Most of the words stand there; the differences are not marked in the quotation.",
    "spliced": "Passages of one article are run together with nothing marking the gap.",
    "not_found": "No passage has most of these words.",
}
KINDS = {
    "substituted": "other words",
    "inserted": "not in the article",
    "left_out": "left out, unmarked",
    "moved": "moved",
    "bracketed": "in brackets",
    "omitted": "left out, marked",
    "interrupted": "the article says who spoke",
    "jump": "unmarked jump to another passage",
}


def to_html(answers: Sequence[Mapping[str, Any]], info: IndexInfo) -> str:
    """The report on these answers, as JSON has them."""
    verdicts = Counter(answer.get("verdict", "error") for answer in answers)
    return (
        _templates()
        .get_template("quote_report.html")
        .render(
            answers=answers,
            info=info,
            counts=[(name, verdicts[name]) for name in (*VERDICTS, "error") if verdicts[name]],
            made=datetime.now(UTC),
            **vocabulary(),
        )
    )


def vocabulary() -> dict[str, Any]:
    """What the templates of answers need besides them."""
    return {
        "verdict_names": VERDICTS,
        "verdict_meanings": MEANINGS,
        "kind_names": KINDS,
        "web_link": web_link,
        "language_tag": language_tag,
        "language_name": language_name,
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader("web"), PackageLoader("web", "static")]),
        autoescape=True,
        finalize=finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
