"""The passages found for a quotation, put in order as they come; those not shown are counted."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from sys import maxsize

from onrecord.search.quote_check.comparison.diff import goes_past_sentence
from onrecord.search.quote_check.comparison.edit_steps import EditKind
from onrecord.search.quote_check.models import Passage, Verdict
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.retrieval.rerank import ScoredPassage
from onrecord.search.results.sorting import Sort, order_key

AS_GOOD = 0.005  # of the weight: passages apart by no more than that are equally good
MOST_SKIPPED = 100  # words at marks of omission: a quoter who leaves out more is less likely

Key = tuple[int, bool, int, str, int]


@dataclass
class Listing:
    """Passages in order: by verdict, better ones first, then by date; the best so many are kept."""

    quotation: Quotation
    most: int = maxsize
    articles: set[str] = field(default_factory=set)
    _counts: Counter[Verdict] = field(default_factory=Counter)
    _kept: list[tuple[Key, Passage]] = field(default_factory=list)

    def add(self, found: ScoredPassage, best: float = 1.0) -> None:
        """A passage; `best` is the most weight that any has of the quotation."""
        verdict = found.verdict
        self.articles.add(found.document.article.id)
        self._counts[verdict] += 1
        key = _key(found, verdict, best)
        if len(self._kept) < self.most or key < self._kept[-1][0]:
            insort(self._kept, (key, found.shown(self.quotation, verdict)), key=itemgetter(0))
            del self._kept[self.most :]

    def add_likely(self, found: Sequence[ScoredPassage]) -> None:
        """Passages that are not the quotation word for word."""
        best = 1.0 if self.total else max((one.likeness.weight for one in found), default=0.0)
        for one in found:
            self.add(one, best)

    @property
    def verdict(self) -> Verdict:
        return min(self._counts, key=list(Verdict).index, default=Verdict.NOT_FOUND)

    @property
    def total(self) -> int:
        """How many passages have the verdict."""
        return self._counts[self.verdict]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for _, passage in self._kept)


def _key(found: ScoredPassage, verdict: Verdict, best: float) -> Key:
    is_worse = found.likeness.weight < best - AS_GOOD
    article = found.document.article
    when = order_key(Sort.OLDEST, article.date, article.id)
    return list(Verdict).index(verdict), is_worse, _looseness(found), when, found.steps[0].start


def _looseness(found: ScoredPassage) -> int:
    """How unlikely the marks of omission were meant for what they stand for here."""
    omitted = [step for step in found.steps if step.kind is EditKind.OMITTED and step.found]
    if sum(step.found for step in omitted) > MOST_SKIPPED:
        return 2
    analysis = found.document.field(found.field)
    return int(any(goes_past_sentence(analysis, step) for step in omitted))
