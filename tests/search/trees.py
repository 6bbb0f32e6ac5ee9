"""Query trees in a few words, so that a table of them can be read."""

from __future__ import annotations

from datetime import date

from onrecord.search.query.ast import And, Dates, Fuzzy, Layer, Near, Not, Or, Phrase, Query, Term


def word(text: str, field: str | None = None) -> Query:
    return Term(text, Layer.STEM, field)


def exact(text: str, field: str | None = None) -> Query:
    return Term(text, Layer.EXACT, field)


def fuzzy(text: str, edits: int) -> Query:
    return Fuzzy(text, edits)


def phrase(words: str, slop: int = 0, field: str | None = None) -> Query:
    return Phrase(tuple(words.split()), Layer.EXACT, slop, field)


def stems(words: str, field: str | None = None) -> Query:
    return Phrase(tuple(words.split()), Layer.STEM, 0, field)


def near(left: Query, right: Query, gap: int) -> Query:
    return Near(left, right, gap)


def both(*clauses: Query) -> Query:
    return And(clauses)


def either(*clauses: Query) -> Query:
    return Or(clauses)


def but(clause: Query) -> Query:
    return Not(clause)


def days(first: str | None, last: str | None) -> Query:
    return Dates(first and date.fromisoformat(first), last and date.fromisoformat(last))  # type: ignore[arg-type]
