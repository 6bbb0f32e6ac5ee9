"""The `onrecord search` command: searches an index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, TextIO

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING
from onrecord.cli.options import Date, Period, Text, format_option, index_option
from onrecord.cli.output.search_formats import FORMATS, print_warnings
from onrecord.cli.output.terminal import json_line, print_paged
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import SearchError
from onrecord.search.results.sorting import Sort
from onrecord.search.service import PAGE_SIZE, SearchRequest, iter_results, parse_request, search

FILTERS = ("first", "last", "periods", "outlets", "languages")
repeatable = partial(click.option, multiple=True)


@click.command("search")
@click.argument("text", nargs=-1, type=Text())
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="Hits per page.",
)
@click.option("--all", "all_pages", is_flag=True, help="Print every hit, not one page.")
@click.option("--cursor", metavar="CURSOR", help="Continue at the `next` of a page.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default="relevance",
    show_default=True,
    help="Order of the hits.",
)
@click.option(
    "--from", "first", type=Date(last=False), metavar="DATE", help="Published on DATE or later."
)
@click.option(
    "--to", "last", type=Date(last=True), metavar="DATE", help="Published on DATE or earlier."
)
@repeatable(
    "--period",
    "periods",
    type=Period(),
    metavar="PERIOD",
    help="Published in 2024, 2024-03, 2024-03-15 or A..B; repeatable.",
)
@repeatable(
    "--outlet", "outlets", type=Text(), metavar="NAME", help="Only this outlet; repeatable."
)
@repeatable(
    "--lang",
    "languages",
    type=Text(),
    metavar="CODE",
    help="Only this language, such as en; repeatable.",
)
@click.option(
    "--literal", is_flag=True, help="Search for the text as one phrase, without operators."
)
@click.option("--any", "any_word", is_flag=True, help="Match any of the words, most of them first.")
@click.option("--facets", is_flag=True, help="Count the hits by outlet, language and date.")
@click.option("--explain", is_flag=True, help="Show how the query was interpreted.")
@format_option(*FORMATS)
@click.option(
    "--queries",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="Run a query per line, or id<TAB>query, and print JSON Lines; - reads standard input.",
)
@index_option
def command(
    text: tuple[str, ...],
    sort: str,
    all_pages: bool,
    explain: bool,
    output_format: str,
    queries: TextIO | None,
    index_url: str,
    **options: Any,
) -> int:
    """Search for words and phrases. Exit 0: found, 1: nothing found, 2: error.

    \b
    onrecord search putin election
    onrecord search '"do the right thing"'
    onrecord search 'recognise NEAR/6 election outlet:moscow'
    onrecord search --literal 'He said: "never" (twice)' --format json
    onrecord search --queries claims.tsv > answers.jsonl
    """
    request = SearchRequest(" ".join(text), sort=Sort(sort), **options)
    if request.literal and request.any_word:
        raise click.UsageError("--literal and --any cannot be combined")
    if text and queries is not None:
        raise click.UsageError("give a query or --queries, not both")
    engine = open_engine(index_url)
    if queries is not None:
        return _search_each(engine, request, queries)
    if not text and not any(options[name] for name in FILTERS):
        raise click.UsageError("give a query, or a filter such as --outlet")
    if explain:
        _explain(engine, request, to_stderr=output_format != "text")
    pages = iter_results(engine, replace(request, limit=PAGE_SIZE) if all_pages else request)
    first = next(pages)
    print_warnings(first)
    rest = pages if all_pages else iter(())
    print_paged(FORMATS[output_format](first, rest, engine))
    return EXIT_FOUND if first.total else EXIT_NOTHING


def _explain(engine: Engine, request: SearchRequest, *, to_stderr: bool) -> None:
    from onrecord.search.plan.explain import explain

    for line in explain(parse_request(request).query, engine):
        click.echo(line, err=to_stderr)
    click.echo(err=to_stderr)


def _search_each(engine: Engine, request: SearchRequest, lines: Iterable[str]) -> int:
    """Print a JSON object for each query; one that fails has `error`, and the rest go on."""
    engine.generation()  # a missing index is one error, not one per line
    codes = set()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            left, tab, right = line.strip("\r\n").partition("\t")
            query_id, query = (left, right) if tab else (str(number), left)
            answer, code = _answer(engine, replace(request, text=query))
            click.echo(json_line({"id": query_id} | answer))
            codes.add(code)
    return next((code for code in (EXIT_ERROR, EXIT_FOUND) if code in codes), EXIT_NOTHING)


def _answer(engine: Engine, request: SearchRequest) -> tuple[dict[str, Any], int]:
    try:
        results = search(engine, request)
    except SearchError as error:
        return {"query": request.text, "error": _describe(error)}, EXIT_ERROR
    return results.to_dict(), EXIT_FOUND if results.total else EXIT_NOTHING


def _describe(error: SearchError) -> dict[str, Any]:
    position = {name: getattr(error, name, None) for name in ("start", "end", "suggestion")}
    return {"message": str(error)} | position
