"""onrecord show"""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from onrecord.cli.options import Text, index_option, the_engine
from onrecord.cli.output import search_formats
from onrecord.index.article import Article
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Mark
from onrecord.search.results.highlighter import merged
from onrecord.search.results.models import facts_of
from onrecord.search.service import SearchRequest, match_of


@click.command("show")
@click.argument("identity", metavar="ID", type=Text())
@click.option("--query", type=Text(), help="Mark what this query matches.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@index_option
def command(identity: str, query: str | None, style: str, index_url: str | None) -> None:
    """Print one article, whole.

    \b
    onrecord show 4f1c2d9ab0e7c355
    onrecord show 4f1c2d9ab0e7c355 --query '"do the right thing"'
    """
    engine = the_engine(index_url)
    article = engine.article(identity)
    if style == "json":
        click.echo(json.dumps(facts_of(article), ensure_ascii=False))
        return
    match = query and match_of(engine, SearchRequest(query), Document(article))
    search_formats.emit(_lines(article, match.marks if match else ()))


def _lines(article: Article, marks: tuple[Mark, ...]) -> Iterator[str]:
    titles = [mark for mark in marks if mark.field == "title"]
    texts = [mark for mark in marks if mark.field == "text"]
    yield search_formats.marked(article.title, merged(titles))
    for name in ("outlet", "date", "author", "url", "language"):
        yield f"  {name}: {getattr(article, name) or 'unknown'}"
    yield f"  source: {article.source}"
    yield f"  sha256: {article.sha256}\n"
    yield search_formats.marked(article.text, merged(texts))
