"""The syntax tree of a query, and functions that build flat boolean nodes.

Words are folded but not stemmed; one with `*` or `?` is a pattern. `raw_text` is what the user
typed, to tell verbatim matches from folded ones; comparisons ignore it. `field` is a text field,
or None for all default fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeGuard


class Layer(StrEnum):
    """Which tokens a word matches: the same form, or every form with the same stem."""

    EXACT = "exact"
    STEM = "stem"


@dataclass(frozen=True, slots=True)
class Term:
    """One word."""

    word: str
    layer: Layer = Layer.STEM
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within an edit distance of 1 or 2."""

    word: str
    edits: int
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words in order, with up to `slop` other words in between in total."""

    words: tuple[str, ...]
    layer: Layer = Layer.EXACT
    slop: int = 0
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Two operands in either order, with up to `gap` other words in between.

    An operand is a Term, a Fuzzy, a Phrase without slop, or an Or of these.
    """

    left: Query
    right: Query
    gap: int


@dataclass(frozen=True, slots=True)
class And:
    """All clauses."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one clause."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Should:
    """At least one clause, ranked by how many; fewer than all is a partial match."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that does not match the clause."""

    clause: Query


@dataclass(frozen=True, slots=True)
class Equals:
    """Articles whose outlet, url, lang or id has this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Published within these days, both included; None is unbounded."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: the text had nothing to search for."""


TextQuery = Term | Fuzzy | Phrase
Query = TextQuery | Near | And | Or | Should | Not | Equals | Dates | Everything | Nothing


def iter_leaves(query: Query) -> Iterator[Query]:
    """The nodes without clauses, in order; iterative, as a tree may be deep."""
    pending = [query]
    while pending:
        match node := pending.pop():
            case And(clauses) | Or(clauses) | Should(clauses):
                pending += reversed(clauses)
            case Near(left, right):
                pending += [right, left]
            case Not(clause):
                pending.append(clause)
            case _:
                yield node


def clauses_of(query: Query) -> list[Query]:
    """A query as a list of clauses: none for Nothing."""
    return [] if isinstance(query, Nothing) else [query]


def make_and(clauses: list[Query]) -> Query:
    return _combine(And, clauses)


def make_or(clauses: list[Query]) -> Query:
    return _combine(Or, clauses)


def make_should(clauses: list[Query]) -> Query:
    """Some of the clauses; filters and exclusions among them must still all hold."""
    filters = [clause for clause in clauses if is_filter(clause)]
    optional = [clause for clause in clauses if not is_filter(clause)]
    return make_and([*filters, *clauses_of(_combine(Should, optional))])


def make_not(query: Query) -> Query:
    return query.clause if isinstance(query, Not) else Not(query)


def _combine(node: type[And | Or | Should], clauses: list[Query]) -> Query:
    if not clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else node(tuple(clauses))


def is_filter(query: Query) -> bool:
    """Whether an article can match without any word of it."""
    match query:
        case And(clauses):
            return all(map(is_filter, clauses))
        case Or(clauses) | Should(clauses):
            return any(map(is_filter, clauses))
        case _:
            return isinstance(query, Equals | Dates | Not | Everything)


def is_near_operand(query: Query) -> TypeGuard[TextQuery | Or]:
    """Whether NEAR can measure the distance from it."""
    match query:
        case Term() | Fuzzy():
            return True
        case Phrase(slop=slop):
            return slop == 0
        case Or(clauses):
            return all(map(is_near_operand, clauses))
        case _:
            return False
