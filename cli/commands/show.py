"""The `onrecord show` command: prints an article."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli.options import Text, format_option, index_option
from onrecord.cli.output.terminal import highlight, json_line, print_paged
from onrecord.index.article import Article
from onrecord.search.engines.registry import open_engine
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Mark
from onrecord.search.results.highlighter import merge_marks
from onrecord.search.results.models import to_dict
from onrecord.search.service import SearchRequest, match_article


@click.command("show")
@click.argument("article_id", metavar="ID", type=Text())
@click.option("--query", type=Text(), help="Highlight the matches of this query.")
@format_option("text", "json")
@index_option
def command(article_id: str, query: str | None, output_format: str, index_url: str) -> None:
    """Print an article in full.

    \b
    onrecord show 4f1c2d9ab0e7c355
    onrecord show 4f1c2d9ab0e7c355 --query '"do the right thing"'
    """
    engine = open_engine(index_url)
    article = engine.article(article_id)
    if output_format == "json":
        click.echo(json_line(to_dict(article)))
        return
    match = match_article(engine, SearchRequest(query), Document(article)) if query else None
    print_paged(_lines(article, match.marks if match else ()))


def _lines(article: Article, marks: tuple[Mark, ...]) -> Iterator[str]:
    yield highlight(article.title, merge_marks([mark for mark in marks if mark.field == "title"]))
    for name in ("outlet", "date", "author", "url", "language"):
        yield f"  {name}: {getattr(article, name) or 'unknown'}"
    yield f"  source: {article.source}"
    yield f"  sha256: {article.sha256}\n"
    yield highlight(article.text, merge_marks([mark for mark in marks if mark.field == "text"]))
