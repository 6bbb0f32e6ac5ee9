"""Putting clauses together without nesting that says nothing."""

from __future__ import annotations

from typing import TypeGuard

from search.query import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Some,
    Term,
    Word,
)


def as_list(query: Query) -> list[Query]:
    """A query as clauses: none for Nothing."""
    return [] if isinstance(query, Nothing) else [query]


def all_of(clauses: list[Query]) -> Query:
    return _joined(And, clauses)


def one_of(clauses: list[Query]) -> Query:
    return _joined(Or, clauses)


def some_of(clauses: list[Query], *, parts: bool = True) -> Query:
    """Any of these, with `parts` the words of phrases too; filters and exclusions still hold."""
    filters = [c for c in clauses if isinstance(c, Equals | Dates | Not | Everything)]
    wanted = [
        part for c in clauses if c not in filters for part in (c, *(_parts(c) if parts else ()))
    ]
    return all_of([*filters, *as_list(_joined(Some, wanted))])


def negate(query: Query) -> Query:
    return query.clause if isinstance(query, Not) else Not(query)


def is_operand(query: Query) -> TypeGuard[Word | Or]:
    """Whether NEAR can measure from it: a word, a phrase without gaps, or a choice of these."""
    match query:
        case Term() | Fuzzy():
            return True
        case Phrase(slop=slop):
            return slop == 0
        case Or(clauses):
            return all(map(is_operand, clauses))
        case _:
            return False


def _joined(kind: type[And | Or | Some], clauses: list[Query]) -> Query:
    if not clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else kind(tuple(clauses))


def _parts(query: Query) -> list[Query]:
    match query:
        case Phrase(words, _, _, field):
            return [Term(word, field=field, typed=word) for word in words]
        case Near(left, right):
            return [left, right]
        case _:
            return []
