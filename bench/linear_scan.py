"""All that is indexed, looked through without an index, to know for certain what is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from bench.quote_cases import MOST_CHANGED, sentences


@dataclass(frozen=True, slots=True)
class Haystack:
    """All that is indexed, as tokens between spaces, to know for certain what is not in it."""

    text: str
    sentences: list[str]  # each word a character
    codes: dict[str, str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Haystack:
        codes: dict[str, str] = {}
        told = [[tokens_of(s) for s in sentences(text)] for text in texts]
        whole = " | ".join(map(tokens_of, texts))
        encoded = {encode(sentence, codes) for text in told for sentence in text}
        return cls(f" {whole} ", sorted(encoded), codes)

    def holds(self, words: str) -> bool:
        return f" {words} " in self.text

    def has_most_of(self, words: str) -> bool:
        """Whether some sentence has so many of the words, in order, that it may be altered."""
        from rapidfuzz import process
        from rapidfuzz.distance import LCSseq

        query = encode(words, dict(self.codes))
        least = ceil((1 - MOST_CHANGED) * len(query))
        found = process.extractOne(
            query, self.sentences, scorer=LCSseq.similarity, score_cutoff=least
        )
        return found is not None


def encode(words: str, codes: dict[str, str]) -> str:
    """Words as characters, so that rapidfuzz compares words."""
    return "".join(codes.setdefault(word, chr(0x10000 + len(codes))) for word in words.split())


def tokens_of(text: str) -> str:
    from onrecord.index.analysis.analyzer import tokenize

    return " ".join(tokenize(text))
