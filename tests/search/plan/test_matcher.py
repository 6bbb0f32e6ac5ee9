"""How an article matched, best first; and the quick way of matching agrees with the plain one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from onrecord.index.article import Article
from onrecord.search.engines.registry import open_engine
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import (
    Mark,
    evaluate,
    fast_marks,
    find_occurrences,
    positional_marks,
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
    TermsFilter,
)
from onrecord.search.plan.planner import plan_query
from onrecord.search.query.ast import Query
from onrecord.search.query.parser import parse_query
from onrecord.search.service import SearchRequest, search
from tests.corpus import ARTICLES, article, fill
from tests.search.queries import ROWS
from tests.search.strategies import corpora, queries


def manner(query: str, text: str, *, any_word: bool = False) -> str:
    engine = open_engine("memory:")
    fill(engine, [article("a", "", text)])
    results = search(engine, SearchRequest(query, any_word=any_word))
    return (results.hits or results.closest)[0].matched_as


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # The very characters, white space apart.
        ('"do the right thing"', "He will do the right thing.", "verbatim"),
        ('"do the right thing"', "He will do\n\nthe right\xa0thing.", "verbatim"),
        ('"U.S. 50%"', "U.S. 50%", "verbatim"),
        ("withdraw", "They withdraw.", "verbatim"),
        ('"withdraw"', "They withdraw and WITHDRAW.", "verbatim"),  # the best of several
        ("出口", "出口", "verbatim"),
        # Case, accents, punctuation or quote style differ.
        ('"do the right thing"', "Do the right thing.", "folded"),
        ('"do the right thing"', "do “the” right thing", "folded"),
        ('"cafe society"', "café society", "folded"),
        ("don't", "don’t", "folded"),
        ("don’t", "don’t", "verbatim"),
        ("1000", "1,000", "folded"),
        ("office", "o\ufb01ce and of\ufb01ce", "folded"),
        # Inflected.
        ("withdraw", "withdrawing", "stemmed"),
        ('stem:"troop withdraws"', "troops withdraw", "stemmed"),
        ("us", "U.S.", "stemmed"),
        ("ussr", "Up 19.5 in u.k. and the U.S.S.R.", "stemmed"),
        # Words in between, another order, or a wildcard.
        ('"troops withdraw"~1', "troops did withdraw", "near"),
        ("withdraw NEAR/3 troops", "troops withdraw", "near"),
        ("with*", "withdraw", "near"),
        ('"troops with*"', "troops withdraw", "near"),
        ('"troops withdraw"~1', "troops withdraw", "verbatim"),
        # Letters differ.
        ("withdrew~1", "withdraw", "fuzzy"),
        ("withdraw~1", "withdraw", "verbatim"),
        # An article matches as its least faithful part, or its best alternative.
        ("troops withdraw", "troops, withdrawing", "stemmed"),
        ('"troops" withdrew~1', "troops withdraw", "fuzzy"),
        ("withdrew~1 OR troops", "troops withdraw", "verbatim"),
        ("troops NOT zebra", "troops", "verbatim"),
        ("lang:en", "troops", "verbatim"),
        # Not all words.
        ("troops zebra", "troops", "partial"),
        ('"troops zebra" withdraw', "troops withdraw", "partial"),
    ],
)
def test_manner(query: str, text: str, expected: str) -> None:
    assert manner(query, text) == expected


@pytest.mark.parametrize(
    "query", ["zebra lang:en", "zebra (lang:en OR okapi)", "zebra (NOT okapi)"]
)
def test_an_article_without_one_of_the_words_is_not_close(query: str) -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "", "troops")])
    assert search(engine, SearchRequest(query)).hits == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [("troops withdraw", "verbatim"), ("troops leave", "partial"), ("troop withdraw", "stemmed")],
)
def test_manner_of_loose_words(query: str, expected: str) -> None:
    assert manner(query, "troops withdraw", any_word=True) == expected


@given(corpora, queries)
def test_matching_at_a_glance_agrees_with_matching_by_position(
    articles: list[Article], query: Query
) -> None:
    engine = open_engine("memory:")
    fill(engine, articles)
    spans = spans_of(plan_query(query, engine))
    for one in articles:
        document = Document(one)
        for span in spans:
            quick = fast_marks(span, document)
            if quick is not None:
                assert sorted_marks(quick) == sorted_marks(positional_marks(span, document))


def spans_of(plan: Plan) -> list[Span]:
    """The places of a plan where words are looked for."""
    match plan:
        case Span():
            return [plan]
        case BoostExact(base, bonus):
            return spans_of(base) + spans_of(bonus)
        case AllOf(plans) | AnyOf(plans):
            return [span for inner in plans for span in spans_of(inner)]
        case Except(inner):
            return spans_of(inner)
        case _:
            return []


def sorted_marks(marks: list[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


ENGINE = open_engine("memory:")
fill(ENGINE, ARTICLES)
DOCUMENTS = [Document(one) for one in ARTICLES]


@pytest.mark.parametrize(("_text", "tree", "ids"), ROWS)
def test_articles_that_match(_text: str, tree: Query, ids: str) -> None:
    plan = plan_query(tree, ENGINE)
    assert sorted(one.article.id for one in DOCUMENTS if evaluate(plan, one)) == ids.split()


DATED = article(
    "id1", "T", "x", date=date(2024, 3, 5), outlet="BBC", url="http://a.org/b/c", language="en"
)
BARE = article("id2", "T", "x", date=None, outlet=None, url=None, language=None)


@pytest.mark.parametrize(
    ("plan", "dated", "bare"),
    [
        (TermsFilter("outlet", ("BBC", "CNN")), True, False),
        (TermsFilter("outlet", ("bbc",)), False, False),
        (TermsFilter("outlet", ()), False, False),
        (TermsFilter("lang", ("en",)), True, False),
        (TermsFilter("id", ("id2",)), False, True),
        (TermsFilter("url", ("a.org/b",)), True, False),
        (TermsFilter("url", ("a.org/b/c",)), True, False),
        (TermsFilter("url", ("a.org/bc",)), False, False),
        (DateRange(20240305, 20240305), True, False),
        (DateRange(20240306, None), False, False),
        (DateRange(20240305, None), True, False),
        (DateRange(None, 20240304), False, False),
        (DateRange(None, 20240305), True, False),
        (DateRange(None, None), True, False),
        (Except(DateRange(None, None)), False, True),
        (MatchAll(), True, True),
        (AllOf(()), True, True),
        (AnyOf(()), False, False),
        (AllOf((MatchAll(), TermsFilter("id", ("id1",)))), True, False),
        (AnyOf((TermsFilter("id", ("id1",)), TermsFilter("id", ("id2",)))), True, True),
    ],
)
def test_filters(plan: Plan, dated: bool, bare: bool) -> None:
    for one, expected in ((DATED, dated), (BARE, bare)):
        match = evaluate(plan, Document(one))
        assert (match is not None) is expected
        assert match is None or (match.match_type, match.marks) == (MatchType.VERBATIM, ())


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"a b"', "a b a b", [((0, 1),), ((2, 3),)]),
        ('"a b"~1', "a x b", [((0, 0), (2, 2))]),
        ('"a b"~1', "a x x b", []),
        ('"a b"~2', "a a x x b", [((1, 1), (4, 4))]),  # the tighter of two with one end
        ('"a b"~9', "b a", []),
        ('"a a"~1', "a", []),  # occurrences do not overlap
        ('"a a"~0', "a a a", [((0, 1),), ((1, 2),)]),
        ('"a b c"~1', "a x b c", [((0, 0), (2, 2), (3, 3))]),
        ('"a b c"~1', "a x b x c", []),
        ("a NEAR/1 b", "a x b", [((0, 0), (2, 2))]),
        ("a NEAR/0 b", "a x b", []),
    ],
)
def test_occurrences(query: str, text: str, found: list[tuple[tuple[int, int], ...]]) -> None:
    span = next(
        span
        for span in spans_of(plan_query(parse_query(f"text:({query})").query, ENGINE))
        if span.groups[0][0].query_term == "a"
    )
    occurrences = find_occurrences(span, Document(article("a", "", text)))
    assert [occurrence.runs for occurrence in occurrences] == found
