"""The verdict on one comparison, and whether it is near enough to be one at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.comparison.edit_steps import (
    CHANGES,
    MARKED,
    EditKind,
    Step,
    same_words,
)
from onrecord.search.quote_check.comparison.term_weights import Rarity
from onrecord.search.quote_check.models import Verdict
from onrecord.search.quote_check.quotation import MarkKind, Quotation

LEAST_WORDS = 0.7  # of the quotation's own words that a passage has: 3 of 10 may differ
MAY_HOLD = 0.45  # of the quotation's weight, wherever in an article; with less none is near
LEAST_SPLICED = 0.9  # of them that several passages have, or the best one alone counts
LEAST_WEIGHT = 0.55  # of the weight of both sides together, in words that are the same


@dataclass(frozen=True, slots=True)
class Similarity:
    """How much of a quotation a passage has, by number; and of both, by weight."""

    words: float
    weight: float

    @property
    def is_near(self) -> bool:
        """Whether the passage is the quotation, if perhaps altered, and no other sentence."""
        return self.words >= LEAST_WORDS and self.weight >= LEAST_WEIGHT


def may_hold(quotation: Quotation, document: Document, rarity: Rarity) -> bool:
    """Whether an article has enough of the words, wherever they stand, to hold a near passage."""
    own = [word.token for word in quotation.words if word.kind is MarkKind.PLAIN]
    lettered = sum(word.kind is MarkKind.LETTERS for word in quotation.words)
    least = LEAST_WORDS * (len(own) + lettered) - lettered
    weight = MAY_HOLD * (rarity.weigh(own) + lettered) - lettered
    for field in DEFAULT_FIELDS:
        present = list(filter(document.field(field).vocabulary.__contains__, own))
        if len(present) >= least and rarity.weigh(present) >= weight:
            return True
    return False


def verdict_of(steps: Sequence[Step]) -> Verdict:
    """What a comparison amounts to, by the kinds of its steps alone."""
    kinds = {step.kind for step in steps}
    if EditKind.JUMP in kinds:
        return Verdict.SPLICED
    if kinds & CHANGES:
        return Verdict.ALTERED
    return Verdict.ABRIDGED if kinds & MARKED else Verdict.VERBATIM


def likeness_of(
    quotation: Quotation, analysis: Analysis, steps: Sequence[Step], rarity: Rarity
) -> Similarity:
    """The shares that decide whether a passage counts as found."""
    own = [at for at, word in enumerate(quotation.words) if word.kind is not MarkKind.BRACKETED]
    lettered = [
        s.first for s in steps if s.kind is EditKind.BRACKETED and s.claimed == s.found == 1
    ]
    same = {*same_words(steps), *lettered} & {*own}
    words = len(same) / len(own)
    claimed, shared = (rarity.weigh(quotation.tokens[at] for at in some) for some in (own, same))
    if words < LEAST_WORDS:  # never near: the other words need not be asked for
        return Similarity(words, shared / claimed)
    strange = [
        token
        for step in steps
        if step.kind in CHANGES - {EditKind.MOVED}
        for token in analysis.tokens[step.start : step.stop]
    ]
    rarity.learn(strange)
    return Similarity(words, 2 * shared / (claimed + shared + rarity.weigh(strange)))
