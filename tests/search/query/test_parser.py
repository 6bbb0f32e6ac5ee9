"""The parser: any text is read, in time linear in its length, and what is doubtful is told."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.query.ast import Query
from onrecord.search.query.diagnostics import MAX_WARNINGS, QueryWarning
from onrecord.search.query.lexer import lex
from onrecord.search.query.parser import parse_any_word, parse_literal, parse_query
from onrecord.search.query.unparse import unparse
from tests.conftest import examples
from tests.search.queries import ROWS, TODAY
from tests.search.strategies import SIGNS, queries, soup

any_text = st.text(st.characters(exclude_categories=())) | soup  # lone surrogates too


@given(any_text)
def test_any_text_is_read(text: str) -> None:
    parsed = parse_query(text, today=TODAY)
    for note in (*parsed.warnings, *([parsed.problem] if parsed.problem else [])):
        assert 0 <= note.start <= note.end <= len(text)
        assert note.message


@given(any_text)
def test_any_text_is_read_as_one_phrase_or_as_loose_words(text: str) -> None:
    assert parse_literal(text).warnings == parse_any_word(text).warnings == ()


@pytest.mark.parametrize("length", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("sign", [*SIGNS, "((a ", "„a“", '"a"~1 ', "a NEAR/1 ", "title: ", "-a "])
def test_long_texts_are_read(sign: str, length: int) -> None:
    text = (sign * length)[:length]
    assert len(lex(text)) <= len(text)
    assert len(parse_query(text, today=TODAY).warnings) <= MAX_WARNINGS


@examples(50)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3).map("".join))
def test_twice_the_text_takes_twice_the_steps(unit: str) -> None:
    once, twice = (calls(unit * times) for times in (100, 200))
    assert twice <= 2.5 * once + 100


def calls(text: str) -> int:
    """How many functions are called while a text is read that has been read before."""
    parse_query(text, today=TODAY)  # what is remembered from text to text does not count
    counted: Counter[str] = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _arg: counted.update((event,)))
    try:
        parse_query(text, today=TODAY)
    finally:
        sys.setprofile(before)
    return counted["call"] + counted["c_call"]


@given(queries)
def test_a_printed_tree_is_read_as_that_tree(tree: Query) -> None:
    parsed = parse_query(unparse(tree), today=TODAY)
    assert (parsed.query, parsed.warnings, parsed.problem) == (tree, (), None)


@given(soup)
def test_a_printed_reading_is_read_as_the_same(text: str) -> None:
    tree = parse_query(text, today=TODAY).query
    parsed = parse_query(unparse(tree), today=TODAY)
    assert (parsed.query, parsed.warnings, parsed.problem) == (tree, (), None)


NOT_A_DATE = "is not a date; write 2024, 2024-03 or 2024-03-15"

# A text, a part of its one warning, the spot, and the text proposed instead.
DOUBTFUL: list[tuple[str, str, str, str | None]] = [
    ('he said "never', "missing closing quotation mark", "", 'he said "never"'),
    ("outlet:„Der Bote", "missing closing quotation mark", "", 'outlet:„Der Bote"'),
    ("(noon putin", 'unmatched "("', "(", "noon putin"),
    ("noon) putin", 'unmatched ")"', ")", "noon putin"),
    ("(" * 51 + "noon" + ")" * 50, "nested 50 deep", "(", "(" * 50 + " noon" + ")" * 50),
    ("noon AND", "AND lacks an operand", "AND", "noon"),
    ("OR noon", "OR lacks an operand", "OR", "noon"),
    ("noon OR OR putin", "OR lacks an operand", "OR", "noon OR putin"),
    ("noon NOT", "NOT lacks an operand", "NOT", "noon"),
    ("AND", "AND lacks an operand", "AND", None),
    ("outlet:(bbc OR )", "OR lacks an operand", "OR", "outlet:(bbc )"),
    ("noon NEAR putin", "read as NEAR/10", "NEAR", "noon NEAR/10 putin"),
    ("noon NEAR/ putin", "read as NEAR/10", "NEAR/", "noon NEAR/10 putin"),
    ("noon NEAR/1001 putin", "the maximum is 1000", "NEAR/1001", "noon NEAR/1000 putin"),
    ("noon NEAR/5", "on both sides", "NEAR/5", "noon"),
    ("NEAR/5", "on both sides", "NEAR/5", None),
    ('noon NEAR/5 "a b"~2', "on both sides", "NEAR/5", 'noon AND "a b"~2'),
    ("noon NEAR/5 outlet:bbc", "on both sides", "NEAR/5", "noon AND outlet:bbc"),
    ("putin~3", "the maximum is 2", "~3", "putin~2"),
    ('"noon putin"~1001', "the maximum is 1000", "~1001", '"noon putin"~1000'),
    ("puti*~1", "~ needs one whole word", "~1", "puti*"),
    ("well-being~1", "~ needs one whole word", "~1", "well-being"),
    ("outlet:bbc~1", "~ cannot be used with outlet:", "~1", "outlet:bbc"),
    ("date:2024~1", "~ cannot be used with date:", "~1", "date:2024"),
    ('"noon * putin"', "a lone * in a quotation", '"noon * putin"', '"noon putin"~1'),
    ("title: noon", "directly after title:", "title: ", "title:noon"),
    ("noon title:", "directly after title:", "title:", "noon title"),
    ("(noon title: )", "directly after title:", "title: ", "(noon title)"),
    ("titel:noon", "unknown field 'titel'", "titel", "title:noon"),
    ("outlets:bbc", "unknown field 'outlets'", "outlets", "outlet:bbc"),
]


@pytest.mark.parametrize(("text", "message", "spot", "suggestion"), DOUBTFUL)
def test_a_doubtful_text_is_repaired(
    text: str, message: str, spot: str, suggestion: str | None
) -> None:
    (warning,) = parse_query(text, today=TODAY).warnings
    assert message in warning.message
    assert text[warning.start : warning.end] == spot
    assert warning.suggestion == suggestion
    assert parse_query(suggestion or "", today=TODAY).warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        *["well-being", "10:30", "what? (really)", "AT&T", "5'11\"", "a - b", "xyzzy:noon"],
        # The limits.
        "(" * 50 + "noon" + ")" * 50,
        "(" * 50 + "noon" + ")" * 50 + " OR (putin)",
        *["noon NEAR/1000 putin", '"noon putin"~1000', "putin~2", "a " * 1024],
    ],
)
def test_no_warning(text: str) -> None:
    parsed = parse_query(text)
    assert (parsed.warnings, parsed.problem) == ((), None)


@pytest.mark.parametrize(("brackets", "warnings"), [(19, 19), (20, 20), (21, 20)])
def test_the_number_of_warnings_is_limited(brackets: int, warnings: int) -> None:
    assert len(parse_query(")" * brackets).warnings) == warnings == min(brackets, MAX_WARNINGS)


@given(soup)
def test_taking_up_suggestions_comes_to_an_end(text: str) -> None:
    for _ in range(40):
        parsed = parse_query(text, today=TODAY)
        warnings = [warning for warning in parsed.warnings if warning.suggestion]
        if not warnings:
            return
        text = warnings[0].suggestion or ""
    pytest.fail(f"{text!r} still has {warnings}")


# A text, what is wrong with it, where, and the text without that part.
WRONG: list[tuple[str, str, tuple[int, int], str | None]] = [
    ("date:yesteryear", f"'yesteryear' {NOT_A_DATE}", (0, 15), None),
    ("noon date:2024-13 putin", "there is no month 13", (5, 17), "noon putin"),
    ("noon after:2024-02-30", "February 2024 has no day 30", (5, 21), "noon"),
    ("date:0000", "there is no year 0000", (0, 9), None),
    ("date:2024-03..2024-02", "ends (2024-02-29) before it begins (2024-03-01)", (0, 21), None),
    ("date:..", "a range needs a first or a last day", (0, 7), None),
    ("after:..2024", "the range has no first day", (0, 12), None),
    ("before:2024..", "the range has no last day", (0, 13), None),
    ('before:"last 0 days"', "a period of 0 days is empty", (0, 20), None),
    ("a " * 1025, "may have 1,024 words; this one has 1,025", (0, 2050), "a " * 255 + "a"),
]


@pytest.mark.parametrize(("text", "message", "spot", "suggestion"), WRONG)
def test_what_cannot_be_run_is_told(
    text: str, message: str, spot: tuple[int, int], suggestion: str | None
) -> None:
    problem = parse_query(text, today=TODAY).problem
    assert isinstance(problem, QueryWarning)
    assert message in problem.message
    assert ((problem.start, problem.end), problem.suggestion) == (spot, suggestion)
    assert parse_query(suggestion or "", today=TODAY).problem is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("NOT (" + "a b~1 " * 512 + ' "a b")', "1,026"),
        ("a NEAR/1 " * 512 + "a " + "b " * 512, "1,536"),  # each pair is near
        ("outlet:bbc " * 1025, "1,025"),
    ],
)
def test_all_words_and_filters_are_counted(text: str, count: str) -> None:
    problem = parse_query(text).problem
    assert problem
    assert f"this one has {count}" in problem.message


@pytest.mark.parametrize(
    ("text", "phrase", "loose"),
    [
        ('He said: "never" (twice)', '"he said never twice"', "he OR said OR never OR twice"),
        ("NOT title:noon -putin", '"not title noon putin"', "not OR title OR noon OR putin"),
        ("puti* w?n", '"puti w n"', "puti OR w OR n"),
        ("noon", "exact:noon", "noon"),
        ("noon noon", '"noon noon"', "noon"),
        ("?!", "", ""),
    ],
)
def test_signs_mean_nothing_in_a_phrase_or_loose_words(text: str, phrase: str, loose: str) -> None:
    assert unparse(parse_literal(text).query) == phrase
    assert unparse(parse_any_word(text).query) == loose


@pytest.mark.parametrize(("text", "tree", "_ids"), ROWS)
def test_reading(text: str, tree: Query, _ids: str) -> None:
    assert parse_query(text, today=TODAY).query == tree


@pytest.mark.parametrize("tree", [tree for _, tree, _ in ROWS])
def test_a_printed_tree_is_read_as_the_same_tree(tree: Query) -> None:
    assert parse_query(unparse(tree), today=TODAY).query == tree
