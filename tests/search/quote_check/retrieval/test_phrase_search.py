"""Exact passages in order of date, and the longest phrase that occurs anywhere."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.quotation import read_quotation
from onrecord.search.quote_check.retrieval.phrase_search import exact_passages, longest_phrase
from tests.corpus import article, fill
from tests.search.quote_check.samples import names


def engine_of(*texts: str) -> Engine:
    engine = open_engine("memory:")
    fill(engine, [article(str(at), "", text) for at, text in enumerate(texts)])
    return engine


def longest(claim: str, *texts: str) -> tuple[str, int, int] | None:
    engine, quotation = engine_of(*texts), read_quotation(claim)
    weights = TermWeights(len(texts), engine.doc_freq)
    weights.load(quotation.tokens)
    found = longest_phrase(engine, quotation, weights)
    return found and (found.text, found.words, found.articles)


@pytest.mark.parametrize(
    ("claim", "texts", "expected"),
    [
        ("a b c d", ["a b", "x b, c d", "b c d"], ("b c d", 3, 2)),
        ("a b, c d", ["a b c", "b c d"], ("a b, c", 3, 1)),  # of equal ones the first
        ("a q b c", ["a b c"], ("b c", 2, 1)),
        ("b c q", ["a b c"], ("b c", 2, 1)),
        ("a b … c d e", ["a b c d e"], ("c d e", 3, 1)),
        ("a [b] c", ["a b c"], ("a", 1, 1)),
        ("q", ["a"], None),
    ],
)
def test_longest_phrase(claim: str, texts: list[str], expected: tuple[str, int, int]) -> None:
    assert longest(claim, *texts) == expected


@pytest.mark.parametrize(("words", "found"), [(400, 2), (401, 1)])
def test_400_phrases_are_searched_for(words: int, found: int) -> None:
    """Only the last two words are side by side in the article."""
    claim = names(words).split()
    text = " ".join([*reversed(claim[:-2]), "x", *claim[-2:]])
    result = longest(" ".join(claim), text)
    assert result
    assert result[1] == found


@pytest.mark.parametrize(
    ("claim", "texts", "found"),
    [
        ("a b", ["a b x a b", "b a", "a b"], ["0:0", "0:3", "2:0"]),
        ("a … b", ["a x b", "a b", "b a"], ["1:0", "0:0"]),  # without a gap first
        ("a [x] b", ["a x b", "a y b"], ["0:0", "1:0"]),
        ("a go[es] b", ["a going b", "a goes b", "a x b"], ["1:0", "0:0"]),
        ("go[es]", ["going", "went"], []),  # articles are found by plain words alone
    ],
)
def test_exact_passages(claim: str, texts: list[str], found: list[str]) -> None:
    passages = exact_passages(engine_of(*texts), read_quotation(claim))
    assert [f"{p.document.article.id}:{p.edits[0].start}" for p in passages] == found


def test_titles_are_searched_like_texts() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("1", "a x b", "a y b")])
    passages = exact_passages(engine, read_quotation("a … b"))
    assert {p.field for p in passages} == {"title", "text"}


def test_a_thousand_articles_are_searched_for_marked_gaps() -> None:
    engine = engine_of(*["a x b"] * 1_001)
    assert len(list(exact_passages(engine, read_quotation("a … b")))) == 1_000
