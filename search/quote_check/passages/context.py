"""What stands around a passage: its sentence, the ones beside it, and what it leaves out of it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.index.analysis.analyzer import tokenize
from onrecord.index.text.sentences import last_sentence_ends, sentence_ends
from onrecord.search.quote_check.attribution import TextRange, is_interruption, quoted_around
from onrecord.search.quote_check.wordlists import NEGATIONS, QUALIFIERS

REACH = 1_000  # code points: no sentence is sought farther away


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences of a passage and of its neighbours, as they stand in the article."""

    before: str
    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Truncation:
    """The rest of a sentence that a quotation stops short of, with the words that qualify it."""

    before: str
    after: str
    words: tuple[str, ...]


def context_of(text: str, start: int, end: int) -> Context:
    """The sentences around a passage."""
    low = max(0, start - REACH)
    ends = [
        low,
        *(at for at in last_sentence_ends(text, low, min(start + 1, len(text)), 3) if at <= start),
    ]
    first = _skip_space(text, ends[-1], start)
    before = text[ends[-2] : ends[-1]] if len(ends) > 1 else ""
    stop = min(len(text), end + REACH)
    more = sentence_ends(text, end, stop)
    last = next(more, stop)
    after = text[last : next(more, stop)]
    return Context(before.strip(), first, last, after.strip())


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def truncation_of(text: str, start: int, end: int, context: Context) -> Truncation | None:
    """The rest of the sentence, where it says that the passage does not hold as it stands.

    In quotation marks only what is quoted counts: the newspaper's words are not the speaker's.
    """
    quoted = quoted_around(text, context.start, context.end)
    spoken = [stretch for stretch in quoted if stretch[0] <= start < stretch[1]]
    is_spoken = bool(spoken) and any(first < end <= last for first, last in quoted)
    before = _rest(text, context.start, start, spoken if is_spoken else None)
    after = _rest(text, end, context.end, _spoken_on(text, quoted, end) if is_spoken else None)
    words = [*_among(before, NEGATIONS), *_among(after, QUALIFIERS)]
    return Truncation(before, after, tuple(words)) if words else None


def _spoken_on(text: str, quoted: list[TextRange], end: int) -> list[TextRange]:
    """The quoted stretches from a passage on, as long as only attributions part them."""
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


def _among(rest: str, words: frozenset[str]) -> list[str]:
    return [word for word in tokenize(rest) if word in words or word.endswith("n't")]
