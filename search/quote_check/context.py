"""The context of a passage: its sentence, the sentences around it, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.index.analysis.analyzer import tokenize
from onrecord.index.text.sentences import last_sentence_ends, sentence_ends
from onrecord.search.quote_check.attribution import TextRange, is_interruption, quoted_around
from onrecord.search.quote_check.models import Truncation
from onrecord.search.quote_check.wordlists import NEGATIONS, QUALIFIERS, is_negation

REACH = 1_000  # code points searched for the start or end of a sentence


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence of a passage, [start, end) of the text, and the sentences around it."""

    before: str
    start: int
    end: int
    after: str


def context_of(text: str, start: int, end: int) -> Context:
    """The sentences around a passage."""
    low = max(0, start - REACH)
    ends = [low, *last_sentence_ends(text, low, start + 1, 2)]
    first = start - len(text[ends[-1] : start].lstrip())
    before = text[ends[-2] : ends[-1]] if len(ends) > 1 else ""
    stop = min(len(text), end + REACH)
    following = sentence_ends(text, end, stop)
    last = next(following, stop)
    after = text[last : next(following, stop)]
    return Context(before.strip(), first, last, after.strip())


def truncation_of(text: str, start: int, end: int, context: Context) -> Truncation | None:
    """The rest of the sentence, if it qualifies the passage.

    Inside quotation marks only the speaker's own words count.
    """
    quoted = quoted_around(text, context.start, context.end)
    spoken = [stretch for stretch in quoted if stretch[0] <= start < stretch[1]]
    is_spoken = bool(spoken) and any(first < end <= last for first, last in quoted)
    before = _rest(text, context.start, start, spoken if is_spoken else None)
    after = _rest(text, end, context.end, _continued(text, quoted, end) if is_spoken else None)
    words = [*_among(before, NEGATIONS), *_among(after, QUALIFIERS)]
    return Truncation(before, after, tuple(words)) if words else None


def _continued(text: str, quoted: list[TextRange], end: int) -> list[TextRange]:
    """The quoted ranges from a passage on, while only attributions separate them."""
    later = [stretch for stretch in quoted if stretch[1] >= end]
    kept = later[:1]
    for stretch in later[1:]:
        if not is_interruption(text[kept[-1][1] : stretch[0]]):
            break
        kept.append(stretch)
    return kept


def _rest(text: str, start: int, end: int, within: list[TextRange] | None) -> str:
    if within is None:
        return text[start:end].strip()
    pieces = (text[max(first, start) : min(last, end)] for first, last in within)
    return " … ".join(piece.strip() for piece in pieces if piece.strip())


def _among(text: str, words: frozenset[str]) -> list[str]:
    return [word for word in tokenize(text) if word in words or is_negation(word)]
