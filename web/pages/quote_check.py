"""The quote check as a page and as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.search.quote_check.models import QuoteReport
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.quote_report import template_context
from onrecord.web.urls.api_params import DEFAULT_PASSAGES, QUOTE_PARAMS
from onrecord.web.urls.search_params import (
    BadParameter,
    SearchParams,
    get_limit,
    get_query,
    reject_unknown_params,
)

blueprint = Blueprint("quotes", __name__)

PARAMETERS = tuple(parameter.name for parameter in QUOTE_PARAMS)


@blueprint.get("/quote")
def page() -> str:
    """The form and, for a quotation, the report."""
    text = _text()
    report = _checked(text) if text.strip() else None
    return render_template(
        "quote/check.html",
        params=SearchParams(),
        text=text,
        info=current_index().info(),
        answer=report.to_dict() if report else None,
        hidden=report.total - len(report.passages) if report else 0,
        **template_context(),
    )


@blueprint.get("/api/quote")
def quote_json() -> dict[str, Any]:
    """The report on one quotation."""
    text = _text()
    if not text.strip():
        raise BadParameter("no quotation is given; add it, as in /api/quote?text=WORDS")
    return _checked(text).to_dict()


def _text() -> str:
    reject_unknown_params(PARAMETERS)
    return get_query(request.args, "text")


def _checked(text: str) -> QuoteReport:
    limit = get_limit(request.args, DEFAULT_PASSAGES)
    return check(current_index().engine(), QuoteRequest(text, limit), current_index().info())
