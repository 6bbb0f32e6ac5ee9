"""Warnings and problems, each with the repaired query."""

from __future__ import annotations

import pytest

from onrecord.search.query.diagnostics import MAX_WARNINGS, Diagnostics
from onrecord.search.query.lexer import lex


@pytest.mark.parametrize(
    ("text", "replacement", "repaired"),
    [
        ("a  OR b", "or", "a or b"),
        ("a OR b", "", "a b"),
        ("a OR b", " ", "a b"),
        (" OR ", "", None),  # nothing is left to search for
    ],
)
def test_a_warning_repairs_the_query(text: str, replacement: str, repaired: str | None) -> None:
    diagnostics = Diagnostics(text)
    operator = next(lexeme for lexeme in lex(text) if lexeme.text == "OR")
    diagnostics.warn("message", operator, replacement)
    (warning,) = diagnostics.warnings
    assert text[warning.start : warning.end] == "OR"
    assert warning.suggestion == repaired
    assert diagnostics.problem is None


def test_only_the_first_problem_is_kept() -> None:
    diagnostics = Diagnostics("a b c")
    diagnostics.fail("first", 0, 1)
    diagnostics.fail("second", 2, 3)
    assert diagnostics.problem
    assert (diagnostics.problem.message, diagnostics.problem.suggestion) == ("first", "b c")
    assert diagnostics.warnings == []


@pytest.mark.parametrize(("given", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_twenty_warnings_are_kept(given: int, kept: int) -> None:
    diagnostics = Diagnostics("a")
    for number in range(given):
        diagnostics.warn_at(str(number), 0, 1, "")
    assert [warning.message for warning in diagnostics.warnings] == [str(n) for n in range(kept)]
    assert MAX_WARNINGS == 20
