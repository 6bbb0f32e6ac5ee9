"""Splits query text into lexemes: quotations, brackets, operators, field names and words.

One pass from left to right, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from onrecord.index.schema import BY_NAME
from onrecord.search.query.ast import Layer


class LexemeKind(Enum):
    """What a lexeme is."""

    WORD = auto()  # anything between spaces: may hold wildcards, punctuation, several tokens
    QUOTE = auto()  # the text between quotation marks
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    MINUS = auto()
    NEAR = auto()  # its text is the distance, or empty
    PREFIX = auto()  # its text is a field or layer name
    TILDE = auto()  # its text is the number, or empty; belongs to the lexeme before


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query; `start` and `end` (code points) include marks such as quotes."""

    kind: LexemeKind
    text: str
    start: int
    end: int
    closed: bool = True  # False for a quotation without a closing mark


# Closing quotation marks by opening mark. A single curly quote is always an apostrophe.
CLOSERS = {
    '"': '"＂',
    "＂": '"＂',
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    "〞": "〞",
}
QUOTES = "".join(sorted({*CLOSERS, *"".join(CLOSERS.values())}))
PREFIXES = (*BY_NAME, *Layer)
OPERATORS = {"AND": LexemeKind.AND, "OR": LexemeKind.OR, "NOT": LexemeKind.NOT}
BRACKETS = {"(": LexemeKind.OPEN, ")": LexemeKind.CLOSE}

_CHUNK = re.compile(rf"[^\s(){QUOTES}]+")
_PREFIX = re.compile(rf"({'|'.join(PREFIXES)}):")
_NEAR = re.compile(r"NEAR(?:/(\d*))?", re.ASCII)
_AFTER_TILDE = re.compile(r"(\d*)[^\w]*")
_TILDE_AFTER_QUOTE = re.compile(r"~(\d*)")
_ANY_QUOTE = re.compile(f"[{QUOTES}]")
_CLOSING = {mark: re.compile(f"[{closers}]") for mark, closers in CLOSERS.items()}


def lex(text: str) -> list[Lexeme]:
    """The lexemes of a text, in order."""
    return list(_Lexer(text).run())


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.next_found: dict[re.Pattern[str], int] = {}  # keeps searches for marks linear

    def run(self) -> Iterator[Lexeme]:
        at = 0
        while at < len(self.text):
            lexemes = self._next(at)
            yield from lexemes
            at = lexemes[-1].end if lexemes else at + 1

    def _next(self, at: int) -> list[Lexeme]:
        """The lexemes that begin here; none for a character to skip."""
        char = self.text[at]
        if char in BRACKETS:
            return [Lexeme(BRACKETS[char], char, at, at + 1)]
        if char in QUOTES:
            return self._quote(at)
        chunk = _CHUNK.match(self.text, at)
        return self._chunk(at, chunk.end()) if chunk else []

    def _quote(self, at: int) -> list[Lexeme]:
        if self.text[at] not in CLOSERS or self._is_inch_mark(at):
            return []
        end = self._closing(at)
        if end is None:
            rest = self.text[at + 1 :]
            return [Lexeme(LexemeKind.QUOTE, rest, at, len(self.text), closed=False)]
        quote = Lexeme(LexemeKind.QUOTE, self.text[at + 1 : end], at, end + 1)
        tilde = _TILDE_AFTER_QUOTE.match(self.text, end + 1)
        if tilde is None:
            return [quote]
        return [quote, Lexeme(LexemeKind.TILDE, tilde[1], tilde.start(), tilde.end())]

    def _is_inch_mark(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return self.text[at] == '"' and before.isalnum() and not after.isalnum()

    def _closing(self, at: int) -> int | None:
        """Where the quotation opened here ends: at its own closing mark, else at any mark."""
        mark = self.text[at]
        own = self._search(_CLOSING[mark], at + 1)
        if own is not None and self.text.find(mark, at + 1, own) < 0:
            return own
        return self._search(_ANY_QUOTE, at + 1)

    def _search(self, pattern: re.Pattern[str], at: int) -> int | None:
        found = self.next_found.get(pattern, -1)
        if found < at:
            match = pattern.search(self.text, at)
            found = self.next_found[pattern] = match.start() if match else len(self.text)
        return found if found < len(self.text) else None

    def _chunk(self, start: int, end: int) -> list[Lexeme]:
        chunk = self.text[start:end]
        if chunk in OPERATORS:
            return [Lexeme(OPERATORS[chunk], chunk, start, end)]
        if near := _NEAR.fullmatch(chunk):
            return [Lexeme(LexemeKind.NEAR, near[1] or "", start, end)]
        if self._is_minus(start):
            minus = Lexeme(LexemeKind.MINUS, "-", start, start + 1)
            return [minus, *self._prefixed(start + 1, end)]
        return self._prefixed(start, end)

    def _is_minus(self, start: int) -> bool:
        """A dash negates only after a space or bracket and before a word, quotation or bracket."""
        before, after = self.text[start - 1 : start], self.text[start + 1 : start + 2]
        opens = after.isalnum() or after in {"(", "*"} or after in CLOSERS
        return self.text[start] == "-" and opens and (not before.strip() or before == "(")

    def _prefixed(self, start: int, end: int) -> list[Lexeme]:
        lexemes = []
        while (prefix := _PREFIX.match(self.text, start, end)) and self._is_operand(prefix.end()):
            lexemes.append(Lexeme(LexemeKind.PREFIX, prefix[1], prefix.start(), prefix.end()))
            start = prefix.end()
        return lexemes + self._word(start, end)

    def _is_operand(self, at: int) -> bool:
        after = self.text[at : at + 1]
        return bool(after.strip()) and after != ")"

    def _word(self, start: int, end: int) -> list[Lexeme]:
        if start == end:
            return []
        head, _, tail = self.text[start:end].rpartition("~")
        number = _AFTER_TILDE.fullmatch(tail)
        if number is None or not any(map(str.isalnum, head)):
            return [Lexeme(LexemeKind.WORD, self.text[start:end], start, end)]
        middle = start + len(head)
        word = Lexeme(LexemeKind.WORD, head, start, middle)
        return [word, Lexeme(LexemeKind.TILDE, number[1], middle, end)]
