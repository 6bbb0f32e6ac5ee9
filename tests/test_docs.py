"""The docs are correct: examples are run, command lines parsed, links followed, keys complete."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from docs.query_tables import TODAY
from onrecord.cli.main import COMMANDS, onrecord
from onrecord.index.article import Article
from onrecord.index.indexing.indexer import index_corpus
from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.search.engines.registry import ENGINES, open_engine
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.query.parser import parse_query
from onrecord.search.quote_check.models import JSON_KEYS as QUOTE_KEYS
from onrecord.search.quote_check.models import (
    Coverage,
    DiffSegment,
    LongestPhrase,
    Passage,
    Truncation,
)
from onrecord.search.results.models import JSON_KEYS, FacetCount, Hit, Snippet
from onrecord.search.service import SearchRequest, search
from tests.corpus import article, fill

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LANGUAGE = ROOT / "docs" / "query-language.md"


class Row(NamedTuple):
    """A row of a Markdown table; each cell is the list of its `code` spans."""

    headings: tuple[str, ...]
    cells: tuple[list[str], ...]


def rows(page: Path, *starting: str) -> list[Row]:
    """The rows of all tables of a page whose first headings start like these."""
    return [row for row in _rows(page) if _starts_with(row.headings, starting)]


def _rows(page: Path) -> Iterator[Row]:
    headings: tuple[str, ...] = ()
    for line in page.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            headings = ()
        elif not headings:
            headings = tuple(cell.strip() for cell in line.strip("|").split("|"))
        elif not line.startswith("| ---"):
            yield Row(headings, tuple(map(code_spans, line.strip("|").split(" | "))))


def code_spans(cell: str) -> list[str]:
    """The `code` spans of a cell; invisible characters are written as ⟨U+00AD⟩."""
    return [
        re.sub("⟨U\\+([0-9A-F]{4})⟩", lambda match: chr(int(match[1], 16)), text)
        for text in re.findall("`([^`]+)`", cell)
    ]


def _starts_with(headings: tuple[str, ...], starting: tuple[str, ...]) -> bool:
    return len(headings) >= len(starting) and all(map(str.startswith, headings, starting))


def engine_of(texts: list[str], field: str = "text") -> Engine:
    """An index with an article per text, which has nothing but that in this field."""
    engine = open_engine("memory:")
    fill(engine, (article_of(text, field) for text in dict.fromkeys(texts)))
    return engine


def article_of(value: str, field: str) -> Article:
    known: dict[str, Any] = {"title": "", "text": "", field: value}
    if field == "date":
        known["date"] = date.fromisoformat(value)
    return article(value, **known)


def hit_ids(engine: Engine, query: str) -> list[str]:
    """The sorted ids of all hits."""
    results = search(engine, SearchRequest(query, limit=100, today=TODAY))
    return sorted(hit.id for hit in results.hits)


EXAMPLES = [query for row in rows(LANGUAGE, "written") for query in row.cells[0]]
FINDS = rows(LANGUAGE, "written", "finds", "not")
EQUIVALENTS = rows(LANGUAGE, "in the article", "found by", "not by")
MATCH_TYPES = rows(LANGUAGE, "written", "in the article", "matched as")
WARNED = rows(LANGUAGE, "invalid")


def row_id(row: Row) -> str:
    return row.cells[0][0]


@pytest.mark.parametrize("query", EXAMPLES)
def test_examples_parse_without_a_warning(query: str) -> None:
    parsed = parse_query(query, today=TODAY)
    assert (parsed.warnings, parsed.problem) == ((), None)


@pytest.mark.parametrize("row", FINDS, ids=row_id)
def test_examples_find_what_they_say(row: Row) -> None:
    (query,), finds, passes_over = row.cells
    field = row.headings[1].removeprefix("finds").strip() or "text"
    engine = engine_of(finds + passes_over, field)
    assert hit_ids(engine, query) == sorted(finds)


@pytest.mark.parametrize("row", EQUIVALENTS, ids=row_id)
def test_equivalent_spellings(row: Row) -> None:
    texts, found_by, not_by = row.cells
    engine = engine_of(texts)
    finding = [hit_ids(engine, query) for query in found_by]
    assert all(finding)
    assert {text for ids in finding for text in ids} == set(texts)
    assert [hit_ids(engine, query) for query in not_by] == [[]] * len(not_by)


@pytest.mark.parametrize("row", MATCH_TYPES, ids=row_id)
def test_match_types(row: Row) -> None:
    (query,), (text,), (match_type,) = row.cells
    results = search(engine_of([text]), SearchRequest(query))
    assert [hit.matched_as for hit in results.hits or results.closest] == [match_type]


@pytest.mark.parametrize("row", WARNED, ids=row_id)
def test_suggestions_need_no_further_suggestion(row: Row) -> None:
    (query,), _, _, (repaired,) = row.cells
    before, after = parse_query(query, today=TODAY), parse_query(repaired, today=TODAY)
    assert before.warnings or before.problem
    assert (after.warnings, after.problem) == ((), None)


def command_lines() -> Iterator[str]:
    """Every call of onrecord in a code block of any page, also after a pipe."""
    for page in PAGES:
        for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
            for line in block.splitlines():
                if call := re.search(r"(?:^[ $]*|\| )(onrecord [^\[|<>].*)", line):
                    yield call[1]


@pytest.mark.parametrize("line", sorted(set(command_lines())))
def test_command_lines_parse(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.split(r" (?:[|>]|2>)", line)[0], comments=True)[1:]
    if "--queries" in words:
        Path(words[words.index("--queries") + 1]).touch()
    at = next(number for number, word in enumerate(words) if word in COMMANDS)
    with onrecord.make_context("onrecord", words[: at + 1]) as root:
        command = onrecord.get_command(root, words[at])
        assert command is not None
        with command.make_context(words[at], words[at + 1 :], parent=root):
            pass


def test_every_command_is_described() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"## onrecord {name}" in text
        importlib.import_module(f"onrecord.cli.commands.{name}")


def test_every_engine_is_described() -> None:
    text = (ROOT / "docs" / "engines.md").read_text("utf-8")
    assert [name for name in ENGINES if f"`{name}:" not in text] == []


def test_python_examples_give_what_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # where articles are known as seeds/…
    writer = open_engine(str(tmp_path / "seeds-index")).writer()
    index_corpus(writer, ["seeds"], workers=1)
    writer.close()
    monkeypatch.chdir(tmp_path)
    ran = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert ran.failed == 0
    assert ran.attempted > 20


JSON_TABLES = {
    "key of search results": JSON_KEYS,
    "key of a hit": tuple(field.name for field in fields(Hit)),
    "key of a snippet": tuple(field.name for field in fields(Snippet)),
    "key of a warning": tuple(field.name for field in fields(QueryWarning)),
    "key of a facet value": tuple(field.name for field in fields(FacetCount)),
    "key of an article": tuple(field.name for field in fields(Article)),
    "key of a quote check": QUOTE_KEYS,
    "key of a passage": tuple(field.name for field in fields(Passage)),
    "key of a segment": tuple(field.name for field in fields(DiffSegment)),
    "key of a truncation": tuple(field.name for field in fields(Truncation)),
    "key of the longest phrase": tuple(field.name for field in fields(LongestPhrase)),
    "key of what was searched": tuple(field.name for field in fields(Coverage)),
    "key of info": tuple(one.name for one in fields(IndexInfo) if one.name != "location"),
}


@pytest.mark.parametrize(("heading", "keys"), JSON_TABLES.items())
def test_every_json_key_is_described(heading: str, keys: tuple[str, ...]) -> None:
    described = [key for row in rows(ROOT / "docs" / "json.md", heading) for key in row.cells[0]]
    assert described == list(keys)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
