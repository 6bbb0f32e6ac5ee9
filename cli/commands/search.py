"""onrecord search"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TextIO

import click

from onrecord.cli.main import EXIT_FOUND, EXIT_NOTHING
from onrecord.cli.options import Day, Period, Text, index_option, the_engine
from onrecord.cli.output import search_formats
from onrecord.cli.query_batch import answer_all
from onrecord.search.engines.base import Engine
from onrecord.search.results.models import SearchResults
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, every_page, read, search


@click.command("search")
@click.argument("text", nargs=-1, type=Text())
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="Hits on a page.",
)
@click.option("--all", "everything", is_flag=True, help="Every hit, page after page.")
@click.option(
    "--cursor", metavar="CURSOR", help="The page after this one: `next` of the page before."
)
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default="relevance",
    show_default=True,
)
@click.option(
    "--from", "first", type=Day(last=False), metavar="DAY", help="Published on that day or later."
)
@click.option(
    "--to", "last", type=Day(last=True), metavar="DAY", help="Published on that day or earlier."
)
@click.option(
    "--period",
    "periods",
    type=Period(),
    multiple=True,
    metavar="PERIOD",
    help="Published then: 2024, 2024-03, 2024-03-15 or A..B; may be repeated.",
)
@click.option(
    "--outlet",
    "outlets",
    type=Text(),
    multiple=True,
    metavar="NAME",
    help="Only this outlet; may be repeated.",
)
@click.option(
    "--lang",
    "languages",
    type=Text(),
    multiple=True,
    metavar="CODE",
    help="Only articles in this language, such as en; may be repeated.",
)
@click.option(
    "--literal", is_flag=True, help="The whole text is one phrase, whatever signs it holds."
)
@click.option("--any", "any_word", is_flag=True, help="Any word may match; the more, the higher.")
@click.option("--facets", is_flag=True, help="Count the hits by outlet, language and time.")
@click.option("--explain", is_flag=True, help="Show how the query was read.")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(search_formats.FORMATS)),
    default="text",
    show_default=True,
)
@click.option(
    "--queries",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="One query a line, or id<TAB>query; answers as JSON Lines. - is standard input.",
)
@index_option
def command(
    text: tuple[str, ...],
    limit: int,
    everything: bool,
    cursor: str | None,
    sort: str,
    first: date | None,
    last: date | None,
    periods: tuple[str, ...],
    outlets: tuple[str, ...],
    languages: tuple[str, ...],
    literal: bool,
    any_word: bool,
    facets: bool,
    explain: bool,
    style: str,
    queries: TextIO | None,
    index_url: str | None,
) -> int:
    """Find words and quotations. Exit 0: found, 1: nothing found, 2: error.

    \b
    onrecord search putin election
    onrecord search '"do the right thing"'
    onrecord search 'recognise NEAR/6 election outlet:moscow'
    onrecord search --literal 'He said: "never" (twice)' --format json
    onrecord search --queries claims.tsv > answers.jsonl
    """
    request = SearchRequest(
        " ".join(text),
        limit,
        cursor,
        Sort(sort),
        first,
        last,
        outlets,
        languages,
        periods=periods,
        literal=literal,
        any_word=any_word,
        facets=facets,
    )
    if literal and any_word:
        raise click.UsageError("--literal and --any read a text in two ways; give one of them")
    if text and queries is not None:
        raise click.UsageError("give a query or --queries, not both")
    engine = the_engine(index_url)
    if queries is not None:
        return answer_all(engine, request, queries)
    if not text and not (first or last or periods or outlets or languages):
        raise click.UsageError("give a query, or a filter such as --outlet")
    if explain:
        _explain(engine, request, to_stderr=style != "text")
    return _print(_pages(engine, request, everything), search_formats.FORMATS[style], engine)


def _pages(engine: Engine, request: SearchRequest, everything: bool) -> Iterator[SearchResults]:
    return every_page(engine, request) if everything else iter([search(engine, request)])


def _print(pages: Iterator[SearchResults], style: Any, engine: Engine) -> int:
    first = next(pages)
    search_formats.warn(first)
    search_formats.emit(style(first, pages, engine))
    return EXIT_FOUND if first.total else EXIT_NOTHING


def _explain(engine: Engine, request: SearchRequest, *, to_stderr: bool) -> None:
    from onrecord.search.plan.explain import explain

    for line in explain(read(request).query, engine):
        click.echo(line, err=to_stderr)
    click.echo(err=to_stderr)
