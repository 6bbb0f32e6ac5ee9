"""A comparison as a passage to show: its text, its sentences, both sides word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.attribution import attribution, quoted_around
from onrecord.search.quote_check.comparison.edit_steps import (
    CHANGES,
    GAPS,
    EditKind,
    Step,
    same_words,
)
from onrecord.search.quote_check.models import Passage, Segment, Source, Truncated, Verdict
from onrecord.search.quote_check.passages.change_flags import (
    NEGATION,
    claimed_side,
    found_side,
    touched,
)
from onrecord.search.quote_check.passages.context import context_of, truncation_of
from onrecord.search.quote_check.quotation import Quotation

LONGEST_GAP = 300  # code points of what lies between two passages that are shown
ELISION = "[…]"
_FACTS = tuple(field.name for field in fields(Source))


def passage_of(
    quotation: Quotation, document: Document, field: str, steps: Sequence[Step], verdict: Verdict
) -> Passage:
    """The passage that steps lie beside, with all there is to tell of it."""
    analysis = document.field(field)
    start, end = _bounds(analysis, steps)
    text = analysis.text
    context = context_of(text, start, end)
    faithful = verdict in (Verdict.VERBATIM, Verdict.ABRIDGED)
    cut = truncation_of(text, start, end, context) if faithful else None
    spoken = quoted_around(text, start, end)
    quoted = bool(spoken) and spoken[0][0] <= start and end <= spoken[-1][1]
    return Passage(
        verdict=verdict,
        article=Source(*(getattr(document.article, name) for name in _FACTS)),
        field=field,
        start=start,
        end=end,
        text=_passage_text(analysis, steps),
        exact_characters=verdict is Verdict.VERBATIM and _is_exact(quotation, text, start, end),
        comparison=tuple(_segments(quotation, analysis, steps)),
        same_words=len(same_words(steps)),
        before=context.before,
        lead=text[context.start : start].lstrip(),
        rest=text[end : context.end].rstrip(),
        after=context.after,
        quoted=quoted,
        attribution=attribution(text, spoken[-1]) or attribution(text, spoken[0])
        if quoted
        else None,
        truncated=Truncated(cut.before, cut.after, cut.words) if cut else None,
    )


def _bounds(analysis: Analysis, steps: Sequence[Step]) -> tuple[int, int]:
    """The stretch of the text from the first token of the passage to the last."""
    own = [step for step in steps if step.kind not in GAPS and step.found > 0]
    first, last = min(step.start for step in own), max(step.stop for step in own) - 1
    return analysis.span(first, last)


def _passage_text(analysis: Analysis, steps: Sequence[Step]) -> str:
    """The passage as it stands, in the quotation's order; long gaps and jumps back are elided."""
    own = [step for step in steps if step.kind not in GAPS and step.found > 0]
    stretches = [analysis.span(step.start, step.stop - 1) for step in own]
    text, pieces = analysis.text, [analysis.text[slice(*stretches[0])]]
    for (_, end), (start, stop) in pairwise(stretches):
        is_near = 0 <= start - end <= LONGEST_GAP
        pieces += [text[end:start] if is_near else f" {ELISION} ", text[start:stop]]
    return "".join(pieces)


def _is_exact(quotation: Quotation, text: str, start: int, end: int) -> bool:
    """Whether the very characters stand there, the quotation's own outer quotation marks apart."""
    bare = quotation.bare()
    offset = quotation.text.find(bare)
    lead = max(0, quotation.words[0].start - offset)
    trail = len(bare) - (quotation.words[-1].end - offset)
    return text[max(0, start - lead) : end + max(0, trail)] == bare


def _segments(quotation: Quotation, analysis: Analysis, steps: Sequence[Step]) -> list[Segment]:
    """The steps with the text of both sides; the claimed sides, put together, are the claim."""
    return [
        Segment(
            step.kind.value,
            _claimed_text(quotation, step),
            _found_text(analysis, step),
            _touches(quotation, analysis, step) if step.kind in CHANGES else (),
        )
        for step in steps
    ]


def _touches(quotation: Quotation, analysis: Analysis, step: Step) -> tuple[str, ...]:
    """What a difference changes; words that only moved may turn round what is denied."""
    claimed = claimed_side(quotation, step.first, step.end)
    touches = touched(claimed, found_side(analysis, step.start, step.stop))
    return tuple(t for t in touches if step.kind is not EditKind.MOVED or t == NEGATION)


def _claimed_text(quotation: Quotation, step: Step) -> str:
    """The words of a step and all signs up to the next word; before the first word, those too."""
    words = quotation.words
    if not step.claimed:
        return ""
    start = words[step.first].start if step.first else 0
    return quotation.text[start : words[step.end].start if step.end < len(words) else None]


def _found_text(analysis: Analysis, step: Step) -> str:
    if step.found <= 0:
        return ""
    start, end = analysis.span(step.start, step.stop - 1)
    text = analysis.text[start:end]
    if step.kind in GAPS and len(text) > LONGEST_GAP:
        half = LONGEST_GAP // 2
        return f"{text[:half].rsplit(' ', 1)[0]} {ELISION} {text[-half:].split(' ', 1)[-1]}"
    return text
