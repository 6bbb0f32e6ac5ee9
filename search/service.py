"""The search service: the one entry point of the command line, the pages and the API."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from onrecord.index.text.cleaning import replace_surrogates
from onrecord.search.engines.base import Engine, iter_documents, iter_pages
from onrecord.search.errors import IndexCorrupt, QuerySyntaxError, UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Match, evaluate
from onrecord.search.plan.plan_nodes import MatchType, Plan
from onrecord.search.plan.planner import plan_query
from onrecord.search.query.ast import (
    And,
    Dates,
    Equals,
    Nothing,
    Query,
    clauses_of,
    make_and,
    make_or,
    make_should,
)
from onrecord.search.query.date_ranges import day_range
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.query.parser import ParsedQuery, parse_any_word, parse_literal, parse_query
from onrecord.search.query.unparse import unparse
from onrecord.search.results.highlighter import highlight
from onrecord.search.results.models import Facets, Hit, SearchResults
from onrecord.search.results.pagination import (
    Cursor,
    Page,
    ScoredDocument,
    decode_cursor,
    encode_cursor,
    search_fingerprint,
)
from onrecord.search.results.sorting import SearchAfter, Sort, sort_key

PAGE_SIZE = 500  # of iter_hits
MAX_PAGE_SIZE = 1_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for: query text, filters, order and page.

    Outlets, languages and periods each match if any of their values does; periods must be valid.
    `literal` reads the text as one phrase, `any_word` as words of which any may match;
    both ignore query syntax.
    """

    text: str
    limit: int = 10
    cursor: str | None = None
    sort: Sort = Sort.RELEVANCE
    first: date | None = None
    last: date | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()  # as written: 2024, 2024-03, 2024-03-15, A..B
    literal: bool = False
    any_word: bool = False
    facets: bool = False
    both_ways: bool = False  # also compute the cursor of the previous page
    today: date | None = None


def search(engine: Engine, request: SearchRequest) -> SearchResults:
    """One page of results; a SearchError says what is wrong with the request or the index."""
    return next(iter_results(engine, request))


def iter_results(engine: Engine, request: SearchRequest) -> Iterator[SearchResults]:
    """The page asked for and all pages after it; only the first has facets."""
    started = time.perf_counter()
    run = _SearchRun.of(engine, request)
    after = run.cursor.search_after if run.cursor else None
    limit = max(1, min(request.limit, MAX_PAGE_SIZE))
    for page in iter_pages(engine, run.plan, request.sort, limit, after=after):
        yield run.results(page, limit, started)
        started = time.perf_counter()
        run = replace(run, request=replace(request, facets=False), first_page=False)


def iter_hits(engine: Engine, request: SearchRequest) -> Iterator[Hit]:
    """Every hit from the page asked for on, fetched page by page."""
    for results in iter_results(engine, replace(request, limit=PAGE_SIZE, facets=False)):
        yield from results.hits


def iter_ids(engine: Engine, request: SearchRequest) -> Iterator[str]:
    """The ids of all matching articles, in order; faster than iter_hits."""
    plan = plan_query(parse_request(request).query, engine)
    documents = iter_documents(engine, plan, request.sort, request.limit)
    return (document.article.id for document in documents)


def parse_request(request: SearchRequest) -> ParsedQuery:
    """The query of a request with its filters; QuerySyntaxError if it cannot be run."""
    text = replace_surrogates(request.text)
    if request.literal:
        parsed = parse_literal(text)
    elif request.any_word:
        parsed = parse_any_word(text)
    else:
        parsed = parse_query(text, today=request.today)
    if problem := parsed.problem:
        raise QuerySyntaxError(problem.message, problem.start, problem.end, problem.suggestion)
    if request.text.strip() and isinstance(parsed.query, Nothing):
        return parsed
    return replace(parsed, query=make_and([*clauses_of(parsed.query), *_filters(request)]))


def interpreted_query(request: SearchRequest) -> str:
    """The query as interpreted, in the query language, with filters and resolved dates."""
    return unparse(parse_request(request).query)


def match_article(engine: Engine, request: SearchRequest, document: Document) -> Match | None:
    """How one article matches a request, to highlight it in full."""
    return evaluate(plan_query(parse_request(request).query, engine), document)


def hits_for_ids(engine: Engine, request: SearchRequest, ids: Iterable[str]) -> tuple[Hit, ...]:
    """Those of some articles that still exist and match, newest first."""
    plan = plan_query(parse_request(request).query, engine)
    hits = []
    for identity in ids:
        try:
            document = Document(engine.article(identity))
        except UnknownArticle:
            continue
        except IndexCorrupt:
            log.exception("article %r cannot be read", identity)
            continue
        if match := evaluate(plan, document):
            hits.append(_to_hit(document, match))
    return tuple(sorted(hits, key=lambda hit: sort_key(Sort.NEWEST, hit.date, hit.id)))


def _filters(request: SearchRequest) -> list[Query]:
    filters: list[Query] = []
    if request.outlets:
        filters.append(make_or([Equals("outlet", outlet) for outlet in request.outlets]))
    if request.languages:
        filters.append(
            make_or([Equals("lang", replace_surrogates(code)) for code in request.languages])
        )
    if request.first or request.last:
        filters.append(Dates(request.first, request.last))
    if request.periods:
        today = request.today or date.today()
        filters.append(make_or([Dates(*day_range(one, today)) for one in request.periods]))
    return filters


@dataclass(frozen=True, slots=True)
class _SearchRun:
    """A request parsed and planned for one index."""

    engine: Engine
    request: SearchRequest
    parsed: ParsedQuery
    plan: Plan
    interpreted: str
    fingerprint: str
    cursor: Cursor | None
    generation: str  # of the index on the first page
    first_page: bool = True  # of those iterated over

    @classmethod
    def of(cls, engine: Engine, request: SearchRequest) -> _SearchRun:
        parsed = parse_request(request)
        plan = plan_query(parsed.query, engine)
        interpreted = unparse(parsed.query)
        fingerprint = search_fingerprint(interpreted, request.sort)
        cursor = decode_cursor(request.cursor, fingerprint) if request.cursor else None
        generation = cursor.generation if cursor else engine.generation()
        return cls(engine, request, parsed, plan, interpreted, fingerprint, cursor, generation)

    def results(self, page: Page, limit: int, started: float) -> SearchResults:
        found = page.documents
        hits = _hits(self.plan, found)
        closest = self._closest(limit) if page.total == 0 else ()
        skipped = len(found) - len(hits)
        return SearchResults(
            query=self.request.text,
            interpreted=self.interpreted,
            warnings=(*self.parsed.warnings, *self._warnings(skipped, closest)),
            total=page.total,
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            next=self._cursor(found[-1].search_after if page.has_more and found else None),
            facets=self.engine.facets(self.plan) if self.request.facets else None,
            hits=hits,
            closest=closest,
            skipped=skipped,
            offset=found[0].search_after.rank - 1 if found else page.total,
            previous=self._cursor(self._previous(limit)),
        )

    def _closest(self, limit: int) -> tuple[Hit, ...]:
        """When nothing matches: articles with most of the clauses; filters still hold."""
        if not isinstance(self.parsed.query, And):
            return ()
        plan = plan_query(make_should(list(self.parsed.query.clauses)), self.engine)
        hits = _hits(plan, self.engine.page(plan, Sort.RELEVANCE, None, limit).documents)
        return tuple(replace(hit, matched_as=MatchType.PARTIAL.label) for hit in hits)

    def _warnings(self, skipped: int, closest: tuple[Hit, ...]) -> Iterator[QueryWarning]:
        """Warnings about the results; those of the parser are about the text."""
        end = len(self.request.text)
        if isinstance(self.parsed.query, Nothing):
            yield QueryWarning("no letters or digits to search for", 0, end)
        if closest:
            yield QueryWarning(
                "no article matches the whole query; the closest match part of it", 0, end
            )
        if skipped:
            articles = "1 article" if skipped == 1 else f"{skipped:,} articles"
            message = (
                f"{articles} could not be shown; rebuild the index: onrecord index --rebuild FILES"
            )
            yield QueryWarning(message, 0, end)
        by_rank = self.request.sort is Sort.RELEVANCE
        is_later = self.cursor or not self.first_page
        if is_later and by_rank and self.generation != self.engine.generation():
            message = "the index has changed since the first page; ranks may have moved"
            yield QueryWarning(message, 0, end)

    def _previous(self, limit: int) -> SearchAfter | None:
        if self.cursor is None or not self.request.both_ways:
            return None
        after = self.cursor.search_after
        return self.engine.previous_page_start(self.plan, self.request.sort, after, limit)

    def _cursor(self, after: SearchAfter | None) -> str | None:
        return encode_cursor(Cursor(after, self.fingerprint, self.generation)) if after else None


def _hits(plan: Plan, found: Iterable[ScoredDocument]) -> tuple[Hit, ...]:
    """The documents as hits; one that the matcher rejects is logged and left out."""
    hits = []
    for scored in found:
        if match := evaluate(plan, scored.document):
            hits.append(_to_hit(scored.document, match, scored.search_after.score))
        else:
            identity = scored.document.article.id
            log.error("the index lists article %r, whose text does not match: damaged?", identity)
    return tuple(hits)


def _to_hit(document: Document, match: Match, score: float = 0.0) -> Hit:
    article = document.article
    return Hit(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        date=article.date,
        url=article.url,
        author=article.author,
        language=article.language,
        source=article.source,
        sha256=article.sha256,
        score=score,
        matched_as=match.match_type.label,
        snippets=highlight(match, document),
    )


# What to clear from a request to count the other values of a facet too.
FACET_FILTERS: Mapping[str, Mapping[str, Any]] = {
    "outlet": {"outlets": ()},
    "language": {"languages": ()},
    "year": {"periods": ()},
    "month": {"periods": ()},
}


def facet_options(engine: Engine, request: SearchRequest, facets: Facets) -> Facets:
    """Multi-select facets: each counted without its own filter. `facets` are those with all."""
    counted = {request: facets}
    for name in FACET_FILTERS:
        unfiltered = _without_filter(request, name)
        if unfiltered not in counted:
            plan = plan_query(parse_request(unfiltered).query, engine)
            counted[unfiltered] = engine.facets(plan)
    return {name: counted[_without_filter(request, name)][name] for name in FACET_FILTERS}


def _without_filter(request: SearchRequest, facet: str) -> SearchRequest:
    return replace(request, **FACET_FILTERS[facet])
