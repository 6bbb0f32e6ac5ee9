"""The quote report: a self-contained HTML page to file, send or print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from onrecord.search.engines.base import IndexInfo
from onrecord.web.rendering.languages import language_tag
from onrecord.web.rendering.safe_html import safe_url, sanitize_output

FOLDERS = ("templates", "static")  # static has the style sheet that the report includes
VERDICTS = {
    "verbatim": ("Verbatim", "All the words appear in this order, without gaps."),
    "abridged": (
        "Abridged",
        "All the words appear; the quotation marks what it omits or replaces.",
    ),
    "altered": (
        "Altered",
        "Most of the words appear, with changes that the quotation does not mark.",
    ),
    "spliced": ("Spliced", "Passages of one article are joined without marking the gap."),
    "not_found": ("Not found", "No passage has most of these words."),
}
EDIT_KINDS = {
    "substituted": "changed",
    "inserted": "added",
    "deleted": "left out without a mark",
    "moved": "moved",
    "bracketed": "in brackets",
    "omitted": "marked omission",
    "interrupted": "attribution in the article",
    "gap": "unmarked gap",
}


def to_html(answers: Sequence[Mapping[str, Any]], info: IndexInfo) -> str:
    """The report on these answers, given as JSON."""
    verdicts = Counter(answer.get("verdict", "error") for answer in answers)
    template = _templates().get_template("quote/report.html")
    return template.render(
        answers=answers,
        info=info,
        counts=[(name, verdicts[name]) for name in (*VERDICTS, "error") if verdicts[name]],
        made=datetime.now(UTC),
        **template_context(),
    )


def template_context() -> dict[str, Any]:
    """What the quote templates need besides the answers."""
    return {
        "verdicts": VERDICTS,
        "edit_kinds": EDIT_KINDS,
        "web_link": safe_url,
        "language_tag": language_tag,
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader("onrecord.web", folder) for folder in FOLDERS]),
        autoescape=True,
        finalize=sanitize_output,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
