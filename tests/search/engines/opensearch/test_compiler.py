"""What plans become on OpenSearch, where the answers of a node would not show a wrong constant."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.search.engines.opensearch.reading.compiler import (
    EVERY,
    MAX_PATTERN_CHARS,
    MAX_SCORED_TERMS,
    NOTHING,
    compile_plan,
)
from onrecord.search.plan.plan_nodes import (
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    MatchType,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.query.ast import Layer


def terms(*words: str, layer: Layer = Layer.EXACT) -> TermSet:
    return TermSet(words, layer, "w", MatchType.FOLDED)


def span(*sets: TermSet, field: str = "text") -> Span:
    return Span(field, (sets,))


def term(value: str, field: str = "text") -> dict[str, Any]:
    return {"term": {field: {"value": value}}}


A, B, STEM = terms("a"), terms("b"), terms("s", layer=Layer.STEM)
MANY = tuple(f"w{number:02d}" for number in range(MAX_SCORED_TERMS + 1))


@pytest.mark.parametrize(
    ("plan", "query"),
    [
        (MatchAll(), EVERY),
        (span(A), term("a")),
        (span(STEM), term("s", "text_stem")),
        (span(A, field="title"), {"bool": {"must": [term("a", "title")], "boost": 1.1}}),
        (span(terms()), NOTHING),
        (span(A, terms()), NOTHING),
        (span(terms("a", "b")), {"bool": {"should": [term("a"), term("b")]}}),
        (span(terms(*MANY[:-1])), {"bool": {"should": [term(one) for one in MANY[:-1]]}}),
        (span(terms(*MANY)), {"constant_score": {"filter": {"terms": {"text": list(MANY)}}}}),
        (span(A, B), {"match_phrase": {"text": {"query": "a b"}}}),
        (span(STEM, STEM), {"match_phrase": {"text_stem": {"query": "s s"}}}),
        (AnyOf(()), NOTHING),
        (AnyOf((span(A),)), term("a")),
        (AnyOf((span(A), span(B))), {"bool": {"should": [term("a"), term("b")]}}),
        (
            AnyOf((span(A), span(B)), dis_max=True),
            {"dis_max": {"queries": [term("a"), term("b")], "tie_breaker": 0.5}},
        ),
        (
            BoostExact(span(A), span(B)),
            {
                "bool": {
                    "must": [term("a")],
                    "should": [{"bool": {"must": [term("b")], "boost": 0.2}}],
                }
            },
        ),
        (AllOf((span(A), span(B))), {"bool": {"must": [term("a"), term("b")]}}),
        (
            AllOf((span(A), Except(span(B)))),
            {"bool": {"must": [term("a")], "must_not": [term("b")]}},
        ),
        (
            Except(span(A)),
            {"bool": {"must_not": [term("a")], "filter": [{"match_all": {}}]}},
        ),
        (
            TermsFilter("lang", ("de", "fr")),
            {"bool": {"filter": [{"terms": {"language": ["de", "fr"]}}]}},
        ),
        (DateRange(1, None), {"bool": {"filter": [{"range": {"day": {"gte": 1}}}]}}),
        (DateRange(None, 2), {"bool": {"filter": [{"range": {"day": {"lte": 2}}}]}}),
        (DateRange(None, None), {"bool": {"filter": [{"exists": {"field": "day"}}]}}),
    ],
)
def test_queries(plan: Plan, query: dict[str, Any]) -> None:
    assert compile_plan(plan) == query


def rule(plan: Span) -> dict[str, Any]:
    """The intervals rule of a span, besides what only scores."""
    compiled: dict[str, Any] = compile_plan(plan)["bool"]["must"][0]["intervals"]["text"]
    assert compiled.pop("boost") == 2.0
    return compiled


def match(word: str, **where: str) -> dict[str, Any]:
    return {"match": {"query": word, **where}}


def ordered(gap: int, *rules: dict[str, Any]) -> dict[str, Any]:
    return {"all_of": {"mode": "ordered", "max_gaps": gap, "intervals": list(rules)}}


def pattern(text: str) -> dict[str, Any]:
    return {"regexp": {"pattern": text, "max_expansions": 1024}}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Span("text", ((A,), (B,)), gap=3), ordered(3, match("a"), match("b"))),
        (
            Span("text", ((A, B), (B,)), gap=1),
            ordered(1, ordered(0, match("a"), match("b")), match("b")),
        ),
        (span(A, STEM), ordered(0, match("a"), match("s", use_field="text_stem"))),
        (span(A, terms("b", "u.s", "don't")), ordered(0, match("a"), pattern(r"b|u\.s|don't"))),
    ],
)
def test_positions(plan: Span, expected: dict[str, Any]) -> None:
    assert rule(plan) == expected


def test_words_of_a_span_score_while_they_are_few() -> None:
    for words, scored in ((MANY[:-1], 2), (MANY, 1)):
        plan = Span("text", ((A,), (terms(*words),)), gap=1)
        assert len(compile_plan(plan)["bool"]["should"]) == scored
    plan = Span("text", ((terms(*MANY),), (terms(*MANY),)), gap=1)
    assert "should" not in compile_plan(plan)["bool"]


@pytest.mark.parametrize(
    ("lengths", "patterns"),
    [
        ((MAX_PATTERN_CHARS - 2, 1), 1),  # with the bar between them, the longest there may be
        ((MAX_PATTERN_CHARS - 1, 1), 2),
        ((MAX_PATTERN_CHARS, 1), 2),
        ((3_999, 3_999, 3_999), 2),
    ],
)
def test_regular_expressions_have_a_limited_length(lengths: tuple[int, ...], patterns: int) -> None:
    compiled = rule(Span("text", ((A,), (terms(*("x" * n for n in lengths)),)), gap=1))
    alternatives = compiled["all_of"]["intervals"][1]
    found = alternatives.get("any_of", {"intervals": [alternatives]})["intervals"]
    assert len(found) == patterns
    assert max(len(one["regexp"]["pattern"]) for one in found) <= MAX_PATTERN_CHARS
