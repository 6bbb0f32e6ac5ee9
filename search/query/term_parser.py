"""A word or quotation with what stands before and after it, to a leaf of the tree."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date

from onrecord.index.schema import BY_NAME, FieldKind
from onrecord.search.query.ast import (
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Layer,
    Nothing,
    Phrase,
    Query,
    Term,
)
from onrecord.search.query.date_ranges import day_range
from onrecord.search.query.diagnostics import Diagnostics
from onrecord.search.query.lexer import Lexeme, LexemeKind
from onrecord.search.query.query_terms import QueryTerms, is_pattern, query_terms

MAX_EDITS = 2
MAX_GAP = 1000

_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_NOT_SPACE = re.compile(r"\S")
_LONE_STAR = re.compile(r"(?<!\S)\*(?!\S)")
_UNKNOWN_FIELD = re.compile(r"([a-z]{3,12}):\S")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the prefixes in front of a word, quotation or bracket say."""

    field: str | None = None
    layer: Layer | None = None

    def under(self, prefix: str) -> Scope:
        """This scope with one more prefix, of which the last of its kind counts."""
        if prefix in BY_NAME:
            return replace(self, field=prefix)
        return replace(self, layer=Layer(prefix))

    @property
    def kind(self) -> FieldKind:
        return BY_NAME[self.field].kind if self.field else FieldKind.TEXT


def parse_term(
    lexeme: Lexeme, tilde: Lexeme | None, scope: Scope, today: date, notes: Diagnostics
) -> Query:
    """The reading of a word or quotation; Nothing if it holds nothing to search for."""
    if not lexeme.closed:
        notes.warn_at("this quotation is never closed", lexeme.end, lexeme.end, '"')
    if scope.kind is FieldKind.TEXT:
        return _text(lexeme, tilde, scope, notes)
    if tilde:
        notes.warn(f"~ does not go with {scope.field}:", tilde, "")
    if scope.kind is FieldKind.DATE:
        return _dates(lexeme, scope.field, today, notes)
    value = lexeme.text.strip()
    return Equals(scope.field or "", value) if value else Nothing()


def parse_number(lexeme: Lexeme | None, most: int, sign: str, notes: Diagnostics) -> int:
    """The number behind ~ or NEAR/, 1 if there is none; too large a one is lowered."""
    if lexeme is None:
        return 0
    value = int(lexeme.text.lstrip("0")[:6] or "0") if lexeme.text else 1
    if value > most:
        notes.warn(f"at most {most} here; read as {sign}{most}", lexeme, f"{sign}{most}")
    return min(value, most)


def _dates(lexeme: Lexeme, name: str | None, today: date, notes: Diagnostics) -> Query:
    try:
        first, last = day_range(lexeme.text, today)
    except (ValueError, OverflowError) as error:
        notes.fail(str(error), lexeme.start - len(f"{name}:"), lexeme.end)
        return Nothing()
    first = None if name == "before" else first
    last = None if name == "after" else last
    if first is None and last is None:
        end = "first" if name == "after" else "last"
        notes.fail(f"this range has no {end} day", lexeme.start - len(f"{name}:"), lexeme.end)
        return Nothing()
    return Dates(first, last)


def _text(lexeme: Lexeme, tilde: Lexeme | None, scope: Scope, notes: Diagnostics) -> Query:
    if lexeme.kind is LexemeKind.WORD and scope == Scope():
        if lexeme.text == "*":
            return Everything()
        if _ADDRESS.fullmatch(lexeme.text):
            return Equals("url", lexeme.text.rstrip(".,;:!?"))
        _check_prefix(lexeme, notes)
    words = query_terms(lexeme.text)
    if not words.terms:
        return Nothing()
    if lexeme.kind is LexemeKind.QUOTE:
        if _LONE_STAR.search(lexeme.text):
            message = "a lone * in a quotation is ignored; ~1 behind it allows a word in between"
            notes.warn_at(message, lexeme.start, lexeme.end, f'"{" ".join(words.terms)}"~1')
        slop = parse_number(tilde, MAX_GAP, "~", notes)
        return _phrase(words, scope.layer or Layer.EXACT, slop, scope)
    return _bare(words, tilde, scope, notes)


def _phrase(words: QueryTerms, layer: Layer, slop: int, scope: Scope) -> Query:
    if len(words.terms) == 1:
        return _term(words, layer, scope)
    return Phrase(words.terms, layer, slop, scope.field, words.raw_text)


def _term(words: QueryTerms, layer: Layer, scope: Scope) -> Term:
    word = words.terms[0]
    return Term(word, Layer.EXACT if is_pattern(word) else layer, scope.field, words.raw_text)


def _bare(words: QueryTerms, tilde: Lexeme | None, scope: Scope, notes: Diagnostics) -> Query:
    layer = scope.layer or Layer.STEM
    if tilde is None:
        return _phrase(words, layer, 0, scope)
    if len(words.terms) > 1 or is_pattern(words.terms[0]):
        notes.warn("~ goes with one whole word or a quotation; ignored", tilde, "")
        return _phrase(words, layer, 0, scope)
    edits = parse_number(tilde, MAX_EDITS, "~", notes)
    if edits == 0:
        return _term(words, Layer.EXACT, scope)
    return Fuzzy(words.terms[0], edits, scope.field, words.raw_text)


def _check_prefix(lexeme: Lexeme, notes: Diagnostics) -> None:
    """Warn of a field name that is misspelt or parted from its word; it is read as a word."""
    name, colon, rest = lexeme.text.partition(":")
    if colon and not rest and name in BY_NAME:
        behind = _NOT_SPACE.search(notes.text, lexeme.end)
        end = behind.start() if behind else len(notes.text)
        is_alone = behind is None or behind[0] == ")"
        message = f"expected a word right behind {name}: here; read as words"
        notes.warn_at(message, lexeme.start, end, name if is_alone else f"{name}:")
    unknown = _UNKNOWN_FIELD.match(lexeme.text)
    close = difflib.get_close_matches(unknown[1], BY_NAME, n=1, cutoff=0.75) if unknown else []
    if unknown and close:
        message = f"there is no field {unknown[1]!r}; read as words"
        notes.warn_at(message, lexeme.start, lexeme.start + len(unknown[1]), close[0])
