"""Scans all indexed text without an index, to be certain of what is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from bench.quote_cases import MAX_CHANGED_SHARE, sentences


@dataclass(frozen=True, slots=True)
class LinearScan:
    """All indexed text as tokens between spaces, and its sentences with a character a word."""

    text: str
    sentences: list[str]
    codes: dict[str, str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> LinearScan:
        codes: dict[str, str] = {}
        tokenized = [[tokens_of(s) for s in sentences(text)] for text in texts]
        whole = " | ".join(map(tokens_of, texts))
        encoded = {encode(sentence, codes) for text in tokenized for sentence in text}
        return cls(f" {whole} ", sorted(encoded), codes)

    def contains(self, words: str) -> bool:
        return f" {words} " in self.text

    def contains_most_of(self, words: str) -> bool:
        """Whether some sentence holds so many of the words, in order, that it may be altered."""
        from rapidfuzz import process
        from rapidfuzz.distance import LCSseq

        query = encode(words, dict(self.codes))
        cutoff = ceil((1 - MAX_CHANGED_SHARE) * len(query))
        found = process.extractOne(
            query, self.sentences, scorer=LCSseq.similarity, score_cutoff=cutoff
        )
        return found is not None


def encode(words: str, codes: dict[str, str]) -> str:
    """Words as single characters, so that rapidfuzz compares words."""
    return "".join(codes.setdefault(word, chr(0x10000 + len(codes))) for word in words.split())


def tokens_of(text: str) -> str:
    from onrecord.index.analysis.analyzer import tokenize

    return " ".join(tokenize(text))
