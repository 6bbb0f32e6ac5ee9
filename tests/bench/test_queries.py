"""Queries drawn from a corpus: of every kind, reproducible, each with a hit."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bench.corpus import write_corpus
from bench.queries import PHRASES, Query, QueryKind, draw_queries, from_json, phrase, to_json

PER_KIND = 8


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bench") / "corpus.jsonl"
    write_corpus(out, size=40, seed=3)
    return out


@pytest.fixture(scope="module")
def queries(corpus: Path) -> list[Query]:
    return draw_queries(corpus, seed=1, per_kind=PER_KIND)


def is_in(query: Query, row: dict[str, str | None]) -> bool:
    """Whether an article has what is asked, by plain comparison of text."""
    text = str(row["text"])
    if query.kind in PHRASES:
        in_days = not query.since or str(query.since) <= str(row["date"]) <= str(query.until)
        return " ".join(query.words) in text and in_days
    return all(word in text for word in query.words)


def test_each_query_has_a_hit(corpus: Path, queries: list[Query]) -> None:
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    assert [query for query in queries if not any(is_in(query, row) for row in rows)] == []


def test_each_kind_is_drawn_without_repeats(queries: list[Query]) -> None:
    assert len(set(queries)) == len(queries)
    assert {kind: [q.kind for q in queries].count(kind) for kind in QueryKind} == dict.fromkeys(
        QueryKind, PER_KIND
    )


def test_the_seed_decides(corpus: Path, queries: list[Query]) -> None:
    assert draw_queries(corpus, seed=1, per_kind=PER_KIND) == queries
    assert draw_queries(corpus, seed=2, per_kind=PER_KIND) != queries


def test_queries_survive_json(queries: list[Query]) -> None:
    assert from_json(to_json(queries)) == queries


def test_a_strange_query_is_refused() -> None:
    with pytest.raises(ValueError, match="not a query"):
        from_json('[{"kind": "one word"}]')


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("He said noon, Putin.", 3, ()),  # a comma ends a run
        ("It was the mayor who", 4, ("was", "the", "mayor", "who")),
        ("well-being of all", 3, ()),  # engines differ on hyphens
        ("don’t go to it", 3, ("go", "to", "it")),
    ],
)
def test_phrases_are_plain_words_in_a_row(
    text: str, length: int, expected: tuple[str, ...]
) -> None:
    assert phrase(Random(0), text, length) == expected


def test_both_days_are_kept() -> None:
    query = Query(QueryKind.DATED_PHRASE, ("a", "b", "c"), date(2024, 2, 28), date(2024, 3, 1))
    assert from_json(to_json([query])) == [query]
