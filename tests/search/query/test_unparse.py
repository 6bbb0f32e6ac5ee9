"""Trees as query text; test_parser reads the text of any tree back."""

from __future__ import annotations

import pytest

from onrecord.search.query.ast import Equals, Everything, Nothing, Query, Should
from onrecord.search.query.unparse import unparse
from tests.search.trees import both, but, days, either, exact, fuzzy, near, phrase, stems, word

A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (A, "a"),
        (word("a", "title"), "title:a"),
        (exact("a"), "exact:a"),
        (exact("a", "title"), "title:exact:a"),
        (exact("a*"), "a*"),  # a pattern is always exact
        (fuzzy("a", 2), "a~2"),
        (phrase("a b"), '"a b"'),
        (phrase("a b", 5, "title"), 'title:"a b"~5'),
        (stems("a b"), 'stem:"a b"'),
        (both(A, B), "a AND b"),
        (either(A, both(B, C)), "a OR (b AND c)"),
        (both(either(A, B), C), "(a OR b) AND c"),
        (both(Should((A, B)), C), "(a OR b) AND c"),
        (both(near(A, B, 3), C), "(a NEAR/3 b) AND c"),
        (near(either(A, B), C, 0), "(a OR b) NEAR/0 c"),
        (but(A), "NOT a"),
        (but(either(A, B)), "NOT (a OR b)"),
        (Equals("outlet", "BBC"), "outlet:BBC"),
        (Equals("outlet", "The Times"), 'outlet:"The Times"'),
        (Equals("outlet", 'The "Times"'), 'outlet:“The "Times"”'),
        (days("2024-01-01", "2024-01-01"), "date:2024-01-01"),
        (days("2024-01-01", "2024-01-02"), "date:2024-01-01..2024-01-02"),
        (days("2024-01-01", None), "date:2024-01-01.."),
        (days(None, "2024-01-01"), "date:..2024-01-01"),
        (Everything(), "*"),
        (Nothing(), ""),
    ],
)
def test_unparse(query: Query, text: str) -> None:
    assert unparse(query) == text
