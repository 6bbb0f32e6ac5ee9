"""Which articles may hold a quotation: asked of the engine, to be compared word for word here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.engines.base import Engine
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import AllOf, AnyOf, Except, MatchType, Plan, Span, TermSet
from onrecord.search.query.ast import Layer
from onrecord.search.quote_check.comparison.exact_match import runs_of
from onrecord.search.quote_check.comparison.term_weights import Rarity
from onrecord.search.quote_check.quotation import MarkKind, Quotation
from onrecord.search.results.sorting import SearchAfter, Sort

PAGE = 200  # articles fetched first where all are wanted
LARGEST_PAGE = 4_000
MOST_WORDS = 12  # of the rarest, that any article may have
TELLING = 4  # words as rare as this many articles in a thousand find a passage by themselves
FEW_ENOUGH = 0.004
SHINGLE = 3  # words side by side, where no word by itself is rare


def phrase(words: Iterable[str], field: str = "text") -> Span:
    """These words side by side in a field."""
    slots = tuple(TermSet((word,), Layer.EXACT, word, MatchType.FOLDED) for word in words)
    return Span(field, (slots,))


def literal_plan(quotation: Quotation) -> Plan:
    """Articles that have all words side by side."""
    return AnyOf(tuple(phrase(quotation.tokens, field) for field in DEFAULT_FIELDS))


def marked_plan(quotation: Quotation) -> Plan:
    """Articles that have each stretch between the quotation's marks."""
    runs = [list(_plain_stretches(quotation, run.first, run.end)) for run in runs_of(quotation)]
    stretches = [stretch for run in runs for stretch in run] or [list(quotation.tokens)]
    fields = [AllOf(tuple(phrase(words, field) for words in stretches)) for field in DEFAULT_FIELDS]
    return AnyOf(tuple(fields))


def _plain_stretches(quotation: Quotation, first: int, end: int) -> Iterator[list[str]]:
    """The words of a run, parted at those with letters in brackets."""
    stretch: list[str] = []
    for word in quotation.words[first:end]:
        if word.kind is MarkKind.PLAIN:
            stretch.append(word.token)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def likely_plans(quotation: Quotation, rarity: Rarity) -> Iterator[Plan]:
    """Articles that have some of it: its rarest words; if these are not rare, shingles besides.

    The first plan is asked quickly, the second finds more.
    """
    known = [word for word in dict.fromkeys(quotation.tokens) if rarity.holding.get(word)]
    rarest = sorted(known, key=lambda word: rarity.holding[word])[:MOST_WORDS]
    words = [phrase([word]) for word in rarest]
    yield AnyOf(tuple(words), partial=True)
    few = max(FEW_ENOUGH * rarity.articles, 1)
    if sum(rarity.holding[word] <= few for word in rarest) < TELLING:
        shingles = [phrase(words) for words in _shingles(quotation, rarity)]
        yield AnyOf((*words, *shingles), partial=True)


def _shingles(quotation: Quotation, rarity: Rarity) -> list[tuple[str, ...]]:
    """The rarest stretches of a few words, so many that changes leave some of them whole."""
    words = quotation.tokens
    shingles = dict.fromkeys(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))
    held = {s: min(rarity.holding.get(word, 0) for word in s) for s in shingles}
    return sorted(filter(held.__getitem__, shingles), key=held.__getitem__)[:MOST_WORDS]


def but_not(plan: Plan, others: Plan) -> Plan:
    """What a plan finds, without what others do."""
    return AllOf((plan, Except(others)))


def articles_of(engine: Engine, plan: Plan, sort: Sort, first: int) -> Iterator[Document]:
    """Every article that a plan finds, fetched as they are looked at: `first` ones, then more."""
    place: SearchAfter | None = None
    wanted = first
    while True:
        found = engine.page(plan, sort, place, wanted)
        for ranked in found.found:
            yield ranked.document
        if not found.more:
            return
        place, wanted = found.found[-1].place, min(2 * wanted, LARGEST_PAGE)
