"""Hits as the pages show them: marked title, byline and snippets, links to the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.search.plan.plan_nodes import MatchType
from onrecord.search.results.models import Hit, Snippet
from onrecord.web.rendering.safe_html import escape_text, highlight, safe_url, snippet_html
from onrecord.web.urls.external_links import archive_url, source_url
from onrecord.web.urls.links import article_url
from onrecord.web.urls.search_params import SearchParams

MATCH_TYPE_TEXTS = {
    MatchType.VERBATIM.label: "word for word",
    MatchType.FOLDED.label: "same words; case, accents or punctuation differ",
    MatchType.STEMMED.label: "other forms of the words",
    MatchType.NEAR.label: "not word for word: a wildcard, words in between or another order",
    MatchType.FUZZY.label: "some letters differ",
    MatchType.PARTIAL.label: "has only some of the words",
}


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit for the template; `match_type` is empty if the query has no words."""

    hit: Hit
    title: Markup
    author: Markup
    snippets: tuple[Markup, ...]
    match_type: str
    href: str
    source_href: str | None
    archive_href: str | None


def hit_view(hit: Hit, params: SearchParams) -> HitView:
    """A hit with title and byline marked in place, and the other snippets below them."""
    title = _whole_field(hit.snippets, "title", hit.title)
    author = _whole_field(hit.snippets, "author", hit.author or "")
    others = [snippet for snippet in hit.snippets if snippet not in (title, author)]
    has_marks = any(snippet.highlights for snippet in hit.snippets)
    return HitView(
        hit=hit,
        title=_highlighted(title, hit.title),
        author=_highlighted(author, hit.author or ""),
        snippets=tuple(snippet_html(s.text, s.start, s.highlights) for s in others),
        match_type=MATCH_TYPE_TEXTS[hit.matched_as] if has_marks else "",
        href=article_url(params, hit.id, "m1" if has_marks else None),
        source_href=_source_url(hit),
        archive_href=archive_url(hit.url, hit.date),
    )


def _source_url(hit: Hit) -> str | None:
    """The source at the first match in the text, else in the title or byline."""
    with_marks = [snippet for snippet in hit.snippets if snippet.highlights]
    best = next((s for s in with_marks if s.field == "text"), next(iter(with_marks), None))
    return source_url(hit.url, best.text, *best.highlights[0]) if best else safe_url(hit.url)


def _whole_field(snippets: Iterable[Snippet], field: str, text: str) -> Snippet | None:
    """The snippet that is a whole field."""
    return next((s for s in snippets if s.field == field and s.text == text), None)


def _highlighted(snippet: Snippet | None, text: str) -> Markup:
    return highlight(text, snippet.highlights) if snippet else escape_text(text)
