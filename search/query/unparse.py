"""Writes a syntax tree as query text that parses to the same tree: the interpretation shown."""

from __future__ import annotations

from typing import assert_never

from onrecord.search.query.ast import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Layer,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Should,
    Term,
)
from onrecord.search.query.lexer import CLOSERS
from onrecord.search.query.term_parser import is_pattern


def unparse(query: Query) -> str:
    """A query as text in the query language."""
    match query:
        case Term(word, layer, field):
            is_plain = layer is Layer.STEM or is_pattern(word)
            return _in_field(field, word if is_plain else f"exact:{word}")
        case Fuzzy(word, edits, field):
            return _in_field(field, f"{word}~{edits}")
        case Phrase():
            return _in_field(query.field, _phrase(query))
        case Near(left, right, gap):
            return f"{_operand(left)} NEAR/{gap} {_operand(right)}"
        case And(clauses):
            return " AND ".join(map(_operand, clauses))
        case Or(clauses) | Should(clauses):
            return " OR ".join(map(_operand, clauses))
        case Not(clause):
            return f"NOT {_operand(clause)}"
        case Equals(field, value):
            return f"{field}:{_quoted(value)}"
        case Dates(first, last):
            return f"date:{first}" if first == last else f"date:{first or ''}..{last or ''}"
        case Everything():
            return "*"
        case Nothing():
            return ""
        case _:
            assert_never(query)


def _in_field(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _phrase(phrase: Phrase) -> str:
    stem = "stem:" if phrase.layer is Layer.STEM else ""
    slop = f"~{phrase.slop}" if phrase.slop else ""
    return f'{stem}"{" ".join(phrase.words)}"{slop}'


def _operand(query: Query) -> str:
    text = unparse(query)
    return f"({text})" if isinstance(query, And | Or | Should | Near) else text


def _quoted(value: str) -> str:
    """A value in quotation marks that it does not contain."""
    if value.isalnum():
        return value
    unused = (mark for mark, ends in CLOSERS.items() if not set(value) & {mark, *ends})
    mark = next(unused, '"')
    return f"{mark}{value}{CLOSERS[mark][0]}"
