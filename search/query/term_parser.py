"""Parses one word or quotation with its prefixes and tilde into a leaf of the syntax tree."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date

from onrecord.index.analysis.analyzer import Analysis
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

MAX_EDITS = 2
MAX_GAP = 1000

_URL = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_NOT_SPACE = re.compile(r"\S")
_LONE_STAR = re.compile(r"(?<!\S)\*(?!\S)")
_UNKNOWN_FIELD = re.compile(r"([a-z]{3,12}):\S")

# Letters of dead scripts stand in for wildcards during analysis, which leaves them alone.
_STAND_INS = {"*": "𐎀", "?": "𐎁"}
_WILDCARDS = {ord(letter): mark for mark, letter in _STAND_INS.items()}
# One * at a word; ? only before a letter, since questions end in one.
_WILDCARD = re.compile(
    r"(?<!\*)\*(?!\*)(?=\?*\w)|(?<=\w)\*(?!\*)|(?<=[\w*])\?+(?=\w)|(?<!\S)\?+(?=\w)"
)
# Where each character is a word, as in 選挙*, a wildcard has no word to belong to.
_DETACHED = re.compile(r"^[*?]+(?:['.]|$)|(?:['.][*?]+|\?+)$")
_STARS = re.compile(r"\*{2,}")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The folded words of a text, and the text without punctuation around it."""

    terms: tuple[str, ...]
    raw_text: str


def query_terms(text: str) -> QueryTerms:
    """Tokenizes as an article is, keeping wildcards in words."""
    text_with_letters = _WILDCARD.sub(
        lambda marks: "".join(map(_STAND_INS.__getitem__, marks[0])),
        _STARS.sub(lambda stars: " " * len(stars[0]), text),
    )
    analysis = Analysis(text_with_letters)
    words = [_DETACHED.sub("", token.translate(_WILDCARDS)) for token in analysis.tokens]
    kept = [position for position, word in enumerate(words) if word.strip("*?")]
    if not kept:
        return QueryTerms((), "")
    start, end = analysis.span(kept[0], kept[-1])
    return QueryTerms(tuple(words[position] for position in kept), text[start:end])


def is_pattern(word: str) -> bool:
    """Whether a word has a wildcard."""
    return "*" in word or "?" in word


@dataclass(frozen=True, slots=True)
class Scope:
    """The field and layer that prefixes set for a word, quotation or bracket."""

    field: str | None = None
    layer: Layer | None = None

    def under(self, prefix: str) -> Scope:
        """The scope inside one more prefix; the innermost of a kind wins."""
        if prefix in BY_NAME:
            return replace(self, field=prefix)
        return replace(self, layer=Layer(prefix))

    @property
    def kind(self) -> FieldKind:
        return BY_NAME[self.field].kind if self.field else FieldKind.TEXT


def parse_term(
    lexeme: Lexeme, tilde: Lexeme | None, scope: Scope, today: date, diagnostics: Diagnostics
) -> Query:
    """A word or quotation as a leaf; Nothing if there is nothing to search for."""
    if not lexeme.closed:
        diagnostics.warn_at("missing closing quotation mark", lexeme.end, lexeme.end, '"')
    if scope.kind is FieldKind.TEXT:
        return _text(lexeme, tilde, scope, diagnostics)
    if tilde:
        diagnostics.warn(f"~ cannot be used with {scope.field}:", tilde, "")
    if scope.kind is FieldKind.DATE:
        return _dates(lexeme, scope.field, today, diagnostics)
    value = lexeme.text.strip()
    return Equals(scope.field or "", value) if value else Nothing()


def parse_number(lexeme: Lexeme | None, maximum: int, sign: str, diagnostics: Diagnostics) -> int:
    """The number after ~ or NEAR/, at most the maximum; 1 without digits, 0 without a lexeme."""
    if lexeme is None:
        return 0
    value = int(lexeme.text.lstrip("0")[:6] or "0") if lexeme.text else 1
    if value > maximum:
        message = f"the maximum is {maximum}; read as {sign}{maximum}"
        diagnostics.warn(message, lexeme, f"{sign}{maximum}")
    return min(value, maximum)


def _dates(lexeme: Lexeme, name: str | None, today: date, diagnostics: Diagnostics) -> Query:
    start = lexeme.start - len(f"{name}:")
    try:
        first, last = day_range(lexeme.text, today)
    except (ValueError, OverflowError) as error:
        diagnostics.fail(str(error), start, lexeme.end)
        return Nothing()
    first = None if name == "before" else first
    last = None if name == "after" else last
    if first is None and last is None:
        end = "first" if name == "after" else "last"
        diagnostics.fail(f"the range has no {end} day", start, lexeme.end)
        return Nothing()
    return Dates(first, last)


def _text(lexeme: Lexeme, tilde: Lexeme | None, scope: Scope, diagnostics: Diagnostics) -> Query:
    if lexeme.kind is LexemeKind.WORD and scope == Scope():
        if lexeme.text == "*":
            return Everything()
        if _URL.fullmatch(lexeme.text):
            return Equals("url", lexeme.text.rstrip(".,;:!?"))
        _warn_about_prefix(lexeme, diagnostics)
    words = query_terms(lexeme.text)
    if not words.terms:
        return Nothing()
    if lexeme.kind is LexemeKind.WORD:
        return _word(words, tilde, scope, diagnostics)
    if _LONE_STAR.search(lexeme.text):
        message = "a lone * in a quotation is ignored; add ~1 to allow one word in between"
        repaired = f'"{" ".join(words.terms)}"~1'
        diagnostics.warn_at(message, lexeme.start, lexeme.end, repaired)
    slop = parse_number(tilde, MAX_GAP, "~", diagnostics)
    return _phrase(words, scope.layer or Layer.EXACT, slop, scope)


def _phrase(words: QueryTerms, layer: Layer, slop: int, scope: Scope) -> Query:
    if len(words.terms) == 1:
        return _term(words, layer, scope)
    return Phrase(words.terms, layer, slop, scope.field, words.raw_text)


def _term(words: QueryTerms, layer: Layer, scope: Scope) -> Term:
    word = words.terms[0]
    return Term(word, Layer.EXACT if is_pattern(word) else layer, scope.field, words.raw_text)


def _word(words: QueryTerms, tilde: Lexeme | None, scope: Scope, diagnostics: Diagnostics) -> Query:
    layer = scope.layer or Layer.STEM
    if tilde is None:
        return _phrase(words, layer, 0, scope)
    if len(words.terms) > 1 or is_pattern(words.terms[0]):
        diagnostics.warn("~ needs one whole word or a quotation; ignored", tilde, "")
        return _phrase(words, layer, 0, scope)
    edits = parse_number(tilde, MAX_EDITS, "~", diagnostics)
    if edits == 0:
        return _term(words, Layer.EXACT, scope)
    return Fuzzy(words.terms[0], edits, scope.field, words.raw_text)


def _warn_about_prefix(lexeme: Lexeme, diagnostics: Diagnostics) -> None:
    """Warn of a field name that is misspelled or followed by a space; it is read as a word."""
    name, colon, rest = lexeme.text.partition(":")
    if colon and not rest and name in BY_NAME:
        following = _NOT_SPACE.search(diagnostics.text, lexeme.end)
        end = following.start() if following else len(diagnostics.text)
        is_alone = following is None or following[0] == ")"
        message = f"expected a word directly after {name}: here; read as words"
        diagnostics.warn_at(message, lexeme.start, end, name if is_alone else f"{name}:")
    unknown = _UNKNOWN_FIELD.match(lexeme.text)
    close = difflib.get_close_matches(unknown[1], BY_NAME, n=1, cutoff=0.75) if unknown else []
    if unknown and close:
        message = f"unknown field {unknown[1]!r}; read as words"
        diagnostics.warn_at(message, lexeme.start, lexeme.start + len(unknown[1]), close[0])
