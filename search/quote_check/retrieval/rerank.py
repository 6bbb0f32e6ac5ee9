"""The likeliest articles compared with a quotation word by word, until no more of them hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import islice

from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.engines.base import Engine
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import Plan
from onrecord.search.quote_check.comparison.alignment import aligned
from onrecord.search.quote_check.comparison.diff import largest_passage, steps_of
from onrecord.search.quote_check.comparison.edit_steps import Step
from onrecord.search.quote_check.comparison.term_weights import Rarity
from onrecord.search.quote_check.comparison.verdict import (
    LEAST_SPLICED,
    Similarity,
    likeness_of,
    may_hold,
    verdict_of,
)
from onrecord.search.quote_check.models import Passage, Verdict
from onrecord.search.quote_check.passages.passage import passage_of
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.retrieval.candidates import (
    articles_of,
    but_not,
    likely_plans,
    literal_plan,
)
from onrecord.search.results.sorting import Sort

AT_ONCE = 10  # articles compared at a time
GOING_ON = 5  # if one of the last so many holds what is sought, the next ones may
MOST_LIKELY = 60
SURE = 0.9  # of the weight: with a passage that near, articles with rarer words are enough
MOST_NEAREST = 3  # compared and shown where none is near


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A place in an article beside the quotation, and how much alike they are."""

    document: Document
    field: str
    steps: list[Step]
    likeness: Similarity

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.steps)

    def shown(self, quotation: Quotation, verdict: Verdict) -> Passage:
        return passage_of(quotation, self.document, self.field, self.steps, verdict)


Compare = Callable[[Document], ScoredPassage | None]


def likely(
    engine: Engine, quotation: Quotation, rarity: Rarity, known: Set[str]
) -> list[ScoredPassage]:
    """The best passage of each article that may hold the quotation, likeliest articles first.

    Articles `known` to hold it word for word are left out. If there are none, and none comes
    near, the nearest passages.
    """
    found: dict[str, ScoredPassage] = {}
    compare = _comparing(quotation, rarity)
    for plan in likely_plans(quotation, rarity):
        documents = _documents(engine, plan, quotation, known)
        first = list(islice(documents, AT_ONCE))
        near = _in_turn(first, documents, lambda one: may_hold(quotation, one, rarity), compare)
        found |= {one.document.article.id: one for one in near}
        if known or any(one.likeness.weight >= SURE for one in found.values()):
            break
    return list(found.values()) or list(filter(None, map(compare, first[:MOST_NEAREST])))


def _comparing(quotation: Quotation, rarity: Rarity) -> Compare:
    """The nearest passage of an article; one that several plans find is compared once."""
    done: dict[str, ScoredPassage | None] = {}

    def compare(document: Document) -> ScoredPassage | None:
        identity = document.article.id
        if identity not in done:
            done[identity] = _nearest(quotation, document, rarity)
        return done[identity]

    return compare


def _documents(
    engine: Engine, plan: Plan, quotation: Quotation, known: Set[str]
) -> Iterator[Document]:
    """The likeliest articles but those known; they need not be excluded where there are none."""
    plan = but_not(plan, literal_plan(quotation)) if known else plan
    documents = articles_of(engine, plan, Sort.RELEVANCE, AT_ONCE)
    return (one for one in islice(documents, MOST_LIKELY) if one.article.id not in known)


def _in_turn(
    batch: list[Document],
    more: Iterator[Document],
    is_worth: Callable[[Document], bool],
    compare: Compare,
) -> Iterator[ScoredPassage]:
    """Passages of the articles that have enough of the words, as long as there are near ones."""
    while batch:
        compared = list(filter(None, map(compare, filter(is_worth, batch))))
        yield from compared
        if not any(one.likeness.is_near for one in compared[-GOING_ON:]):
            return
        batch = list(islice(more, AT_ONCE))


def _nearest(quotation: Quotation, document: Document, rarity: Rarity) -> ScoredPassage | None:
    """The passage of an article that is most like the quotation."""
    found = (_in_field(quotation, document, field, rarity) for field in DEFAULT_FIELDS)
    alike = [one for one in found if one]
    return max(alike, key=lambda one: one.likeness.weight, default=None)


def _in_field(
    quotation: Quotation, document: Document, field: str, rarity: Rarity
) -> ScoredPassage | None:
    analysis = document.field(field)
    blocks = aligned(quotation, analysis, rarity)
    if not blocks:
        return None
    steps = steps_of(quotation, analysis, blocks)
    likeness = likeness_of(quotation, analysis, steps, rarity)
    if verdict_of(steps) is Verdict.SPLICED and likeness.words < LEAST_SPLICED:
        steps = steps_of(quotation, analysis, largest_passage(blocks, steps))
        likeness = likeness_of(quotation, analysis, steps, rarity)
    return ScoredPassage(document, field, steps, likeness)
