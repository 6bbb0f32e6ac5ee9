"""The verdict on a comparison, and whether a passage is similar enough to get one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.comparison.diff import CHANGES, MARKED, Edit, EditKind, same_words
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.models import Verdict
from onrecord.search.quote_check.quotation import MarkKind, Quotation

MIN_WORDS = 0.7  # share of the quotation's own words that a near passage has
MIN_WEIGHT = 0.55  # share of the weight of both sides that the same words carry
MIN_SPLICED_WORDS = 0.9  # with fewer, the largest passage is judged alone
MIN_ARTICLE_WEIGHT = 0.45  # share of the quotation's weight anywhere in an article worth comparing


@dataclass(frozen=True, slots=True)
class Similarity:
    """The shared words, as a share of the quotation's words and of both sides' weight."""

    words: float
    weight: float

    @property
    def is_near(self) -> bool:
        """Whether the passage is the quotation, possibly altered, and not another sentence."""
        return self.words >= MIN_WORDS and self.weight >= MIN_WEIGHT


def may_match(quotation: Quotation, document: Document, weights: TermWeights) -> bool:
    """Whether an article has enough of the words, in any order, to be worth comparing."""
    own = [word.token for word in quotation.words if word.kind is MarkKind.PLAIN]
    lettered = sum(word.kind is MarkKind.LETTERS for word in quotation.words)
    min_words = MIN_WORDS * (len(own) + lettered) - lettered
    min_weight = MIN_ARTICLE_WEIGHT * (weights.total(own) + lettered) - lettered
    for field in DEFAULT_FIELDS:
        present = list(filter(document.field(field).vocabulary.__contains__, own))
        if len(present) >= min_words and weights.total(present) >= min_weight:
            return True
    return False


def verdict_of(edits: Sequence[Edit]) -> Verdict:
    """The verdict that the kinds of edit amount to."""
    kinds = {edit.kind for edit in edits}
    if EditKind.GAP in kinds:
        return Verdict.SPLICED
    if kinds & CHANGES:
        return Verdict.ALTERED
    return Verdict.ABRIDGED if kinds & MARKED else Verdict.VERBATIM


def similarity_of(
    quotation: Quotation, analysis: Analysis, edits: Sequence[Edit], weights: TermWeights
) -> Similarity:
    """How much of the quotation a passage has; brackets count neither for nor against it."""
    own = [at for at, word in enumerate(quotation.words) if word.kind is not MarkKind.BRACKETED]
    lettered = [
        edit.first
        for edit in edits
        if edit.kind is EditKind.BRACKETED and edit.claimed_words == edit.found_words == 1
    ]
    same = {*same_words(edits), *lettered}.intersection(own)
    words = len(same) / len(own)
    claimed, shared = (weights.total(quotation.tokens[at] for at in some) for some in (own, same))
    if words < MIN_WORDS:  # never near, so spare looking up the article's words
        return Similarity(words, shared / claimed)
    extra = [
        token
        for edit in edits
        if edit.kind in CHANGES - {EditKind.MOVED}
        for token in analysis.tokens[edit.start : edit.stop]
    ]
    weights.load(extra)
    return Similarity(words, 2 * shared / (claimed + shared + weights.total(extra)))
