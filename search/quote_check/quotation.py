"""A claimed quotation: its words, and what its own marks of omission and brackets allow."""

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

MOST_BRACKETED = 6  # words of the article that one bracket may stand for
MOST_LETTERS = 5  # letters of the article that a bracket inside a word may stand for
LONGEST = 50_000  # code points of one quotation
MOST_MARKS = 100  # of omission or replacement in it

_LETTER = f"[^\\W{UNSPACED}]"
_DOTS = r"(?:…[.…]*|\.(?:\s?\.){2,})"
_MARKS = re.compile(
    rf"(?P<omission>[\[(]\s*{_DOTS}\s*[\])]|{_DOTS})"
    rf"|(?P<letters>{_LETTER}+(?:\[{_LETTER}+\]{_LETTER}*)+|(?:\[{_LETTER}+\]{_LETTER}+)+)"
    r"|(?P<bracket>\[[^\[\]]*\])"
)
_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_ENCLOSED = re.compile(r"\s*[\"“”„«»‘’'「『]?(.*?)[\"“”„«»‘’'」』]?\s*", re.DOTALL)
_REMARKS = ({"sic"}, {"emphasis", "added"}, {"emphasis", "mine"})


class MarkKind(Enum):
    """What a word of the quotation claims of the article's."""

    PLAIN = auto()  # this very word
    BRACKETED = auto()  # the quoter's own, for up to MOST_BRACKETED of the article's words
    LETTERS = auto()  # this word but for the letters in brackets


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where the quotation has it; `pattern` is what LETTERS allow."""

    token: str
    start: int
    end: int
    kind: MarkKind = MarkKind.PLAIN
    pattern: str = ""

    def allows(self, token: str) -> bool:
        """Whether a word of the article is one that this word claims."""
        return token == self.token or bool(self.pattern and _fits(self.pattern)(token))


@dataclass(frozen=True)
class Quotation:
    """A quotation as it was read; `breaks` are the words that a mark of omission precedes."""

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
        """The stretches of words between marks of omission."""
        edges = [0, *sorted(self.breaks), len(self.words)]
        return list(pairwise(edges))

    def bare(self) -> str:
        """The text without the white space and the quotation marks around it."""
        enclosed = _ENCLOSED.fullmatch(self.text)
        return enclosed[1] if enclosed else self.text


@lru_cache
def _fits(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def read_quotation(text: str) -> Quotation:
    """The quotation in a text; QuerySyntaxError if it holds no word to look for."""
    if len(text) > LONGEST:
        raise QuerySyntaxError(
            f"a quotation may have {LONGEST:,} characters; this one has {len(text):,}",
            LONGEST,
            len(text),
        )
    words: list[Word] = []
    breaks: set[int] = set()
    for piece in _pieces(text):
        if piece is None:
            breaks.add(len(words))
        else:
            words.append(piece)
    if all(word.kind is MarkKind.BRACKETED for word in words):
        raise QuerySyntaxError(
            "there is no word to look for in this quotation; write some of its words", 0, len(text)
        )
    if len(breaks) > MOST_MARKS:
        raise QuerySyntaxError(
            f"a quotation may have {MOST_MARKS} marks of omission; check it in parts", 0, len(text)
        )
    return Quotation(text, tuple(words), frozenset(breaks - {0, len(words)}))


def _pieces(text: str) -> Iterator[Word | None]:
    """The words in order, with None for each mark of omission."""
    done = 0
    for mark in _MARKS.finditer(text):
        yield from _words(text, done, mark.start())
        yield from _marked(mark)
        done = mark.end()
    yield from _words(text, done, len(text))


def _marked(mark: re.Match[str]) -> Iterator[Word | None]:
    if mark["omission"]:
        yield None
    elif mark["letters"]:
        yield _with_letters(mark)
    elif set(tokenize(mark[0])) not in _REMARKS:
        yield from _bracketed(mark)


def _bracketed(mark: re.Match[str]) -> list[Word]:
    """The words in brackets; the brackets themselves go with the outer ones."""
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


def _with_letters(mark: re.Match[str]) -> Word:
    """`recogni[s]e`: other letters may stand there; `[T]he`: only the case is the quoter's."""
    written = mark[0]
    token = "".join(tokenize(_IN_BRACKETS.sub(r"\1", written)))
    outer = [re.escape("".join(tokenize(part))) for part in _IN_BRACKETS.split(written)[::2]]
    is_capital = re.match(r"\[[^\W\d_]\]", written) and outer[0] == ""
    if is_capital:
        outer[:2] = [token[:1] + outer[1]]
    pattern = rf"\w{{0,{MOST_LETTERS}}}".join(outer)
    return Word(token, mark.start(), mark.end(), MarkKind.LETTERS, pattern)
