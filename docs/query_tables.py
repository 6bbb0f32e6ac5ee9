"""The generated tables of the query language, so that its page says what the code does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.index.analysis.stemming import SNOWBALL
from onrecord.index.analysis.substring_search import MAX_TOKEN_LENGTH
from onrecord.index.readers.record import MAX_ARTICLE_BYTES
from onrecord.index.schema import FIELDS
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.plan.planner import MAX_EXPANSIONS
from onrecord.search.query.date_ranges import RELATIVE, Range, day_range
from onrecord.search.query.parser import MAX_DEPTH, MAX_TERMS
from onrecord.search.query.term_parser import MAX_EDITS, MAX_GAP
from onrecord.search.query.unparse import unparse
from onrecord.search.results.highlighter import MAX_FRAGMENT_CHARS, MAX_FRAGMENTS
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest, parse_request
from onrecord.web.rendering.languages import language_name
from onrecord.web.urls.search_params import MAX_QUERY_CHARS

TODAY = date(2024, 3, 20)  # a Wednesday; every date in the docs is read on this day

ANY_LAST = ("last 1 day", "last 7 days", "past 2 weeks", "last 3 months", "last 1 year")
WRITTEN = ("2024", "2024-03", "2024-03-15", "2024-03-01..2024-03-17", "2024-02..2024-03")
OPEN = ("2024-03..", "..2023")

# What people do write, each with one thing wrong; the docs show what they are told.
DOUBTFUL = (
    '"do the right thing',
    "(noon OR troops",
    "noon) troops",
    "noon AND",
    "noon NEAR troops",
    "noon NEAR/5 (troops date:2024)",
    "titel:noon",
    "title: noon",
    "navalnaya~7",
    "recogni*~1",
    '"do the * thing"',
    "putin date:2024-02-30",
    "putin date:tomorrow",
)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """Text as it is typed."""
    return f"`{text}`" if text else ""


def fields() -> str:
    """The fields of the schema."""
    rows = [
        (code(f"{field.name}:"), field.help, "yes" if field.default else "") for field in FIELDS
    ]
    return table(("field", "searches", "by default"), rows)


def relative_days() -> str:
    """What a date may be called, and the days that are meant."""
    calendar = [(f"date:{_quoted(name)}", day_range(name, TODAY)) for name in WRITTEN + OPEN]
    named = [(f"date:{_quoted(name)}", day_range(name, TODAY)) for name in (*RELATIVE, *ANY_LAST)]
    rows = [(code(written), *_bounds(days)) for written, days in calendar + named]
    return table(("written", "first day", "last day"), rows)


def doubtful() -> str:
    """Texts with something wrong: the reading, the message and the repair."""
    return table(("invalid", "interpreted as", "message", "suggestion"), map(_doubt, DOUBTFUL))


def limits() -> str:
    """Every limit that users may reach."""
    rows = (
        ("different words that a wildcard or `~` may match", f"{MAX_EXPANSIONS:,}"),
        ("letters that may differ in `word~n`", f"{MAX_EDITS}"),
        ('words in between, in `"…"~n` and `NEAR/n`', f"{MAX_GAP:,}"),
        ("words in one query", f"{MAX_TERMS:,}"),
        ("nested brackets", f"{MAX_DEPTH}"),
        ("letters of a word that are compared", f"{MAX_TOKEN_LENGTH}"),
        ("hits per page (the number of pages is not limited)", f"{MAX_PAGE_SIZE:,}"),
        ("fragments of the text per hit", f"{MAX_FRAGMENTS}"),
        ("characters of a fragment, unless a single match is longer", f"{MAX_FRAGMENT_CHARS}"),
        ("characters of a query on the search page", f"{MAX_QUERY_CHARS:,}"),
        ("bytes of an article, decompressed", f"{MAX_ARTICLE_BYTES:,}"),
    )
    return table(("limit", "value"), rows)


def stemmed_languages() -> str:
    """The languages whose inflections are known."""
    return ", ".join(f"{language_name(code)} (`{code}`)" for code in SNOWBALL) + "."


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _bounds(days: Range) -> tuple[str, str]:
    first, last = days
    return str(first or "the earliest"), str(last or "the latest")


def _doubt(text: str) -> tuple[str, str, str, str]:
    request = SearchRequest(text, today=TODAY)
    try:
        parsed = parse_request(request)
    except QuerySyntaxError as error:
        return code(text), "not run", error.message, code(error.suggestion or "")
    warning = parsed.warnings[0]
    return code(text), code(unparse(parsed.query)), warning.message, code(warning.suggestion or "")
