"""Hits and warnings as the pages show them: markup, links and plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.search.errors import QuerySyntaxError
from onrecord.search.plan.nodes import MatchType
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.results.models import Hit, Snippet
from onrecord.search.service import SearchRequest, parse_request
from onrecord.web.rendering.safe_html import fragment, marked, safe, spot, web_link
from onrecord.web.urls.external_links import at_source, in_archive
from onrecord.web.urls.links import article_link, page_link
from onrecord.web.urls.search_params import Address

MOST_REPAIRS = 5  # of one query, all at once
MATCHED = {
    MatchType.VERBATIM: "word for word",
    MatchType.FOLDED: "same words; case, accents or punctuation differ",
    MatchType.STEMMED: "other forms of the words",
    MatchType.NEAR: "not word for word: a wildcard, words in between or another order",
    MatchType.FUZZY: "some letters differ",
    MatchType.PARTIAL: "has only some of the words",
}
MATCHED_BY_LABEL = {manner.label: words for manner, words in MATCHED.items()}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One article found. `matched` is empty if no word was looked for."""

    hit: Hit
    title: Markup
    author: Markup
    fragments: tuple[Markup, ...]
    matched: str
    href: str
    source_href: str | None
    archive_href: str | None


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A warning or error with its spot in the query, and a repaired query to choose."""

    message: str
    spot: Markup | None
    suggestion: str | None
    href: str | None


def shown_hit(hit: Hit, address: Address) -> ShownHit:
    """A hit as a page shows it: title and byline marked in place, the rest as fragments."""
    title = _whole(hit.snippets, "title", hit.title)
    author = _whole(hit.snippets, "author", hit.author or "")
    others = [snippet for snippet in hit.snippets if snippet not in (title, author)]
    is_marked = any(snippet.highlights for snippet in hit.snippets)
    return ShownHit(
        hit=hit,
        title=_marked(title, hit.title),
        author=_marked(author, hit.author or ""),
        fragments=tuple(fragment(s.text, s.start, s.highlights) for s in others),
        matched=MATCHED_BY_LABEL[hit.matched_as] if is_marked else "",
        href=article_link(address, hit.id, "m1" if is_marked else None),
        source_href=_at_source(hit),
        archive_href=in_archive(hit.url, hit.date),
    )


def _at_source(hit: Hit) -> str | None:
    """The source, at the first words marked; the text comes before title and byline."""
    marked_ones = [snippet for snippet in hit.snippets if snippet.highlights]
    best = next((s for s in marked_ones if s.field == "text"), next(iter(marked_ones), None))
    return at_source(hit.url, best.text, *best.highlights[0]) if best else web_link(hit.url)


def shown_warnings(warnings: Iterable[QueryWarning], address: Address) -> list[ShownNote]:
    return [shown_note(w.message, w.start, w.end, w.suggestion, address) for w in warnings]


def mended(warnings: Sequence[QueryWarning], address: Address) -> str | None:
    """The query with every repair made, where there is more than one to make."""
    if not 1 < sum(warning.suggestion is not None for warning in warnings) <= MOST_REPAIRS:
        return None
    text = address.q
    for _ in range(MOST_REPAIRS + 1):
        repair = _first_repair(text)
        if repair is None:
            return text
        text = repair
    return None


def _first_repair(text: str) -> str | None:
    try:
        warnings = parse_request(SearchRequest(text)).warnings
    except QuerySyntaxError as error:
        return error.suggestion
    return next((warning.suggestion for warning in warnings if warning.suggestion), None)


def shown_note(
    message: str, start: int, end: int, suggestion: str | None, address: Address
) -> ShownNote:
    """A note; one on the query as a whole points at no spot."""
    is_whole = start <= 0 and end >= len(address.q)
    return ShownNote(
        message=sentence(message),
        spot=None if is_whole else spot(address.q, start, end),
        suggestion=suggestion,
        href=page_link(address, q=suggestion) if suggestion else None,
    )


def sentence(message: str) -> str:
    """A message that begins with a capital and ends with a stop."""
    return f"{message[:1].upper()}{message[1:]}{'' if message[-1:] in '.?!' else '.'}"


def _whole(snippets: Iterable[Snippet], field: str, text: str) -> Snippet | None:
    """The snippet that is all of a field."""
    return next((s for s in snippets if s.field == field and s.text == text), None)


def _marked(snippet: Snippet | None, text: str) -> Markup:
    return marked(text, snippet.highlights) if snippet else safe(text)
