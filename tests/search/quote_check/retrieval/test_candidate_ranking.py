"""Which articles are compared with a quotation, and which passage of them counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.search.plan.plan_nodes import AnyOf, Plan, Span
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.quotation import read_quotation
from onrecord.search.quote_check.retrieval.candidate_ranking import best_passage, candidate_plans
from tests.search.quote_check.samples import check_in, document, equal_weights, filler, names


def phrases(plan: Plan) -> Iterator[str]:
    assert isinstance(plan, AnyOf)
    for clause in plan.plans:
        assert isinstance(clause, Span)
        yield " ".join(term.terms[0] for term in clause.groups[0])


def planned(claim: str, articles: int, **doc_freq: int) -> list[list[str]]:
    weights = TermWeights(articles, lambda terms: {t: doc_freq.get(t, 100) for t in terms})
    quotation = read_quotation(claim)
    weights.load(quotation.tokens)
    return [list(phrases(plan)) for plan in candidate_plans(quotation, weights)]


def test_the_twelve_rarest_words_are_searched_for() -> None:
    frequencies = {f"n{number}": 20 - number for number in range(14)}
    (plan, *_) = planned(names(14), 10_000, **frequencies)
    assert plan == [f"n{number}" for number in range(13, 1, -1)]


@pytest.mark.parametrize(
    ("rare", "plans"),
    [(4, 1), (3, 2)],  # with fewer than four rare words, phrases of three are searched for too
)
def test_short_phrases_help_where_few_words_are_rare(rare: int, plans: int) -> None:
    frequencies = {f"n{number}": 40 for number in range(rare)}  # four articles in a thousand
    made = planned(names(6), 10_000, **frequencies | {f"n{n}": 41 for n in range(rare, 6)})
    assert len(made) == plans
    if plans == 2:
        assert made[1] == [*made[0], "n0 n1 n2", "n1 n2 n3", "n2 n3 n4", "n3 n4 n5"]


def test_one_article_in_a_tiny_index_is_few() -> None:
    assert len(planned("a b c d", 10, a=1, b=1, c=1, d=1)) == 1


def test_words_and_phrases_that_are_nowhere_are_not_searched_for() -> None:
    words, phrases = planned("a b c d e", 10_000, b=0)
    assert words == ["a", "c", "d", "e"]
    assert phrases == [*words, "c d e"]


def test_twelve_phrases_are_searched_for() -> None:
    assert [len(plan) for plan in planned(names(15), 10_000)] == [12, 24]


def test_sixty_articles_are_compared() -> None:
    report = check_in(["a b d e f g"] * 61, "a b d x e f g")
    assert (report.verdict.value, report.total) == ("altered", 60)


@pytest.mark.parametrize(("misses", "found"), [(4, 2), (5, 1)])
def test_articles_are_compared_until_five_in_turn_hold_nothing_near(
    misses: int, found: int
) -> None:
    """Ten articles are compared at a time: near ones, misses, and one behind them.

    The misses have all the words, but far apart. Shorter articles are likelier.
    """
    near, miss = names(10), f" {filler(30)} ".join(names(10).split())
    texts = [near] * (10 - misses) + [miss] * misses + [f"{near} {filler(400)}"]
    by_relevance = [f"{text} {filler(60 * at)}" for at, text in enumerate(texts)]
    report = check_in(by_relevance, near.replace("n5 ", ""))
    assert report.total == 9 - misses + found


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("n0 n1 n2 n3 n4 n6 n7 n8 n9", 5),  # with a passage that similar the first plan is enough
        ("n0 n1 n2 n3 n4 other n6 n7 n8 n9", 6),  # else phrases find one more
    ],
)
def test_short_phrases_are_searched_for_until_a_passage_is_very_similar(
    claim: str, found: int
) -> None:
    near, miss = names(10), f" {filler(30)} ".join(names(10).split())
    texts = [near] * 5 + [miss] * 5 + [f"{near} {filler(400)}"]
    by_relevance = [f"{text} {filler(60 * at)}" for at, text in enumerate(texts)]
    assert check_in(by_relevance, claim).total == found


def best(claim: str, text: str, title: str = "") -> tuple[str, str, float] | None:
    quotation = read_quotation(claim)
    found = best_passage(quotation, document(text, title), equal_weights(quotation))
    return found and (found.field, found.verdict.value, round(found.similarity.words, 2))


TEN = names(10)
FAR = f"{filler(30)}. Then it rained. {filler(30)}"


@pytest.mark.parametrize(
    ("claim", "text", "title", "expected"),
    [
        ("a b d", "a b x", "a b d", ("title", "verbatim", 1.0)),
        ("a b d", "a b d", "a b d", ("title", "verbatim", 1.0)),
        ("a b d", "x", "y", None),
        # a splice needs nine words of ten, or its largest passage is judged alone
        (f"{TEN} {names(9, 'm')} x", f"{TEN} {FAR} {names(9, 'm')}", "", ("text", "spliced", 0.95)),
        (f"{TEN} {names(8, 'm')} x x", f"{TEN} {FAR} {names(8, 'm')}", "",
         ("text", "spliced", 0.9)),
        (f"{TEN} {names(7, 'm')} x x x", f"{TEN} {FAR} {names(7, 'm')}", "",
         ("text", "altered", 0.5)),
    ],
)  # fmt: skip
def test_best_passage(
    claim: str, text: str, title: str, expected: tuple[str, str, float] | None
) -> None:
    assert best(claim, text, title) == expected


def test_the_three_nearest_passages_are_shown_if_none_is_near() -> None:
    texts = [f"{names(count)} {filler(20)}" for count in (2, 5, 4, 3)]
    report = check_in(texts, names(10))
    assert report.verdict.value == "not_found"
    assert [found.same_words for found in report.nearest] == [5, 4, 3]
    assert len(check_in(texts, names(10), limit=2).nearest) == 2
