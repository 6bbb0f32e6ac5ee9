"""Writes a syntax tree as query text that parses to the same tree: the interpretation shown."""

from __future__ import annotations

from typing import assert_never

from onrecord.search.query import ast
from onrecord.search.query.lexer import CLOSERS
from onrecord.search.query.term_parser import is_pattern


def unparse(query: ast.Query) -> str:
    """A query as text in the query language."""
    match query:
        case ast.Term(word, layer, field):
            is_plain = layer is ast.Layer.STEM or is_pattern(word)
            return _in_field(field, word if is_plain else f"exact:{word}")
        case ast.Fuzzy(word, edits, field):
            return _in_field(field, f"{word}~{edits}")
        case ast.Phrase():
            return _in_field(query.field, _phrase(query))
        case ast.Near(left, right, gap):
            return f"{_operand(left)} NEAR/{gap} {_operand(right)}"
        case ast.And(clauses):
            return " AND ".join(map(_operand, clauses))
        case ast.Or(clauses) | ast.Should(clauses):
            return " OR ".join(map(_operand, clauses))
        case ast.Not(clause):
            return f"NOT {_operand(clause)}"
        case ast.Equals(field, value):
            return f"{field}:{_quoted(value)}"
        case ast.Dates(first, last):
            return f"date:{first}" if first == last else f"date:{first or ''}..{last or ''}"
        case ast.Everything():
            return "*"
        case ast.Nothing():
            return ""
        case _:
            assert_never(query)


def _in_field(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text


def _phrase(phrase: ast.Phrase) -> str:
    stem = "stem:" if phrase.layer is ast.Layer.STEM else ""
    slop = f"~{phrase.slop}" if phrase.slop else ""
    return f'{stem}"{" ".join(phrase.words)}"{slop}'


def _operand(query: ast.Query) -> str:
    text = unparse(query)
    return f"({text})" if isinstance(query, ast.And | ast.Or | ast.Should | ast.Near) else text


def _quoted(value: str) -> str:
    """A value in quotation marks that it does not contain."""
    if value.isalnum():
        return value
    unused = (mark for mark, ends in CLOSERS.items() if not set(value) & {mark, *ends})
    mark = next(unused, '"')
    return f"{mark}{value}{CLOSERS[mark][0]}"
