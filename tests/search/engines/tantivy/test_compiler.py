"""What plans become on tantivy: phrases at fixed positions, patterns, or verified ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from tantivy import Query

from onrecord.search.engines.tantivy.compiler import (
    MAX_PHRASES,
    MAX_REGEX_PHRASES,
    Compiler,
)
from onrecord.search.engines.tantivy.schema import build_schema
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

DOC_FREQ = {"rare": 1, "common": 60, "_stem": 10}


def compiled(plan: Plan, verified: list[Span] | None = None) -> str:
    """The query of a plan as tantivy describes it."""

    def verify(span: Span, _candidates: Query) -> Iterable[str]:
        if verified is not None:
            verified.append(span)
        return ["an-id"]

    compiler = Compiler(build_schema(), verify, lambda _field, term: DOC_FREQ.get(term, 0), 100)
    return repr(compiler.compile(plan))


def terms(*words: str, layer: Layer = Layer.EXACT) -> TermSet:
    return TermSet(words, layer, "w", MatchType.FOLDED)


def word(text: str, field: str = "text", layer: Layer = Layer.EXACT) -> Span:
    return Span(field, ((terms(text, layer=layer),),))


def phrases(query: str) -> list[str]:
    """The phrases in a query, as "position:term position:term"."""
    found = re.findall(r"phrase_terms: \[(.*?)\], slop: 0", query)
    return [
        " ".join(f"{at}:{text}" for at, text in re.findall(r'\((\d+), (?:Term.*?)?"(.*?)"', one))
        for one in found
    ]


A, B, C = terms("a"), terms("b"), terms("c")
STEM = terms("s", layer=Layer.STEM)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span("text", ((A, B),)), ["0:a 2:b"]),
        (Span("text", ((A, STEM),)), ["0:a 3:_s"]),
        (Span("text", ((STEM, A),)), ["1:_s 2:a"]),
        (Span("text", ((A, B),), gap=5), ["0:a 2:b"]),  # one group has no gap
        (Span("text", ((A, terms("b", "c")),)), ["0:a 2:b", "0:a 2:c"]),
        (Span("text", ((A,), (B,)), gap=2), ["0:a 2:b", "0:a 4:b", "0:a 6:b"]),
        (
            Span("text", ((A,), (B,), (C,)), gap=1),
            ["0:a 2:b 4:c", "0:a 2:b 6:c", "0:a 4:b 6:c"],
        ),
        (Span("text", ((A, B), (C,)), gap=1), ["0:a 2:b 4:c", "0:a 2:b 6:c"]),
        (Span("text", ((A,), (B, C)), gap=1), ["0:a 2:b 4:c", "0:a 4:b 6:c"]),
    ],
)
def test_a_span_is_every_phrase_it_may_be(span: Span, expected: list[str]) -> None:
    assert sorted(phrases(compiled(span))) == expected


def many(count: int) -> TermSet:
    return terms(*(f"w{number}" for number in range(count)))


HALF = MAX_PHRASES // 2


@pytest.mark.parametrize(
    ("span", "expanded", "with_patterns", "verified"),
    [
        (Span("text", ((many(HALF), many(2)),)), MAX_PHRASES, 0, 0),
        (Span("text", ((many(HALF + 1), many(2)),)), 0, 1, 0),
        (Span("text", ((A,), (B,)), gap=MAX_PHRASES - 1), MAX_PHRASES, 0, 0),
        (Span("text", ((many(9),), (B,)), gap=MAX_REGEX_PHRASES - 1), 0, MAX_REGEX_PHRASES, 0),
        (Span("text", ((many(9),), (B,)), gap=MAX_REGEX_PHRASES), 0, 0, 1),
        (Span("text", ((A,), (B,)), gap=MAX_PHRASES), 0, 0, 1),
        # Three groups with a gap of 31 have 528 layouts: 33 * 32 / 2.
        (Span("text", ((A,), (B,), (C,)), gap=30), 496, 0, 0),
        (Span("text", ((A,), (B,), (C,)), gap=31), 0, 0, 1),
    ],
)
def test_what_a_span_is_compiled_to(
    span: Span, expanded: int, with_patterns: int, verified: int
) -> None:
    asked: list[Span] = []
    query = compiled(span, asked)
    assert len(re.findall(r"\bPhraseQuery", query)) == expanded
    assert len(re.findall(r"\bRegexPhraseQuery", query)) == with_patterns
    assert len(asked) == verified
    if verified:
        assert query.startswith("Query(Const(score=1, query=TermSetQuery")
        assert "an-id" in query


def test_patterns_escape_the_full_stop_and_score_nothing() -> None:
    query = compiled(Span("text", ((many(HALF + 1), terms("u.s", "don't")),)))
    assert query.startswith("Query(Const(score=0,")
    assert r"u\\.s|don't" in query


@pytest.mark.parametrize("span", [Span("text", ((terms(),),)), Span("text", ((A, terms()),))])
def test_a_span_without_terms_matches_nothing(span: Span) -> None:
    assert compiled(span) == "Query(EmptyQuery)"


@pytest.mark.parametrize(
    ("text", "boost"), [("none", 1.6500), ("rare", 1.5391), ("common", 0.8183)]
)
def test_rare_words_of_a_partial_match_count_for_more(text: str, boost: float) -> None:
    """The boost is log(1 + (100 - n + 0.5) / (n + 0.5)) to the power of 0.3."""
    assert first_boost(AnyOf((word(text), word("x")), partial=True)) == pytest.approx(
        boost, abs=1e-4
    )


def first_boost(plan: Plan) -> float:
    return float(re.findall(r"boost=([\d.]+)", compiled(plan))[0])


@pytest.mark.parametrize(
    ("plan", "query"),
    [
        (word("a"), 'TermQuery(Term(field=1, type=Str, "a"))'),
        (word("a", layer=Layer.STEM), 'TermQuery(Term(field=1, type=Str, "_a"))'),
        (word("a", "title"), 'Boost(query=TermQuery(Term(field=0, type=Str, "a")), boost=1.1)'),
        (AnyOf(()), "EmptyQuery"),
        (AnyOf((word("a"),)), 'TermQuery(Term(field=1, type=Str, "a"))'),
        (MatchAll(), "Const(score=0, query=AllQuery)"),
    ],
)
def test_single_queries(plan: Plan, query: str) -> None:
    assert compiled(plan) == f"Query({query})"


@pytest.mark.parametrize(
    ("plan", "clauses"),
    [
        (AllOf((word("a"), word("b"))), "Must Must"),
        (AllOf((word("a"), Except(word("b")))), "Must MustNot"),
        (AllOf((Except(word("a")), Except(word("b")))), "Must MustNot MustNot"),
        (AllOf(()), "Must"),
        (Except(word("a")), "Must MustNot"),
        (AnyOf((word("a"), word("b"))), "Should Should"),
        (BoostExact(word("a"), word("b")), "Must Should"),
        (AnyOf((word("a"), word("b")), dis_max=True), ""),
    ],
)
def test_clauses(plan: Plan, clauses: str) -> None:
    assert " ".join(re.findall(r"\((Must|MustNot|Should), ", compiled(plan))) == clauses


def test_filters_score_nothing() -> None:
    for plan, name in (
        (TermsFilter("url", ("a", "b")), "TermSetQuery"),
        (DateRange(1, 2), "RangeQuery"),
        (DateRange(None, None), "ExistsQuery"),
    ):
        assert compiled(plan).startswith(f"Query(Const(score=0, query={name}")


@pytest.mark.parametrize(
    ("dates", "bounds"),
    [
        (DateRange(1, 2), "Included Included"),
        (DateRange(1, None), "Included Unbounded"),
        (DateRange(None, 2), "Unbounded Included"),
    ],
)
def test_dates_are_inclusive(dates: DateRange, bounds: str) -> None:
    found = re.search(r"lower_bound: (\w+).*upper_bound: (\w+)", compiled(dates))
    assert found
    assert " ".join(found.groups()) == bounds


@pytest.mark.parametrize("others", [(), (word("rare"),), (word("none"),)])
def test_the_rarest_word_of_a_phrase_counts_and_of_choices_the_most_common(
    others: tuple[Span, ...],
) -> None:
    phrase = Span("text", ((terms("rare", "common"), terms("stem", layer=Layer.STEM)),))
    plan = AnyOf((BoostExact(AnyOf((phrase, *others)), word("common")), word("x")), partial=True)
    boosts = [float(boost) for boost in re.findall(r"boost=([\d.]+)", compiled(plan))]
    assert boosts[-2] == pytest.approx(1.2778, abs=1e-4)
