"""Builds the passage shown for a match: its text, context, speaker and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.attribution import attribution, quoted_around
from onrecord.search.quote_check.change_flags import affected_by
from onrecord.search.quote_check.comparison.diff import SKIPPED, Edit, same_words
from onrecord.search.quote_check.comparison.verdict import Similarity, verdict_of
from onrecord.search.quote_check.context import context_of, truncation_of
from onrecord.search.quote_check.models import CitedArticle, DiffSegment, Passage, Verdict
from onrecord.search.quote_check.quotation import Quotation

MAX_GAP_CHARS = 300  # of skipped text that is shown
ELISION = "[…]"


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage of an article with its edits and its similarity to the quotation."""

    document: Document
    field: str
    edits: list[Edit]
    similarity: Similarity

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.edits)

    @property
    def analysis(self) -> Analysis:
        return self.document.field(self.field)


def build_passage(quotation: Quotation, scored: ScoredPassage, verdict: Verdict) -> Passage:
    """The passage with everything that is shown of it."""
    analysis, edits = scored.analysis, scored.edits
    text = analysis.text
    spans = [analysis.span(e.start, e.stop - 1) for e in edits if _is_shown(e)]
    start, end = min(spans)[0], max(span[1] for span in spans)
    context = context_of(text, start, end)
    quoted = quoted_around(text, start, end)
    is_quoted = bool(quoted) and quoted[0][0] <= start and end <= quoted[-1][1]
    speaker = attribution(text, quoted[-1]) or attribution(text, quoted[0]) if is_quoted else None
    article = scored.document.article
    return Passage(
        verdict=verdict,
        article=CitedArticle(*(getattr(article, field.name) for field in fields(CitedArticle))),
        field=scored.field,
        start=start,
        end=end,
        text=_passage_text(text, spans),
        exact_characters=verdict is Verdict.VERBATIM and _is_exact(quotation, text, start, end),
        comparison=tuple(_segment(quotation, analysis, edit) for edit in edits),
        same_words=len(same_words(edits)),
        before=context.before,
        lead=text[context.start : start].lstrip(),
        rest=text[end : context.end].rstrip(),
        after=context.after,
        quoted=is_quoted,
        attribution=speaker,
        truncated=truncation_of(text, start, end, context) if verdict.is_faithful else None,
    )


def _is_shown(edit: Edit) -> bool:
    return edit.kind not in SKIPPED and edit.found_words > 0


def _passage_text(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The passage in the quotation's order; long gaps and jumps back are elided."""
    pieces = [text[slice(*spans[0])]]
    for (_, end), (start, stop) in pairwise(spans):
        is_near = 0 <= start - end <= MAX_GAP_CHARS
        pieces += [text[end:start] if is_near else f" {ELISION} ", text[start:stop]]
    return "".join(pieces)


def _is_exact(quotation: Quotation, text: str, start: int, end: int) -> bool:
    """Whether the article has the same characters, except for the outer quotation marks."""
    bare = quotation.bare()
    offset = quotation.text.find(bare)
    lead = quotation.words[0].start - offset
    trail = len(bare) - (quotation.words[-1].end - offset)
    return lead <= start and text[start - lead : end + trail] == bare


def _segment(quotation: Quotation, analysis: Analysis, edit: Edit) -> DiffSegment:
    claimed, found = _claimed_text(quotation, edit), _found_text(analysis, edit)
    return DiffSegment(edit.kind.value, claimed, found, affected_by(edit, quotation, analysis))


def _claimed_text(quotation: Quotation, edit: Edit) -> str:
    """The words with everything up to the next word, so all segments make up the quotation."""
    words = quotation.words
    if not edit.claimed_words:
        return ""
    start = words[edit.first].start if edit.first else 0
    return quotation.text[start : words[edit.end].start if edit.end < len(words) else None]


def _found_text(analysis: Analysis, edit: Edit) -> str:
    if edit.found_words <= 0:
        return ""
    start, end = analysis.span(edit.start, edit.stop - 1)
    text = analysis.text[start:end]
    if edit.kind in SKIPPED and len(text) > MAX_GAP_CHARS:
        half = MAX_GAP_CHARS // 2
        return f"{text[:half].rsplit(' ', 1)[0]} {ELISION} {text[-half:].split(' ', 1)[-1]}"
    return text
