"""The one function that checks a quotation, which the command line, the page and the API call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice

from index.analysis import Analysis
from index.schema import DEFAULT_FIELDS
from search.engine import Engine, IndexInfo, Sort
from search.matching import Document
from search.order import order_key
from search.quotes.alignment import aligned
from search.quotes.candidates import articles_of, but_not, likely_plan, literal_plan, marked_plan
from search.quotes.gaps import largest_passage, steps_of
from search.quotes.placement import as_marked, literally
from search.quotes.quotation import Quotation, read_quotation
from search.quotes.rarity import Rarity, rarity_of
from search.quotes.report import Passage, QuoteReport, Searched, Verdict
from search.quotes.runs import longest_run
from search.quotes.showing import passage_of
from search.quotes.steps import Kind, Step
from search.quotes.verdict import LEAST_SPLICED, Likeness, likeness_of, may_hold, verdict_of

SHORT = 4  # words: quotations of fewer are phrases, found word for word or not at all
AT_ONCE = 10  # likely articles compared at a time
GOING_ON = 5  # if one of the last so many holds what is sought, the next ones may
AS_GOOD = 0.005  # of the weight: passages apart by no more than that are equally good
MOST_LIKELY = 60
MOST_SKIPPED = 100  # words at marks of omission: a quoter who leaves out more is less likely
MOST_NEAREST = 3
MOST_MARKED = 1_000  # articles that have each stretch between the marks, in whatever order

Places = Callable[[Quotation, Analysis], Iterable[list[Step]]]


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A quotation as claimed; `limit` is the most passages to show, None for all of them."""

    text: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A place in an article beside the quotation, and how much alike they are."""

    document: Document
    field: str
    steps: list[Step]
    likeness: Likeness

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.steps)

    def shown(self, quotation: Quotation, verdict: Verdict) -> Passage:
        return passage_of(quotation, self.document, self.field, self.steps, verdict)


def check(engine: Engine, request: QuoteRequest, info: IndexInfo | None = None) -> QuoteReport:
    """Whether and how the corpus holds a quotation; QuerySyntaxError if it holds no word.

    Who has the engine's `info` at hand gives it, and spares the counting.
    """
    started = time.perf_counter()
    info = info or engine.info()
    quotation = read_quotation(request.text)
    rarity = rarity_of(quotation.tokens, engine, info.articles)
    near, far = _compared(engine, quotation, rarity)
    verdict = near[0].verdict if near else Verdict.NOT_FOUND
    passages = tuple(one.shown(quotation, one.verdict) for one in near[: request.limit])
    return QuoteReport(
        quotation=request.text,
        words=len(quotation.words),
        verdict=verdict,
        exact_characters=any(passage.exact_characters for passage in passages),
        total=sum(one.verdict is verdict for one in near),
        passages=passages,
        nearest=()
        if near
        else tuple(one.shown(quotation, Verdict.NOT_FOUND) for one in far[: request.limit]),
        longest_run=None if near else longest_run(engine, quotation, rarity),
        searched=searched(info),
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _compared(
    engine: Engine, quotation: Quotation, rarity: Rarity
) -> tuple[list[Compared], list[Compared]]:
    """The places that are the quotation, in order; and the nearest of those that are not."""
    found = list(_faithful(engine, quotation))
    found += _altered(engine, quotation, rarity, {one.document.article.id for one in found})
    near = [one for one in found if one.likeness.is_near]
    best = max((one.likeness.weight for one in near), default=0.0)
    near.sort(key=lambda one: (*_how_well(one, best), *_when(one)))
    far = sorted(found, key=lambda one: -one.likeness.weight)[:MOST_NEAREST]
    return near, far


def _how_well(one: Compared, best: float) -> tuple[int, bool]:
    """The verdict; and whether a passage is worse than others: has less, or skips very much."""
    skipped = sum(step.found for step in one.steps if step.kind is Kind.OMITTED)
    is_worse = one.likeness.weight < best - AS_GOOD or skipped > MOST_SKIPPED
    return list(Verdict).index(one.verdict), is_worse


def _when(one: Compared) -> tuple[str, int]:
    """The earliest dated first, then the undated."""
    article = one.document.article
    return order_key(Sort.OLDEST, article.date, article.id), one.steps[0].start


def searched(info: IndexInfo) -> Searched:
    """How much was searched."""
    return Searched(
        info.articles,
        info.undated,
        len(info.outlets),
        info.first_day,
        info.last_day,
        info.last_written,
    )


def _faithful(engine: Engine, quotation: Quotation) -> Iterator[Compared]:
    """Every passage that has the words as they are quoted, marked gaps and brackets allowed."""
    literal = literal_plan(quotation)
    for document in articles_of(engine, literal, Sort.OLDEST):
        yield from _placed(quotation, document, literally)
    if quotation.is_marked:
        plan = but_not(marked_plan(quotation), literal)
        for document in islice(articles_of(engine, plan, Sort.OLDEST), MOST_MARKED):
            yield from _placed(quotation, document, as_marked)


def _placed(quotation: Quotation, document: Document, places: Places) -> Iterator[Compared]:
    whole = Likeness(1.0, 1.0)
    for field in DEFAULT_FIELDS:
        for steps in places(quotation, document.field(field)):
            yield Compared(document, field, steps, whole)


def _altered(
    engine: Engine, quotation: Quotation, rarity: Rarity, known: Set[str]
) -> Iterator[Compared]:
    """The passages of likely articles that come near, best articles first."""
    if len(quotation.words) < SHORT:
        return
    plan = but_not(likely_plan(quotation, rarity), literal_plan(quotation))
    likely = islice(articles_of(engine, plan, Sort.RELEVANCE, AT_ONCE), MOST_LIKELY)
    seen = 0
    while batch := list(islice(likely, AT_ONCE)):
        worth = [
            document
            for rank, document in enumerate(batch, start=seen)
            if rank < MOST_NEAREST or may_hold(quotation, document, rarity)
        ]
        compared = [_nearest(quotation, d, rarity) for d in worth if d.article.id not in known]
        yield from filter(None, compared)
        if not any(one and one.likeness.is_near for one in compared[-GOING_ON:]):
            return
        seen += len(batch)


def _nearest(quotation: Quotation, document: Document, rarity: Rarity) -> Compared | None:
    """The passage of an article that is most like the quotation."""
    found = (_in_field(quotation, document, field, rarity) for field in DEFAULT_FIELDS)
    alike = [one for one in found if one]
    return max(alike, key=lambda one: one.likeness.weight, default=None)


def _in_field(
    quotation: Quotation, document: Document, field: str, rarity: Rarity
) -> Compared | None:
    analysis = document.field(field)
    blocks = aligned(quotation, analysis, rarity)
    if not blocks:
        return None
    steps = steps_of(quotation, analysis, blocks)
    likeness = likeness_of(quotation, analysis, steps, rarity)
    if verdict_of(steps) is Verdict.SPLICED and likeness.words < LEAST_SPLICED:
        steps = steps_of(quotation, analysis, largest_passage(blocks, steps))
        likeness = likeness_of(quotation, analysis, steps, rarity)
    return Compared(document, field, steps, likeness)
