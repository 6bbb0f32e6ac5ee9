"""Language identification by py3langid's model, for many texts at once.

The model's tables are far larger than a processor's caches. Asked for one text at a time, they
and the rest of the pipeline evict each other; so all texts of a batch go through it together.
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

# Bytes of UTF-8 from the middle, past headline, dateline and names. The first sample is enough
# for most articles; the others are for texts still in doubt.
_SAMPLE_SIZES = (64, 192, 800)
_SURE = 0.7
# Below this there is too little evidence: no or few words, only names, or a mixture.
_LIKELY = 0.5


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language; None if the text does not tell, as "OK" or "Putin".

    The answer is the language that the model finds likelier than all others together.
    """
    return detect_each([text])[0]


def detect_each(texts: Sequence[str]) -> list[str | None]:
    """`detect` for each text, in order, but faster."""
    codes: list[str | None] = [None] * len(texts)
    in_doubt = list(range(len(texts)))
    for size in _SAMPLE_SIZES:
        if not in_doubt:
            break
        likeliest = language_model().likeliest([_middle(texts[at], size) for at in in_doubt])
        sampled, in_doubt = in_doubt, []
        for at, (code, likelihood) in zip(sampled, likeliest, strict=True):
            codes[at] = code if likelihood >= _LIKELY else None
            if likelihood < _SURE and len(texts[at]) >= size:
                in_doubt.append(at)
    return codes


def _middle(text: str, size: int) -> str:
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size].encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")


@dataclass(frozen=True)
class LanguageModel:
    """A naive Bayes classifier whose features are byte strings, found by an automaton."""

    codes: list[str]  # of the languages
    first_columns: list[int]  # of each language: Serbian has a column for each alphabet
    weights: NDArray[np.float16]  # log likelihood: feature, column
    priors: Floats  # column
    rows: Integers  # where the moves from a state begin: state
    moves: Integers  # the next state: row + byte
    features: Integers  # the feature that a state ends, or -1: state

    def likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The likeliest language of each text and its likelihood, 0 to 1.

        The same as `LanguageIdentifier.classify` gives, limited to two-letter codes.
        """
        samples = [_encoded(text) for text in texts]
        likelihoods = np.add.reduceat(self._likelihoods(samples), self.first_columns, axis=1)
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
        """Log likelihoods by sample and column; all 0 for a sample without features."""
        scores = np.zeros((len(samples), len(self.priors)), np.float32)
        sample_numbers, features = self._features(samples)
        size = len(self.weights)
        pairs, counts = np.unique(sample_numbers * size + features, return_counts=True)
        if not len(pairs):
            return scores
        weighted = np.log1p(counts.astype(np.float32))[:, None] * self.weights[pairs % size]
        starts = np.flatnonzero(np.diff(pairs // size, prepend=-1))
        scores[pairs[starts] // size] = np.add.reduceat(weighted, starts) + self.priors
        return scores

    def _features(self, samples: Sequence[bytes]) -> tuple[Integers, Integers]:
        """For every feature found, the number of its sample and the feature."""
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
        sample_numbers, positions = np.nonzero(found >= 0)
        return sample_numbers, found[sample_numbers, positions]


def _encoded(text: str) -> bytes:
    """As the model was trained: composed, and capitals only where there is more than capitals."""
    plain = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", plain).encode("utf-8", "surrogatepass")


@cache
def language_model() -> LanguageModel:
    """The model of py3langid, limited to languages with a two-letter code; loaded once.

    Its tables are no public API: pyproject.toml allows only releases known to have them.
    """
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
