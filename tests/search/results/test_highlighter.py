"""Highlights: the match, the whole match and nothing but the match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Mark, Match
from onrecord.search.plan.plan_nodes import MatchType, Span, TermSet
from onrecord.search.query.ast import And, Fuzzy, Layer, Near, Not, Or, Phrase, Query, Term
from onrecord.search.query.unparse import unparse
from onrecord.search.results.highlighter import MAX_MARKS, highlight, merge_marks
from tests.corpus import article
from tests.search.shown import found, hit, marked, shown
from tests.search.strategies import corpora, queries

# A query, a text, and its snippet with the highlights in brackets.
MARKED: list[tuple[str, str, str]] = [
    # A phrase is one highlight, whatever stands between its words.
    ('"noon against putin"', "Noon against Putin.", "[Noon against Putin]."),
    ('"noon against putin"', "Noon – “against” Putin.", "[Noon – “against” Putin]."),
    ('"noon against putin"', "Noon\n\nagainst\xa0Putin.", "[Noon\n\nagainst\xa0Putin]."),
    ('"to be or not to be"', "To be, or not to be.", "[To be, or not to be]."),
    ('stem:"troops leaving"', "The troop leaves.", "The [troop leaves]."),
    ('"war war"', "War war war.", "[War war war]."),
    # A sloppy phrase and a NEAR show their gaps.
    ('"troops withdraw"~5', "Troops, he said, did withdraw.", "[Troops], he said, did [withdraw]."),
    ('"troops withdraw"~5', "The troops withdraw.", "The [troops withdraw]."),
    ("withdraw NEAR/5 troops", "Troops did withdraw.", "[Troops] did [withdraw]."),
    ("withdraw NEAR/5 troops", "Troops withdraw.", "[Troops withdraw]."),
    ('"a c e"~2', "a b c d e", "[a] b [c] d [e]"),
    ('left NEAR/3 "was right"', "Left, he was right.", "[Left], he [was right]."),
    # Only the tightest match, and no lone word of a phrase.
    ('"troops withdraw"~2', "Troops: troops withdraw.", "Troops: [troops withdraw]."),
    ('"noon against putin"', "Noon, noon against Putin.", "Noon, [noon against Putin]."),
    # Words, in any of their forms.
    ("withdraw", "Withdrew, withdraw, withdrawing.", "Withdrew, [withdraw], [withdrawing]."),
    ("exact:withdraw", "Withdraw, withdrawing.", "[Withdraw], withdrawing."),
    ("recogni*", "Recognise or recognition.", "[Recognise] or [recognition]."),
    ("putn~1", "Putin put it.", "[Putin] [put] it."),
    ("putin", "Putin’s Putin-led Rasputin.", "[Putin’s] [Putin]-led Rasputin."),
    # What took no part is not marked.
    ("(war AND zebra) OR peace", "War and peace.", "War and [peace]."),
    ("(war AND peace) OR zebra", "War and peace.", "[War] and [peace]."),
    ("peace NOT zebra", "Peace.", "[Peace]."),
    ("peace NOT (war AND zebra)", "War and peace.", "War and [peace]."),
    ("peace -title:war", "War and peace.", "War and [peace]."),
    ('"war and" OR exact:peaces', "War and peace.", "[War and] peace."),
    # Nested and overlapping matches are one highlight.
    ('"war and peace" and', "War and peace, and war.", "[War and peace], [and] war."),
    ('"war and" "and peace"', "War and peace.", "[War and peace]."),
    # Offsets are right where folding changes the length of the text.
    ("cooperation", "Co\xadop\xadera\xadtion.", "[Co\xadop\xadera\xadtion]."),
    ("office now", "Of\ufb01ce \ufb01ne now.", "[Of\ufb01ce] \ufb01ne [now]."),
    ("cafe now", "Cafe\u0301 e\u0301 now.", "[Cafe\u0301] e\u0301 [now]."),
    ("cafe", "👍🏽 café 👍🏽", "👍🏽 [café] 👍🏽"),
    ("now", "👨‍👩‍👧 🇺🇦 now", "👨‍👩‍👧 🇺🇦 [now]"),
    ("strasse", "Die Straße.", "Die [Straße]."),
    ("istanbul", "İstanbul, I\u0307stanbul.", "[İstanbul], [I\u0307stanbul]."),
    ("1000", "About 1,000 men and 1,000,000.", "About [1,000] men and 1,000,000."),
    ("x", "½ x ⅔ x", "½ [x] ⅔ [x]"),
    ("u.s", "The U.S. said U.S.", "The [U.S]. said [U.S]."),
    ('"正しいこと"', "首相は「正しいことをする」と", "首相は「[正しいこと]をする」と"),
    ("हिन्दी", "वह हिन्दी है", "वह [हिन्दी] है"),
    ("said", "He <b>said</b> &amp; left.", "He <b>[said]</b> &amp; left."),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text", "expected"), MARKED)
def test_marks(query: str, text: str, expected: str) -> None:
    assert shown(query, text) == [expected]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("noon", ["title: [Noon] in May", "text: At [noon]."]),
        ("title:noon", ["title: [Noon] in May"]),
        ("text:noon", ["text: At [noon]."]),
        ("author:noone", ["author: Ann [Noone]"]),
        ("title:may author:ann", ["title: Noon in [May]", "author: [Ann] Noone"]),
        ("outlet:review", ["text: At noon."]),  # found by its fields alone: how it begins
        ("*", ["text: At noon."]),
        ("-zebra", ["text: At noon."]),
    ],
)
def test_fields(query: str, fields: list[str]) -> None:
    facts = {"title": "Noon in May", "author": "Ann Noone", "outlet": "Example Review"}
    snippets = hit(query, "At noon.", **facts).snippets
    assert [f"{snippet.field}: {marked(snippet)}" for snippet in snippets] == fields


@given(corpora, queries)
def test_snippets_of_any_hit(articles: list[Article], query: Query) -> None:
    fields = {one.id: one for one in articles}
    for one in found(unparse(query), articles):
        for snippet in one.snippets:
            field = getattr(fields[one.id], snippet.field)
            assert field[snippet.start : snippet.start + len(snippet.text)] == snippet.text
            edges = [edge for stretch in snippet.highlights for edge in stretch]
            assert edges == sorted(edges)
            assert all(start < end <= len(snippet.text) for start, end in snippet.highlights)
        assert not must_show(query) or any(snippet.highlights for snippet in one.snippets)


def must_show(query: Query) -> bool:
    """Whether whatever a query finds, it finds by a word."""
    match query:
        case Term() | Phrase() | Fuzzy() | Near():
            return True
        case And(clauses):
            return any(map(must_show, clauses))
        case Or(clauses):
            return all(map(must_show, clauses))
        case Not(_) | _:
            return False


@given(st.text(alphabet="noon \n.e\u0301\u00ad日👍\ufb01'\u200d", max_size=60))
def test_a_word_is_marked_as_it_stands(around: str) -> None:
    text = f"{around} Putin {around}"
    for snippet in hit("putin", text).snippets:
        ((start, end),) = snippet.highlights
        assert snippet.text[start:end] == "Putin"


def mark(start: int, end: int, word: str = "x") -> Mark:
    term = TermSet((word,), Layer.EXACT, word, MatchType.FOLDED)
    return Mark("text", start, end, Span("text", ((term,),)), MatchType.FOLDED)


@pytest.mark.parametrize(
    ("ranges", "merged"),
    [
        ([], []),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),  # side by side: two matches
        ([(0, 2), (1, 4)], [(0, 4)]),
        ([(0, 4), (1, 2), (3, 5)], [(0, 5)]),
        ([(5, 6), (0, 2)], [(0, 2), (5, 6)]),
        ([(0, 2), (0, 2)], [(0, 2)]),
    ],
)
def test_overlapping_marks_are_merged(
    ranges: list[tuple[int, int]], merged: list[tuple[int, int]]
) -> None:
    assert merge_marks(mark(*one) for one in ranges) == merged


MADE = [  # a text, marks in it, fragments as (start, end, highlights)
    # A mark at the very end of a fragment is not shown again.
    ("x" * 300, [(0, 4), (296, 300)], [(0, 300, [(0, 4), (296, 300)])]),
    # A match as long as a fragment, and one right after it.
    ("x" * 800, [(0, 320), (320, 330)], [(0, 320, [(0, 320)]), (320, 640, [(0, 10)])]),
    ("x" * 800, [(0, 321), (321, 330)], [(0, 321, [(0, 321)]), (321, 641, [(0, 9)])]),
    # A cut before a combining mark moves to the start of the character.
    ("x\u0301" * 400, [(400, 402)], [(320, 640, [(80, 82)])]),
    ("x\u0301\u0302" * 400, [(399, 402)], [(318, 636, [(81, 84)])]),
    ("y" + "x\u0301" * 400, [(401, 403)], [(321, 641, [(80, 82)])]),
    # Cuts are at words.
    ("ab " * 300, [(450, 452)], [(372, 689, [(78, 80)])]),
    ("ab\n" * 300, [(450, 452)], [(450, 452, [(0, 2)])]),
    # Sentences, if they fit.
    ("a" * 79 + ". " + "b" * 238 + ".", [(81, 82)], [(81, 320, [(0, 1)])]),
    ("a" * 79 + ". " + "b" * 319 + ". c", [(81, 82)], [(81, 401, [(0, 1)])]),
    ("a" * 79 + ". " + "b" * 320 + ". c", [(81, 82)], [(81, 401, [(0, 1)])]),
    ("a" * 79 + ". " + "bb " * 105 + "bbbb. c", [(81, 82)], [(81, 401, [(0, 1)])]),
    ("a" * 79 + ". " + "bb " * 105 + "bbbbb. c", [(81, 82)], [(81, 395, [(0, 1)])]),
    # Of four fragments, three are shown.
    ("ab. " * 400, [(at, at + 2) for at in (0, 400, 800, 1200)],
     [(at, at + 3, [(0, 2)]) for at in (0, 400, 800)]),
    # Marks within 240 characters are shown together.
    ("ab. " * 90, [(0, 2), (240, 242)], [(0, 3, [(0, 2)]), (240, 243, [(0, 2)])]),
    ("ab. " * 90, [(2, 3), (240, 242)], [(0, 243, [(2, 3), (240, 242)])]),
    # An initial ends no sentence, a letter with a mark beside it does not either.
    ("A. B. C", [(6, 7)], [(0, 7, [(6, 7)])]),
    ("AB. C", [(4, 5)], [(4, 5, [(0, 1)])]),
    ("1. C", [(3, 4)], [(3, 4, [(0, 1)])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ranges", "fragments"), MADE, ids=range(len(MADE)))
def test_fragments_of_marks(
    text: str,
    ranges: list[tuple[int, int]],
    fragments: list[tuple[int, int, list[tuple[int, int]]]],
) -> None:
    match = Match(MatchType.FOLDED, tuple(mark(*one) for one in ranges))
    snippets = highlight(match, Document(article("a", "", text)))
    assert [
        (one.start, one.start + len(one.text), list(one.highlights)) for one in snippets
    ] == fragments


@pytest.mark.parametrize(("number", "shown_together"), [(MAX_MARKS, True), (MAX_MARKS + 1, False)])
def test_marks_beyond_a_number_are_not_considered(number: int, shown_together: bool) -> None:
    """The last two marks are of both words; the first of each word always counts."""
    assert MAX_MARKS == 2000
    marks = [mark(at * 400, at * 400 + 1, "y" if at == 0 else "x") for at in range(number - 2)]
    end = number * 400
    marks += [mark(end, end + 1, "x"), mark(end + 2, end + 3, "y")]
    snippets = highlight(
        Match(MatchType.FOLDED, tuple(marks)), Document(article("a", "", "z " * (end // 2 + 9)))
    )
    assert (len(snippets[-1].highlights) == 2) is shown_together


@pytest.mark.parametrize(("length", "whole"), [(640, True), (641, False)])
def test_a_title_is_shown_whole_up_to_two_fragments(length: int, whole: bool) -> None:
    title = "noon " + "x" * (length - 5)
    (snippet,) = hit("title:noon", "", title=title).snippets
    assert (snippet.text == title) is whole


@pytest.mark.parametrize(("length", "shown_length"), [(320, 320), (321, 320)])
def test_the_lead_of_an_article_found_by_filters(length: int, shown_length: int) -> None:
    (snippet,) = hit("*", "x" * (length - 1) + ".").snippets
    assert (len(snippet.text), snippet.start, snippet.highlights) == (shown_length, 0, ())


def test_an_empty_article_found_by_filters_has_no_snippet() -> None:
    assert highlight(Match(MatchType.VERBATIM), Document(article("a", "Title", ""))) == ()
