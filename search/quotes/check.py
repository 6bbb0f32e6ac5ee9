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
from search.quotes.classing import steps_of
from search.quotes.placement import as_marked, literally
from search.quotes.quotation import Quotation, read_quotation
from search.quotes.rarity import Rarity, rarity_of
from search.quotes.report import Passage, QuoteReport, Searched, Verdict
from search.quotes.runs import longest_run
from search.quotes.showing import passage_of
from search.quotes.steps import Step
from search.quotes.verdict import Likeness, likeness_of

SHORT = 4  # words: quotations of fewer are phrases, found word for word or not at all
AT_ONCE = 10  # likely articles compared at a time, going on while they hold what is sought
MOST_LIKELY = 60
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
    """A passage beside the quotation, and how much alike they are."""

    passage: Passage
    likeness: Likeness


def check(engine: Engine, request: QuoteRequest, info: IndexInfo | None = None) -> QuoteReport:
    """Whether and how the corpus holds a quotation; QuerySyntaxError if it holds no word.

    Who has the engine's `info` at hand gives it, and spares the counting.
    """
    started = time.perf_counter()
    info = info or engine.info()
    quotation = read_quotation(request.text)
    rarity = rarity_of(quotation.tokens, engine, info.articles)
    found = list(_faithful(engine, quotation))
    known = {one.passage.article.id for one in found}
    found += _altered(engine, quotation, rarity, known)
    near = [one for one in found if one.likeness.is_near]
    passages = sorted((one.passage for one in near), key=_by_verdict_and_day)
    verdict = passages[0].verdict if passages else Verdict.NOT_FOUND
    farther = sorted(found, key=lambda one: -one.likeness.weight)[:MOST_NEAREST]
    return QuoteReport(
        quotation=request.text,
        words=len(quotation.words),
        verdict=verdict,
        exact_characters=any(passage.exact_characters for passage in passages),
        total=sum(passage.verdict is verdict for passage in passages),
        passages=tuple(passages[: request.limit]),
        nearest=() if passages else tuple(one.passage for one in farther),
        longest_run=None if passages else longest_run(engine, quotation, rarity),
        searched=searched(info),
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


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
    for field in DEFAULT_FIELDS:
        for steps in places(quotation, document.field(field)):
            whole = Likeness(1.0, 1.0, 1.0, len(quotation.words))
            yield Compared(passage_of(quotation, document, field, steps), whole)


def _altered(
    engine: Engine, quotation: Quotation, rarity: Rarity, known: Set[str]
) -> Iterator[Compared]:
    """The passages of likely articles that come near, best articles first."""
    if len(quotation.words) < SHORT:
        return
    plan = but_not(likely_plan(quotation, rarity), literal_plan(quotation))
    likely = islice(articles_of(engine, plan, Sort.RELEVANCE, AT_ONCE), MOST_LIKELY)
    while batch := list(islice(likely, AT_ONCE)):
        others = (document for document in batch if document.article.id not in known)
        compared = [_nearest(quotation, document, rarity) for document in others]
        yield from filter(None, compared)
        if not any(one and one.likeness.is_near for one in compared):
            return


def _nearest(quotation: Quotation, document: Document, rarity: Rarity) -> Compared | None:
    """The passage of an article that is most like the quotation."""
    best: tuple[Likeness, str, list[Step]] | None = None
    for field in DEFAULT_FIELDS:
        analysis = document.field(field)
        blocks = aligned(quotation, analysis, rarity.weight)
        steps = steps_of(quotation, analysis, blocks)
        if blocks:
            likeness = likeness_of(quotation, steps, rarity.weight)
            if best is None or likeness.weight > best[0].weight:
                best = likeness, field, steps
    if best is None:
        return None
    return Compared(passage_of(quotation, document, best[1], best[2]), best[0])


def _by_verdict_and_day(passage: Passage) -> tuple[int, str, int]:
    article = passage.article
    order = list(Verdict).index(passage.verdict)
    return order, order_key(Sort.OLDEST, article.date, article.id), passage.start
