"""A piece of query text to words of the tree: folded tokens, with wildcards kept in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis

# Letters of dead scripts, which folding leaves alone, stand in for wildcards while tokens are cut.
_STAND_INS = {"*": "𐎀", "?": "𐎁"}
_BACK = {ord(letter): mark for mark, letter in _STAND_INS.items()}
# One * at a word; ? only with a letter behind, since questions end in one.
_WILDCARD = re.compile(
    r"(?<!\*)\*(?!\*)(?=\?*\w)|(?<=\w)\*(?!\*)|(?<=[\w*])\?+(?=\w)|(?<!\S)\?+(?=\w)"
)
# Where each character is a word, as in 選挙*, a wildcard beside it has none to belong to.
_ADRIFT = re.compile(r"^[*?]+(?:['.]|$)|(?:['.][*?]+|\?+)$")
_STARS = re.compile(r"\*{2,}")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The words of a text and the stretch of it, outer punctuation apart, they stand in."""

    terms: tuple[str, ...]
    raw_text: str


def query_terms(text: str) -> QueryTerms:
    """The words of a text in order, patterns among them."""
    analysis = Analysis(_WILDCARD.sub(_stand_in, _STARS.sub(_blank, text)))
    words = [_ADRIFT.sub("", token.translate(_BACK)) for token in analysis.tokens]
    kept = [position for position, word in enumerate(words) if word.strip("*?")]
    if not kept:
        return QueryTerms((), "")
    start, end = analysis.span(kept[0], kept[-1])
    return QueryTerms(tuple(words[position] for position in kept), text[start:end])


def is_pattern(word: str) -> bool:
    """Whether a word holds a wildcard."""
    return "*" in word or "?" in word


def _stand_in(marks: re.Match[str]) -> str:
    return "".join(map(_STAND_INS.__getitem__, marks[0]))


def _blank(stars: re.Match[str]) -> str:
    return " " * len(stars[0])
