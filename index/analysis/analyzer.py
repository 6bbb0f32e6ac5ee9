"""The analyzer: text to tokens in an exact and a stem layer with the same positions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from onrecord.index.analysis.folding import UNSPACED, Folded, fold
from onrecord.index.analysis.stemming import stem_cache, stem_prefixes
from onrecord.index.analysis.substring_search import (
    MAX_TOKEN_LENGTH,
    find_phrase,
    may_contain_long_word,
    words_starting_with,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    WordBounds = Callable[[int], tuple[int, int]]
    WordSpan = tuple[str, int, int]  # token, start, end

VERSION = 1  # raise it when a text comes to give other tokens: indexes must be rebuilt

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD_PART = f"[^ '.{UNSPACED}]+"
_TOKEN = re.compile(f"[{UNSPACED}][^\\w\\s'.]*|{_WORD_PART}(?:['.]{_WORD_PART})*")


def tokenize(text: str) -> list[str]:
    """The tokens of the exact layer, in order."""
    return _split(fold(text).text)


def stem(tokens: Iterable[str], language: str | None) -> list[str]:
    """The tokens of the stem layer, at the same positions."""
    return list(map(stem_cache(language).__getitem__, tokens))


def stems(token: str, languages: Iterable[str | None]) -> frozenset[str]:
    """The stems of a token in several languages."""
    return frozenset(stem_cache(language)[token] for language in languages)


def _split(folded: str) -> list[str]:
    tokens = folded.split() if _is_spaced(folded) else _TOKEN.findall(folded)
    if may_contain_long_word(folded):
        return [token[:MAX_TOKEN_LENGTH] for token in tokens]
    return tokens


def _is_spaced(folded: str) -> bool:
    """Whether spaces alone separate the tokens."""
    return folded.isascii() or not _IS_UNSPACED.search(folded)


@dataclass(frozen=True)
class Analysis:
    """A text and its tokens. Offsets are code points of the original text."""

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

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets at which the tokens `first` to `last` start and end."""
        known = self._known_spans.get((first, last))
        return known or self._original_span(self._bounds(first)[0], self._bounds(last)[1])

    def positions(self, terms: Sequence[str], *, stemmed: bool) -> list[int]:
        """The sorted positions of tokens that match one of the terms in a layer."""
        tokens = self._matching_tokens(terms, stemmed=stemmed)
        return sorted(position for token in tokens for position in self._positions_of(token))

    def word_spans(self, terms: Sequence[str], *, stemmed: bool) -> list[WordSpan] | None:
        """Token, start and end of each match of one of the terms in a layer, in any order.

        Faster than `positions`, as it searches the folded text without splitting it; None if
        the text does not allow that.
        """
        if self._searchable is None:
            return None
        found = self._search(terms, stemmed=stemmed)
        return [(word, *self._original_span(start, end)) for word, start, end in found]

    def phrase_spans(self, words: tuple[str, ...]) -> list[tuple[int, int]] | None:
        """Start and end of each occurrence of a phrase of tokens; None as for `word_spans`."""
        if self._searchable is None:
            return None
        found = find_phrase(words, self._searchable)
        return [self._original_span(start, end) for start, end in found]

    def phrase_positions(self, words: tuple[str, ...]) -> list[int]:
        """The sorted positions at which a phrase of tokens starts."""
        if self._searchable is None:
            found = self._positions_of(words[0])
            return [at for at in found if tuple(self.tokens[at : at + len(words)]) == words]
        positions, position, counted = [], 0, 0
        for start, end in find_phrase(words, self._searchable):
            position += len(self._searchable[counted:start].split())
            last = position + len(words) - 1
            self._known_spans[position, last] = self._original_span(start, end)
            positions.append(position)
            counted = start
        return positions

    @cached_property
    def _searchable(self) -> str | None:
        """The folded text between spaces, if whole tokens can be found by searching it."""
        folded = self.folded.text
        return f" {folded} " if folded.isascii() and not may_contain_long_word(folded) else None

    @cached_property
    def _known_spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Spans of phrases just found: callers ask for them next, and `_bounds` is slow."""
        return {}

    @cached_property
    def _bounds(self) -> WordBounds:
        folded = self.folded.text
        if _is_spaced(folded):
            return word_bounds(folded)
        spans = [match.span() for match in _TOKEN.finditer(folded)]
        return spans.__getitem__

    def _original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that a span of the folded text came from."""
        if len(self.folded.offsets) == 1:
            return start, end
        original = self.folded.original_offset
        return original(start), max(original(end), original(end - 1) + 1)

    def _matching_tokens(self, terms: Sequence[str], *, stemmed: bool) -> set[str]:
        if self._searchable is not None:
            return {word for word, _, _ in self._search(terms, stemmed=stemmed)}
        wanted = frozenset(terms)
        if not stemmed:
            return set(self.vocabulary & wanted)
        stems = stem_cache(self.language)
        return {word for word in self.vocabulary if stems[word] in wanted}

    def _search(self, terms: Sequence[str], *, stemmed: bool) -> Iterable[WordSpan]:
        """The matches in the folded text, with offsets in it."""
        text, wanted = self._searchable or "", frozenset(terms)
        if stemmed:
            stems = stem_cache(self.language)
            found = words_starting_with(stem_prefixes(tuple(terms), self.language), text)
            return (word for word in found if stems[word[0]] in wanted)
        if len(terms) == 1:
            return ((terms[0], *span) for span in find_phrase((terms[0],), text))
        return (word for word in words_starting_with(wanted, text) if word[0] in wanted)

    def _positions_of(self, token: str) -> list[int]:
        tokens, found, at = self.tokens, [], -1
        for _ in range(tokens.count(token)):
            at = tokens.index(token, at + 1)
            found.append(at)
        return found


def word_bounds(folded: str) -> WordBounds:
    """A function that gives start and end of the N-th word, without a Python loop over words."""
    parts = folded.split(" ")
    lengths = list(map(len, parts))
    letters = list(accumulate(lengths, initial=0))
    words = list(compress(range(len(parts)), parts))

    def bounds(position: int) -> tuple[int, int]:
        part = words[position]
        start = letters[part] + part  # each part before it ended with a space
        return start, start + lengths[part]

    return bounds
