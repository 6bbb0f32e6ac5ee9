"""From blocks of equal words to steps: what each gap between them is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.text.sentences import sentence_ends
from onrecord.search.quote_check.attribution import is_interruption
from onrecord.search.quote_check.comparison.alignment import Block, Blocks
from onrecord.search.quote_check.comparison.edit_steps import CHANGES, EditKind, Step
from onrecord.search.quote_check.comparison.exact_match import lettered
from onrecord.search.quote_check.quotation import MOST_BRACKETED, MarkKind, Quotation

_QUOTATION_MARK = re.compile('[“”„«»「」"]')
MOST_LEFT_OUT = 8  # words; more that nothing marks is a jump to another passage


def steps_of(quotation: Quotation, analysis: Analysis, blocks: Blocks) -> list[Step]:
    """The comparison that blocks make, from the first word of the quotation to the last."""
    steps: list[Step] = []
    before: Block | None = None
    for block in blocks:
        if before is None:
            steps += _head(quotation, analysis, block)
        else:
            gap = Step(EditKind.LEFT_OUT, before.end, block.word, before.stop, block.token)
            steps += _gap(quotation, analysis, gap)
        same = Step(EditKind.SAME, block.word, block.end, block.token, block.stop)
        steps += lettered(quotation, analysis, same)
        before = block
    steps += _tail(quotation, analysis, before) if before else []
    return _with_moves(steps, quotation, analysis)


def largest_passage(blocks: Blocks, steps: Sequence[Step]) -> Blocks:
    """Of blocks between which the article jumps, those of the passage with the most words."""
    jumps = [step.first for step in steps if step.kind is EditKind.JUMP]
    passages: dict[int, Blocks] = {}
    for block in blocks:
        passages.setdefault(bisect_right(jumps, block.word), []).append(block)
    return max(passages.values(), key=lambda own: sum(block.length for block in own))


def _head(quotation: Quotation, analysis: Analysis, block: Block) -> list[Step]:
    """Words of the quotation before all that the passage has, beside the article's own."""
    words = block.word
    start, low = block.token, max(0, block.token - words)
    here = analysis.span(start, start)[0]
    while start > low and not _ends(analysis, analysis.span(start - 1, start - 1)[1], here):
        start -= 1
        here = analysis.span(start, start)[0]
    return _beside(quotation, Step(EditKind.SUBSTITUTED, 0, words, start, block.token))


def _tail(quotation: Quotation, analysis: Analysis, block: Block) -> list[Step]:
    """The same behind it."""
    count = len(quotation.words)
    stop, high = block.stop, min(len(analysis.tokens), block.stop + count - block.end)
    here = analysis.span(stop - 1, stop - 1)[1]
    while stop < high and not _ends(analysis, here, analysis.span(stop, stop)[0]):
        here = analysis.span(stop, stop)[1]
        stop += 1
    return _beside(quotation, Step(EditKind.SUBSTITUTED, block.end, count, block.stop, stop))


def _beside(quotation: Quotation, step: Step) -> list[Step]:
    if not step.claimed:
        return []
    if _is_bracketed(quotation, step):
        return [replace(step, kind=EditKind.BRACKETED)]
    return [step if step.found else replace(step, kind=EditKind.INSERTED)]


def _ends(analysis: Analysis, end: int, start: int) -> bool:
    """Whether a sentence or what stands in quotation marks ends or begins between two words."""
    between = analysis.text[end:start]
    return _QUOTATION_MARK.search(between) is not None or _parts(analysis, end, start)


def _parts(analysis: Analysis, end: int, start: int) -> bool:
    """Whether a sentence ends between two words."""
    return any(True for _ in sentence_ends(analysis.text, end, start + 1))


def _gap(quotation: Quotation, analysis: Analysis, gap: Step) -> Iterator[Step]:
    if not gap.claimed and not gap.found:
        return
    kind = _kind(quotation, analysis, gap)
    if kind in (EditKind.JUMP, EditKind.OMITTED) and gap.claimed:
        own = EditKind.BRACKETED if _is_bracketed(quotation, gap) else EditKind.INSERTED
        yield Step(own, gap.first, gap.end, gap.start, gap.start)
        gap = replace(gap, first=gap.end)
    yield replace(gap, kind=kind)


def _kind(quotation: Quotation, analysis: Analysis, gap: Step) -> EditKind:
    """What one gap between two blocks is."""
    is_break = not quotation.breaks.isdisjoint(range(gap.first, gap.end + 1))
    if is_break and gap.found >= 0:
        return EditKind.OMITTED
    if gap.found < 0:
        return EditKind.JUMP
    if _is_bracketed(quotation, gap) and gap.found <= MOST_BRACKETED:
        return EditKind.BRACKETED
    if not gap.claimed and is_interruption(_between(analysis, gap)):
        return EditKind.INTERRUPTED
    if gap.found - gap.claimed > MOST_LEFT_OUT or _skips_sentence(analysis, gap):
        return EditKind.JUMP
    if not gap.found:
        return EditKind.INSERTED
    return EditKind.SUBSTITUTED if gap.claimed else EditKind.LEFT_OUT


def _is_bracketed(quotation: Quotation, gap: Step) -> bool:
    words = quotation.words[gap.first : gap.end]
    return bool(words) and all(word.kind is MarkKind.BRACKETED for word in words)


def _between(analysis: Analysis, gap: Step) -> str:
    """The text from the word before a gap to the word behind it."""
    end = analysis.span(gap.start - 1, gap.start - 1)[1]
    return analysis.text[end : analysis.span(gap.stop, gap.stop)[0]]


def goes_past_sentence(analysis: Analysis, gap: Step) -> bool:
    """Whether a sentence ends between the word before a gap and the word behind it."""
    end = analysis.span(gap.start - 1, gap.start - 1)[1]
    return _parts(analysis, end, analysis.span(gap.stop, gap.stop)[0])


def _skips_sentence(analysis: Analysis, gap: Step) -> bool:
    """Whether words that are left out are a whole sentence or more."""
    if gap.claimed or not gap.found:
        return False
    first, last = analysis.span(gap.start, gap.stop - 1)
    before = analysis.span(gap.start - 1, gap.start - 1)[1]
    return _parts(analysis, before, first) and _parts(
        analysis, last, analysis.span(gap.stop, gap.stop)[0]
    )


def _with_moves(steps: list[Step], quotation: Quotation, analysis: Analysis) -> list[Step]:
    """Words that stand elsewhere in the passage are moved: neither inserted nor left out."""
    claimed = {_claimed(step, quotation) for step in steps if step.kind in CHANGES} - {()}
    found = {_found(step, analysis) for step in steps if step.kind in CHANGES} - {()}
    both = claimed & found
    return [
        replace(step, kind=EditKind.MOVED)
        if step.kind in CHANGES
        and {_claimed(step, quotation), _found(step, analysis)} - {()} <= both
        else step
        for step in steps
    ]


def _claimed(step: Step, quotation: Quotation) -> tuple[str, ...]:
    return quotation.tokens[step.first : step.end]


def _found(step: Step, analysis: Analysis) -> tuple[str, ...]:
    return tuple(analysis.tokens[step.start : step.stop])
