"""How a test asks for the snippets of an article, and shows them."""

from __future__ import annotations

from onrecord.index.article import Article
from onrecord.search.engines.registry import open_engine
from onrecord.search.results.models import Hit, Snippet
from onrecord.search.service import SearchRequest, search
from tests.corpus import article, fill


def hit(query: str, text: str, **facts: object) -> Hit:
    """The one article of this text, as found by a query."""
    return found(query, [article("a", str(facts.pop("title", "")), text, **facts)])[0]


def found(query: str, articles: list[Article]) -> tuple[Hit, ...]:
    engine = open_engine("memory:")
    fill(engine, articles)
    return search(engine, SearchRequest(query, limit=100)).hits


def marked(snippet: Snippet) -> str:
    """A fragment with its highlights in square brackets."""
    text = snippet.text
    for start, end in reversed(snippet.highlights):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def shown(query: str, text: str, **facts: object) -> list[str]:
    return [marked(snippet) for snippet in hit(query, text, **facts).snippets]
