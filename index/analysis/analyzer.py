"""The only analyzer: text to tokens in two layers with the same positions, exact and stem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from onrecord.index.analysis.fast_match import (
    LONGEST_TOKEN,
    find_words,
    may_have_long_word,
    words_from,
)
from onrecord.index.analysis.folding import UNSPACED, Folded, fold
from onrecord.index.analysis.stemming import beginnings, stems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Bounds = Callable[[int], tuple[int, int]]
    Word = tuple[str, int, int]  # with its stretch

VERSION = 1  # raised when the same text comes to give other tokens: indexes must be rebuilt

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD_PART = f"[^ '.{UNSPACED}]+"
_TOKEN = re.compile(f"[{UNSPACED}][^\\w\\s'.]*|{_WORD_PART}(?:['.]{_WORD_PART})*")


def tokenize(text: str) -> list[str]:
    """The tokens of a text in the exact layer, in order."""
    return _split(fold(text).text)


def stem(tokens: Iterable[str], language: str | None) -> list[str]:
    """The same positions in the stem layer of a language."""
    return list(map(stems_of(language).__getitem__, tokens))


def stems(token: str, languages: Iterable[str | None]) -> frozenset[str]:
    """What a token becomes in the stem layers of several languages."""
    return frozenset(stems_of(language)[token] for language in languages)


def _split(folded: str) -> list[str]:
    if folded.isascii() or not _IS_UNSPACED.search(folded):
        tokens = folded.split()
    else:
        tokens = _TOKEN.findall(folded)
    if may_have_long_word(folded):
        return [token[:LONGEST_TOKEN] for token in tokens]
    return tokens


@dataclass(frozen=True)
class Analysis:
    """A text with its tokens, each knowing the stretch of the text it was made from."""

    text: str
    language: str | None = None

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        return _split(self.folded.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.tokens)

    @cached_property
    def _bounds(self) -> Bounds:
        folded = self.folded.text
        if folded.isascii() or not _IS_UNSPACED.search(folded):
            return bounds_of_words(folded)
        spans = [match.span() for match in _TOKEN.finditer(folded)]
        return lambda position: spans[position]

    @cached_property
    def _known_spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Of stretches found already: they are asked for next, and `_bounds` takes long."""
        return {}

    def positions(self, terms: Sequence[str], *, stemmed: bool) -> list[int]:
        """Where one of the terms stands in a layer, as token positions in order."""
        forms = self.forms(terms, stemmed=stemmed)
        return sorted(position for form in forms for position in self._find(form))

    def forms(self, terms: Sequence[str], *, stemmed: bool) -> set[str]:
        """The tokens of this text that one of the terms of a layer stands for."""
        if self._plain is not None:
            return {word for word, _, _ in self._folded_words(terms, stemmed=stemmed)}
        wanted = frozenset(terms)
        if not stemmed:
            return set(self.vocabulary & wanted)
        stems = stems_of(self.language)
        return {word for word in self.vocabulary if stems[word] in wanted}

    def words(self, terms: Sequence[str], *, stemmed: bool) -> list[Word] | None:
        """Where the text has a word that one of the terms of a layer stands for, in any order.

        Quicker than by positions, as no token is cut; None for texts where that cannot be.
        """
        if self._plain is None:
            return None
        found = self._folded_words(terms, stemmed=stemmed)
        return [(word, *self._stretch(start, end)) for word, start, end in found]

    def _folded_words(self, terms: Sequence[str], *, stemmed: bool) -> Iterator[Word]:
        return self._inflected(terms) if stemmed else self._exact(terms)

    def _inflected(self, terms: Sequence[str]) -> Iterator[Word]:
        wanted, stems = frozenset(terms), stems_of(self.language)
        found = words_from(beginnings(tuple(terms), self.language), self._plain or "")
        return (word for word in found if stems[word[0]] in wanted)

    def _exact(self, terms: Sequence[str]) -> Iterator[Word]:
        if len(terms) == 1:
            return ((terms[0], *at) for at in find_words((terms[0],), self._plain or ""))
        wanted = frozenset(terms)
        return (word for word in words_from(wanted, self._plain or "") if word[0] in wanted)

    def stretches(self, words: tuple[str, ...]) -> list[tuple[int, int]] | None:
        """Where these tokens stand side by side, as stretches of the text; None as for `words`."""
        if self._plain is None:
            return None
        return [self._stretch(start, end) for start, end in find_words(words, self._plain)]

    def starts(self, words: tuple[str, ...]) -> list[int]:
        """The positions from which on these tokens stand side by side, in order."""
        if self._plain is None:
            found = self._find(words[0])
            return [at for at in found if tuple(self.tokens[at : at + len(words)]) == words]
        starts, at, counted = [], 0, 0
        for start, end in find_words(words, self._plain):
            at += len(self._plain[counted:start].split())
            self._known_spans[at, at + len(words) - 1] = self._stretch(start, end)
            starts.append(at)
            counted = start
        return starts

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that a stretch of the folded one was made from."""
        if len(self.folded.turns) == 1:
            return start, end
        origin = self.folded.origin
        return origin(start), max(origin(end), origin(end - 1) + 1)

    @cached_property
    def _plain(self) -> str | None:
        """The folded text between spaces, if it is one in which spaces alone part tokens."""
        folded = self.folded.text
        return f" {folded} " if folded.isascii() and not may_have_long_word(folded) else None

    def _find(self, form: str) -> list[int]:
        tokens, found, at = self.tokens, [], -1
        for _ in range(tokens.count(form)):
            at = tokens.index(form, at + 1)
            found.append(at)
        return found

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the original text, in code points, of tokens first to last."""
        known = self._known_spans.get((first, last))
        return known or self._stretch(self._bounds(first)[0], self._bounds(last)[1])


def bounds_of_words(folded: str) -> Bounds:
    """Start and end of the N-th word, without a step of Python a word.

    Every space parts, so the part before it tells how far the text has come.
    """
    parts = folded.split(" ")
    lengths = list(map(len, parts))
    letters = list(accumulate(lengths, initial=0))
    words = list(compress(range(len(parts)), parts))

    def bounds(position: int) -> tuple[int, int]:
        part = words[position]
        start = letters[part] + part
        return start, start + lengths[part]

    return bounds
