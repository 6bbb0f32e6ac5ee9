"""Parses a claimed quotation: its words, marks of omission and words or letters in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property, lru_cache
from itertools import pairwise

from onrecord.index.analysis.analyzer import Analysis, tokenize
from onrecord.index.analysis.folding import UNSPACED
from onrecord.search.errors import QuerySyntaxError

MAX_BRACKET_LETTERS = 5  # letters of the article that a bracket inside a word may replace
MAX_QUOTATION_CHARS = 50_000
MAX_OMISSIONS = 100

_LETTER = f"[^\\W{UNSPACED}]"
_DOTS = r"(?:…[.…]*|\.(?:\s?\.){2,})"
_MARKS = re.compile(
    rf"(?P<omission>[\[(]\s*{_DOTS}\s*[\])]|{_DOTS})"
    rf"|(?P<letters>(?<!{_LETTER}){_LETTER}++(?:\[{_LETTER}+\]{_LETTER}*)+"
    rf"|(?:\[{_LETTER}+\]{_LETTER}+)+)"
    r"|(?P<bracket>\[[^\[\]]*\])"
)
_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_OPENING_MARKS, _CLOSING_MARKS = tuple("\"“”„«»‘’'「『"), tuple("\"“”„«»‘’'」』")
_EDITORIAL_NOTES = ({"sic"}, {"emphasis", "added"}, {"emphasis", "mine"})


class MarkKind(Enum):
    """How a word of the quotation must match the article."""

    PLAIN = auto()  # the same word
    BRACKETED = auto()  # inserted by the quoter, for a few words of the article
    LETTERS = auto()  # the same word except for the letters in brackets


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and its offsets in the quotation; LETTERS have a regular expression."""

    token: str
    start: int
    end: int
    kind: MarkKind = MarkKind.PLAIN
    pattern: str = ""

    def matches(self, token: str) -> bool:
        """Whether a token of the article can stand for this word."""
        return token == self.token or bool(self.pattern and _matcher(self.pattern)(token))


@dataclass(frozen=True)
class Quotation:
    """A parsed quotation; `breaks` are the positions of words that follow a mark of omission."""

    text: str
    words: tuple[Word, ...]
    breaks: frozenset[int]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tuple(word.token for word in self.words)

    @property
    def is_marked(self) -> bool:
        return bool(self.breaks) or any(word.kind is not MarkKind.PLAIN for word in self.words)

    @property
    def parts(self) -> list[tuple[int, int]]:
        """The ranges of words between marks of omission."""
        return list(pairwise([0, *sorted(self.breaks), len(self.words)]))

    def bare(self) -> str:
        """The text without surrounding white space and one pair of quotation marks."""
        text = self.text.strip()
        text = text[1:] if text.startswith(_OPENING_MARKS) else text
        return text[:-1] if text.endswith(_CLOSING_MARKS) else text


@lru_cache
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def read_quotation(text: str) -> Quotation:
    """Parse a quotation; QuerySyntaxError if it is too long or has no words to search for."""
    if len(text) > MAX_QUOTATION_CHARS:
        raise QuerySyntaxError(
            f"a quotation may have {MAX_QUOTATION_CHARS:,} characters; this one has {len(text):,}",
            MAX_QUOTATION_CHARS,
            len(text),
        )
    words: list[Word] = []
    breaks: set[int] = set()
    for item in _words_and_omissions(text):
        if item is None:
            breaks.add(len(words))
        else:
            words.append(item)
    breaks -= {0, len(words)}
    if all(word.kind is MarkKind.BRACKETED for word in words):
        raise QuerySyntaxError(
            "this quotation has no word to search for; write some of its words", 0, len(text)
        )
    if len(breaks) > MAX_OMISSIONS:
        raise QuerySyntaxError(
            f"a quotation may have {MAX_OMISSIONS} omissions; check it in parts", 0, len(text)
        )
    return Quotation(text, tuple(words), frozenset(breaks))


def _words_and_omissions(text: str) -> Iterator[Word | None]:
    """The words in order, with None for each mark of omission."""
    end = 0
    for mark in _MARKS.finditer(text):
        yield from _words(text, end, mark.start())
        if mark["omission"]:
            yield None
        elif mark["letters"]:
            yield _word_with_letters(mark)
        elif set(tokenize(mark[0])) not in _EDITORIAL_NOTES:
            yield from _bracketed_words(mark)
        end = mark.end()
    yield from _words(text, end, len(text))


def _bracketed_words(mark: re.Match[str]) -> list[Word]:
    """The words in brackets; the first and the last include the brackets themselves."""
    words = list(_words(mark.string, mark.start(), mark.end(), MarkKind.BRACKETED))
    if words:
        words[0] = replace(words[0], start=mark.start())
        words[-1] = replace(words[-1], end=mark.end())
    return words


def _words(text: str, start: int, end: int, kind: MarkKind = MarkKind.PLAIN) -> Iterator[Word]:
    analysis = Analysis(text[start:end])
    for position, token in enumerate(analysis.tokens):
        first, last = analysis.span(position, position)
        yield Word(token, start + first, start + last, kind)


def _word_with_letters(mark: re.Match[str]) -> Word:
    """`recogni[s]e` matches other letters in place of the s; `[T]he` only differs in case."""
    written = mark[0]
    token = "".join(tokenize(_IN_BRACKETS.sub(r"\1", written)))
    outer = [re.escape("".join(tokenize(part))) for part in _IN_BRACKETS.split(written)[::2]]
    if re.match(r"\[[^\W\d_]\]", written):
        outer[:2] = [token[:1] + outer[1]]
    pattern = rf"\w{{0,{MAX_BRACKET_LETTERS}}}".join(outer)
    return Word(token, mark.start(), mark.end(), MarkKind.LETTERS, pattern)
