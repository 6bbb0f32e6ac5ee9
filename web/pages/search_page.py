"""The search page: results with facets, or sample queries and help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, current_app, render_template, request, url_for

from onrecord.search.engines.base import Engine
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, facet_options, search
from onrecord.web.export.downloads import EXPORT_FORMATS
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.date_histogram import date_histogram
from onrecord.web.pages.facet_links import facet_groups
from onrecord.web.pages.query_notices import fix_all, warning_notices
from onrecord.web.pages.search_hits import hit_view
from onrecord.web.urls.links import NO_FILTERS, active_filters, search_url, sort_links
from onrecord.web.urls.search_params import (
    SEARCH_PARAM_NAMES,
    SearchParams,
    parse_search_params,
    reject_unknown_params,
    to_search_request,
)

blueprint = Blueprint("search", __name__)

HEADLINES = 5  # how many of the newest are tried for sample queries
SAMPLE_WORDS = 3
MIN_PREFIX_WORD = 6  # letters of a word that a sample query ends in a wildcard

Sample = tuple[str, str]  # a query and what it does
SEED_SAMPLES: tuple[Sample, ...] = (
    ('"noon against Putin"', "exactly these words, in this order"),
    ("recognise NEAR/6 election", "both words, in any form, at most six words apart"),
    ('"temporarily occupied territor*" after:2024-03-01', "a wildcard in a phrase, and a date"),
    ("Navalnaya~1", "one letter may differ"),
    ('stem:"support Putin" OR title:election', "a phrase in any form, or in a headline"),
)


@blueprint.get("/")
def page() -> str:
    """Search results or, without a query, the start page."""
    reject_unknown_params(SEARCH_PARAM_NAMES)
    params = parse_search_params(request.args)
    return _start_page(params) if params.is_empty else _results_page(params)


def _start_page(params: SearchParams) -> str:
    return render_template(
        "search/start.html",
        params=params,
        info=current_index().info(),
        samples=[
            (query, search_url(SearchParams(q=query)), description)
            for query, description in sample_queries(current_index().engine())
        ],
    )


def _results_page(params: SearchParams) -> str:
    engine = current_index().engine()
    search_request = to_search_request(params, facets=True, both_ways=True)
    results = search(engine, search_request)
    facets = results.facets or {}
    options = facet_options(engine, search_request, facets)
    return render_template(
        "search/results.html",
        params=params,
        info=current_index().info(),
        results=results,
        hits=[hit_view(hit, params) for hit in results.hits or results.closest],
        warnings=warning_notices(results.warnings, params),
        fixed_query=fix_all(results.warnings, params),
        search_url=search_url,
        facets=facet_groups(facets, options, results.total, params),
        histogram=date_histogram(facets, params),
        filters=active_filters(params),
        sorts=sort_links(params),
        next_page=results.next and search_url(params, cursor=results.next),
        previous_page=results.offset and search_url(params, cursor=results.previous),
        first_page=results.offset and search_url(params),
        unfiltered=search_url(params, **NO_FILTERS),
        **_export_urls(params),
    )


def _export_urls(params: SearchParams) -> dict[str, object]:
    """The search as files, a feed and JSON, and the form that saves it."""
    whole = replace(params, cursor=None)
    query = whole.to_query()
    feed_query = replace(whole, sort=Sort.RELEVANCE).to_query()  # feeds have their own order
    return {
        "exports": {
            export_format.label: url_for("exports.export", name=name, **query)
            for name, export_format in EXPORT_FORMATS.items()
        },
        "json_url": url_for("api.search_json", **query),
        "feed_url": url_for("feeds.search_feed", **feed_query),
        "save_url": "saved" in current_app.blueprints and url_for("saved.save_form", **query),
    }


def sample_queries(engine: Engine) -> tuple[Sample, ...]:
    """Queries with results: those for the seeds or, elsewhere, made from a recent headline."""
    if all(search(engine, SearchRequest(query, limit=1)).total for query, _ in SEED_SAMPLES):
        return SEED_SAMPLES
    newest = SearchRequest("*", limit=HEADLINES, sort=Sort.NEWEST)
    for hit in search(engine, newest).hits:
        if words := _sample_words(hit.title):
            return _samples_from(words, hit.date)
    return SEED_SAMPLES


def _sample_words(headline: str) -> list[str]:
    """The three consecutive words with the most letters, if one of them is long; else none."""
    words = headline.split()
    runs = [words[at : at + SAMPLE_WORDS] for at in range(len(words) - SAMPLE_WORDS + 1)]
    alphabetic = [run for run in runs if all(map(str.isalpha, run))]
    best = max(alphabetic, key=lambda run: len("".join(run)), default=[])
    return best if len(max(best, key=len, default="")) >= MIN_PREFIX_WORD else []


def _samples_from(words: list[str], day: date | None) -> tuple[Sample, ...]:
    first, second, third = (word.lower() for word in words)  # so that AND and OR are words
    prefix = max(first, second, third, key=len)[:-1]
    return (
        (f'"{" ".join(words)}"', "exactly these words, in this order"),
        (f"{first} NEAR/6 {third}", "both words, in any form, at most six words apart"),
        (f"{prefix}* after:{day}", "any ending, and a date")
        if day
        else (f"{prefix}*", "any ending"),
        (f"{max(first, second, third, key=len)}~1", "one letter may differ"),
        (f'stem:"{first} {second}" OR title:{third}', "a phrase in any form, or in a headline"),
    )
