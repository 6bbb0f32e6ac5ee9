"""The one search function, which the command line, the pages and the API all call."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from onrecord.index.article import Article
from onrecord.index.text.cleaning import replace_surrogates
from onrecord.search.engines.base import Engine
from onrecord.search.errors import IndexBroken, QuerySyntaxError, UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Match, evaluate
from onrecord.search.plan.nodes import MatchType, Plan
from onrecord.search.plan.planner import resolve
from onrecord.search.query.ast import And, Dates, Equals, Nothing, Query
from onrecord.search.query.builders import all_of, as_list, one_of, some_of
from onrecord.search.query.date_ranges import day_range
from onrecord.search.query.diagnostics import Warning
from onrecord.search.query.parser import Parsed, any_word, literal, parse
from onrecord.search.query.unparse import to_text
from onrecord.search.results.cursor import Cursor, decode, encode, search_mark
from onrecord.search.results.highlighter import snippets
from onrecord.search.results.models import Facets, Hit, SearchResults
from onrecord.search.results.pagination import ScoredDocument
from onrecord.search.results.sorting import SearchAfter, Sort, order_key
from onrecord.search.timeout import check

PAGE = 500  # hits fetched at a time when all are wanted
MOST_HITS = 1_000  # on one page; there is no limit to the pages


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as asked for: the text, filters that must hold besides, order and page.

    Of several outlets, languages or periods any will do; periods are checked by whoever takes them.
    `literal` takes the whole text as one phrase, `any_word` as loose words of which any may match;
    both take every sign for punctuation.
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
    both_ways: bool = False  # whether the page before can be turned to
    today: date | None = None


def search(engine: Engine, request: SearchRequest) -> SearchResults:
    """The answer to a request, or a SearchError that says what is wrong with it."""
    started = time.perf_counter()
    parsed = read(request)
    plan = resolve(parsed.query, engine)
    generation = engine.generation()
    reading = to_text(parsed.query)
    mark = search_mark(reading, request.sort)
    cursor = decode(request.cursor, mark) if request.cursor else None
    seen = cursor.generation if cursor else generation  # on the first page
    limit = max(1, min(request.limit, MOST_HITS))
    page = engine.page(plan, request.sort, cursor.place if cursor else None, limit)
    close = _closest(engine, parsed.query, limit) if page.total == 0 else None
    hits = close or tuple(_hit(plan, found) for found in page.found)
    return SearchResults(
        query=request.text,
        interpreted=reading,
        warnings=(*parsed.warnings, *_remarks(request, parsed.query, cursor, generation, close)),
        total=page.total,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
        next=_cursor(page.found[-1].place if page.more and page.found else None, mark, seen),
        facets=engine.facets(plan) if request.facets else None,
        hits=hits,
        closest=bool(close),
        skipped=page.found[0].place.rank - 1 if page.found else page.total,
        previous=_cursor(_before(engine, plan, request, cursor, limit), mark, seen),
    )


def read(request: SearchRequest) -> Parsed:
    """How a request's text and filters are read; QuerySyntaxError if they cannot be run."""
    text = replace_surrogates(request.text)
    if request.literal:
        parsed = literal(text)
    elif request.any_word:
        parsed = any_word(text)
    else:
        parsed = parse(text, today=request.today)
    if problem := parsed.problem:
        raise QuerySyntaxError(problem.message, problem.start, problem.end, problem.suggestion)
    if request.text.strip() and isinstance(parsed.query, Nothing):
        return parsed
    return replace(parsed, query=all_of([*as_list(parsed.query), *_filters(request)]))


def interpreted(request: SearchRequest) -> str:
    """How a request is read, in the query language, its filters and days included."""
    return to_text(read(request).query)


def match_of(engine: Engine, request: SearchRequest, document: Document) -> Match | None:
    """How one article matches a request: what to mark when it is shown whole."""
    return evaluate(resolve(read(request).query, engine), document)


def iter_ids(engine: Engine, request: SearchRequest) -> Iterator[str]:
    """The ids of all articles that a request finds, in its order; quicker than as hits."""
    plan = resolve(read(request).query, engine)
    after = None
    while True:
        check()
        page = engine.page(plan, request.sort, after, request.limit)
        yield from (found.document.article.id for found in page.found)
        if not page.more or not page.found:
            return
        after = page.found[-1].place


def hits_of(engine: Engine, request: SearchRequest, wanted: Iterable[str]) -> tuple[Hit, ...]:
    """Those of some articles that a request finds, newest first; one that is gone is left out."""
    plan = resolve(read(request).query, engine)
    documents = map(Document, _articles(engine, wanted))
    matches = [(document, evaluate(plan, document)) for document in documents]
    hits = [_shown(document, match) for document, match in matches if match]
    return tuple(sorted(hits, key=lambda hit: order_key(Sort.NEWEST, hit.date, hit.id)))


def _articles(engine: Engine, wanted: Iterable[str]) -> Iterator[Article]:
    for identity in wanted:
        with suppress(UnknownArticle):
            yield engine.article(identity)


def _filters(request: SearchRequest) -> list[Query]:
    filters: list[Query] = []
    if request.outlets:
        filters.append(one_of([Equals("outlet", outlet) for outlet in request.outlets]))
    if request.languages:
        filters.append(
            one_of([Equals("lang", replace_surrogates(code)) for code in request.languages])
        )
    if request.first or request.last:
        filters.append(Dates(request.first, request.last))
    if request.periods:
        today = request.today or date.today()
        filters.append(one_of([Dates(*day_range(one, today)) for one in request.periods]))
    return filters


def _hit(plan: Plan, found: ScoredDocument) -> Hit:
    document = found.document
    match = evaluate(plan, document)
    if match is None:
        raise IndexBroken(
            f"the index lists {document.article.id!r} for this search, which its text does not "
            "bear out: it is damaged and must be made anew: onrecord index --rebuild FILES"
        )
    return _shown(document, match, found.place.score)


def _shown(document: Document, match: Match, score: float = 0.0) -> Hit:
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
        matched_as=match.manner.label,
        snippets=snippets(match, document),
    )


def _closest(engine: Engine, query: Query, limit: int) -> tuple[Hit, ...]:
    """When no article has all words: those with most of them, filters still holding."""
    if not isinstance(query, And):
        return ()
    plan = resolve(some_of(list(query.clauses)), engine)
    hits = [_hit(plan, found) for found in engine.page(plan, Sort.RELEVANCE, None, limit).found]
    return tuple(replace(hit, matched_as=MatchType.PARTIAL.label) for hit in hits)


def _remarks(
    request: SearchRequest,
    query: Query,
    cursor: Cursor | None,
    generation: str,
    closest: tuple[Hit, ...] | None,
) -> list[Warning]:
    """What the user should know besides how the text was read."""
    end = len(request.text)
    remarks = []
    if isinstance(query, Nothing):
        remarks.append(Warning("no letter or digit to search for", 0, end))
    if closest:
        message = "no article has all of this; the closest have some of it"
        remarks.append(Warning(message, 0, end))
    if cursor and request.sort is Sort.RELEVANCE and cursor.generation != generation:
        message = "the index has changed since the first page; ranks may have moved"
        remarks.append(Warning(message, 0, end))
    return remarks


def _before(
    engine: Engine, plan: Plan, request: SearchRequest, cursor: Cursor | None, limit: int
) -> SearchAfter | None:
    if cursor is None or not request.both_ways:
        return None
    return engine.previous_page_start(plan, request.sort, cursor.place, limit)


def _cursor(place: SearchAfter | None, mark: str, generation: str) -> str | None:
    return encode(Cursor(place, mark, generation)) if place else None


UNCHOSEN: Mapping[str, Mapping[str, Any]] = {
    "outlet": {"outlets": ()},
    "language": {"languages": ()},
    "year": {"periods": ()},
    "month": {"periods": ()},
}


def choices(engine: Engine, request: SearchRequest, facets: Facets) -> Facets:
    """The facets that a search answered, with the values beside those that its filters let by."""
    counted = {request: facets}
    for name in UNCHOSEN:
        freed = _freed(request, name)
        if freed not in counted:
            counted[freed] = engine.facets(resolve(read(freed).query, engine))
    return {name: counted[_freed(request, name)][name] for name in UNCHOSEN}


def _freed(request: SearchRequest, name: str) -> SearchRequest:
    return replace(request, **UNCHOSEN[name])


def every_page(engine: Engine, request: SearchRequest) -> Iterator[SearchResults]:
    """The answers that together hold every hit; only the first has facets."""
    request = replace(request, limit=PAGE)
    while True:
        results = search(engine, request)
        yield results
        if results.next is None:
            return
        request = replace(request, cursor=results.next, facets=False)
