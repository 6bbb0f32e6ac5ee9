"""Boolean nodes are flat, and know which of their clauses are filters."""

from __future__ import annotations

import pytest

from onrecord.search.query.ast import (
    Equals,
    Everything,
    Fuzzy,
    Near,
    Nothing,
    Phrase,
    Query,
    Should,
    Term,
    is_filter,
    is_near_operand,
    iter_leaves,
    make_and,
    make_not,
    make_or,
    make_should,
)
from tests.search.trees import both, but, days, either, fuzzy, near, phrase, word

A, B, C = word("a"), word("b"), word("c")
OUTLET = Equals("outlet", "BBC")
YEAR = days("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (make_and([]), Nothing()),
        (make_and([A]), A),
        (make_and([A, B]), both(A, B)),
        (make_or([A]), A),
        (make_or([A, B]), either(A, B)),
        (make_not(A), but(A)),
        (make_not(but(A)), A),
        (make_should([]), Nothing()),
        (make_should([A]), A),
        (make_should([A, B]), Should((A, B))),
        (make_should([A, OUTLET, B]), both(OUTLET, Should((A, B)))),
        (make_should([OUTLET, YEAR]), both(OUTLET, YEAR)),
    ],
)
def test_boolean_nodes(made: Query, expected: Query) -> None:
    assert made == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (A, False),
        (phrase("a b"), False),
        (OUTLET, True),
        (YEAR, True),
        (but(A), True),
        (Everything(), True),
        (Nothing(), False),
        (both(OUTLET, YEAR), True),
        (both(OUTLET, A), False),
        (either(OUTLET, A), True),  # the outlet alone is enough
        (either(A, B), False),
        (Should((OUTLET, A)), True),
    ],
)
def test_filters(query: Query, expected: bool) -> None:
    assert is_filter(query) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (A, True),
        (fuzzy("a", 1), True),
        (phrase("a b"), True),
        (phrase("a b", 1), False),
        (either(A, phrase("a b")), True),
        (either(A, phrase("a b", 1)), False),
        (both(A, B), False),
        (OUTLET, False),
        (Nothing(), False),
    ],
)
def test_operands_of_near(query: Query, expected: bool) -> None:
    assert is_near_operand(query) is expected


@pytest.mark.parametrize(
    ("query", "leaves"),
    [
        (A, [A]),
        (both(A, either(B, but(OUTLET)), C), [A, B, OUTLET, C]),
        (Near(either(A, B), C, 3), [A, B, C]),
        (both(near(A, B, 1), Should((C, A))), [A, B, C, A]),
    ],
)
def test_leaves_in_order(query: Query, leaves: list[Query]) -> None:
    assert list(iter_leaves(query)) == leaves


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Term("a", raw_text="a"), Term("a", raw_text="Á")),
        (Fuzzy("a", 1, raw_text="a"), Fuzzy("a", 1, raw_text="Á")),
        (Phrase(("a", "b"), raw_text="a b"), Phrase(("a", "b"), raw_text="Á – b")),
    ],
)
def test_what_was_typed_makes_no_difference(one: Query, other: Query) -> None:
    assert one == other
    assert hash(one) == hash(other)
