"""py3langid's model asked of many texts at once.

The model's tables are far larger than a processor's caches. A text at a time, they and what else an
article needs drive each other out of them; so all texts go through it together, step by step.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class LanguageModel:
    """A naive Bayes classifier whose features are strings of bytes, found by an automaton."""

    codes: list[str]  # of the languages
    firsts: list[int]  # where the columns of each begin: Serbian has one for each alphabet
    weights: NDArray[np.float16]  # log of a feature's likelihood in a language: feature, column
    priors: Floats  # a column
    rows: Integers  # where the moves from a state begin: state
    moves: Integers  # the next state: row + byte
    features: Integers  # the feature that a state ends, or -1: state

    def likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The code of each text's likeliest language, and how likely that is, 0 to 1.

        The same as `LanguageIdentifier.classify` says of each, narrowed to two-letter codes.
        """
        samples = [_encoded(text) for text in texts]
        likelihoods = np.add.reduceat(self._likelihoods(samples), self.firsts, axis=1)
        best = likelihoods.argmax(axis=1).tolist()
        return [
            (self.codes[language], float(row[language]))
            for row, language in zip(likelihoods, best, strict=True)
        ]

    def _likelihoods(self, samples: Sequence[bytes]) -> Floats:
        scores = self._scores(samples)
        lengths = np.array([len(sample) or 1 for sample in samples], np.float32)
        scores /= np.sqrt(lengths)[:, None]
        likelihoods: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
        likelihoods /= likelihoods.sum(axis=1, keepdims=True)
        return likelihoods

    def _scores(self, samples: Sequence[bytes]) -> Floats:
        """The logs of how likely each sample is in each language; all 0 if it has no feature."""
        scores = np.zeros((len(samples), len(self.priors)), np.float32)
        samples_of, features = self._features(samples)
        size = len(self.weights)
        pairs, counts = np.unique(samples_of * size + features, return_counts=True)
        if not len(pairs):
            return scores
        said = np.log1p(counts.astype(np.float32))[:, None] * self.weights[pairs % size]
        starts = np.flatnonzero(np.diff(pairs // size, prepend=-1))
        scores[pairs[starts] // size] = np.add.reduceat(said, starts) + self.priors
        return scores

    def _features(self, samples: Sequence[bytes]) -> tuple[Integers, Integers]:
        """Every feature found, with the number of the sample that has it; side by side."""
        longest = max(map(len, samples), default=0)
        padded = b"".join(sample.ljust(longest, b"\0") for sample in samples)
        letters = np.frombuffer(padded, np.uint8).reshape(len(samples), longest)
        states = np.zeros(len(samples), np.intp)
        found = np.empty((len(samples), longest), np.intp)
        for at in range(longest):
            states = self.moves[self.rows[states] + letters[:, at]]
            found[:, at] = self.features[states]
        ends = np.array([len(sample) for sample in samples])
        found[np.arange(longest) >= ends[:, None]] = -1
        samples_of, places = np.nonzero(found >= 0)
        return samples_of, found[samples_of, places]


def _encoded(text: str) -> bytes:
    """As the model was trained: composed, and capitals only where there is more than capitals."""
    plain = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "surrogatepass")


@cache
def language_model() -> LanguageModel:
    """The model of the package, narrowed to languages with a two-letter code; read once."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    wanted = [(code, at) for at, code in enumerate(whole.nb_classes) if len(code) == 2]
    columns = [at for _, at in sorted(wanted)]
    codes = [whole.nb_classes[at] for at in columns]
    return LanguageModel(
        sorted(set(codes)),
        [codes.index(code) for code in sorted(set(codes))],
        np.take(whole.nb_ptc, columns, axis=1),
        whole.nb_pc[columns],
        np.array(whole.tk_row, np.intp) << 8,
        np.asarray(whole.tk_nextmove),
        np.array(whole.tk_output, np.intp),
    )
