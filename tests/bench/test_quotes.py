"""The evaluation of the quote check: cases are what they say, and a small run goes through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from bench.corpus import articles
from bench.quote_cases import (
    ABSENT,
    EDGE,
    KINDS,
    Case,
    Text,
    cases_of,
    quotations,
    sentences,
    words,
)
from bench.quotes import main

ROWS = list(articles(40, seed=3))
TEXTS = [Text(str(row["id"]), str(row["text"])) for row in ROWS]


def some(kind: str, count: int = 30) -> list[Case]:
    return list(islice(cases_of(kind, TEXTS, Random(1)), count))


@pytest.mark.parametrize("kind", KINDS)
def test_cases_are_the_same_for_the_same_seed(kind: str) -> None:
    assert some(kind, 5) == some(kind, 5)


def test_sentences_and_quotations_are_of_a_length_to_be_quoted() -> None:
    text = "Too short. This one has just enough words. “And this is what he really said,” he said."
    assert sentences(text) == [
        "This one has just enough words.",
        "“And this is what he really said,” he said.",
    ]
    assert quotations(text) == ["And this is what he really said,"]


@pytest.mark.parametrize("kind", ["substituted", "dropped", "inserted"])
def test_what_is_changed_lies_inside_and_leaves_most_words(kind: str) -> None:
    for case in some(kind):
        claimed, original = words(case.claim), words(case.original[0])
        assert claimed[:EDGE] == original[:EDGE]
        assert claimed[-EDGE:] == original[-EDGE:]
        assert claimed != original
        assert abs(len(claimed) - len(original)) <= 4


def inside(part: Sequence[str], whole: str) -> bool:
    return all(piece in whole for piece in part)


def test_a_splice_is_of_one_article() -> None:
    by_id = {text.id: text.text for text in TEXTS}
    for case in some("spliced"):
        assert inside(case.original, by_id[case.article])
        assert case.claim == " ".join(case.original)
        assert case.claim not in by_id[case.article]


def test_a_small_run_ends_in_a_table_of_goals(tmp_path: Path) -> None:
    corpus, claims = tmp_path / "corpus.jsonl", tmp_path / "claims.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    options = ["--cases", "2", "--no-timing", "--claims", str(claims)]
    ran = CliRunner().invoke(main, [str(corpus), *options], catch_exceptions=False)
    assert ran.exit_code == 0
    for kind in KINDS:
        assert f"| {kind} | 2 |" in ran.output
    assert "| right verdict |" in ran.output
    told = [json.loads(line)["id"] for line in claims.read_text("utf-8").splitlines()]
    assert len(told) == 2 * len(KINDS)
    assert told[-1].startswith(ABSENT)
