"""Putting clauses together without nesting that says nothing."""

from __future__ import annotations

from typing import TypeGuard

from onrecord.search.query.ast import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Should,
    Term,
    TextQuery,
)


def clauses_of(query: Query) -> list[Query]:
    """A query as clauses: none for Nothing."""
    return [] if isinstance(query, Nothing) else [query]


def make_and(clauses: list[Query]) -> Query:
    return _joined(And, clauses)


def make_or(clauses: list[Query]) -> Query:
    return _joined(Or, clauses)


def make_should(clauses: list[Query]) -> Query:
    """Any of these, the more the better; filters and exclusions still all hold."""
    filters = [clause for clause in clauses if is_filter(clause)]
    wanted = [clause for clause in clauses if not is_filter(clause)]
    return make_and([*filters, *clauses_of(_joined(Should, wanted))])


def is_filter(query: Query) -> bool:
    """Whether an article can meet it without a word to show for it."""
    match query:
        case And(clauses):
            return all(map(is_filter, clauses))
        case Or(clauses) | Should(clauses):
            return any(map(is_filter, clauses))
        case _:
            return isinstance(query, Equals | Dates | Not | Everything)


def negate(query: Query) -> Query:
    return query.clause if isinstance(query, Not) else Not(query)


def is_near_operand(query: Query) -> TypeGuard[TextQuery | Or]:
    """Whether NEAR can measure from it: a word, a phrase without gaps, or a choice of these."""
    match query:
        case Term() | Fuzzy():
            return True
        case Phrase(slop=slop):
            return slop == 0
        case Or(clauses):
            return all(map(is_near_operand, clauses))
        case _:
            return False


def _joined(kind: type[And | Or | Should], clauses: list[Query]) -> Query:
    if not clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else kind(tuple(clauses))
