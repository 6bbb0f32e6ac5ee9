"""Collects the top passages in order, and counts all of them."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from onrecord.search.quote_check.comparison.diff import EditKind, crosses_sentence
from onrecord.search.quote_check.models import Passage, Verdict
from onrecord.search.quote_check.passage import ScoredPassage, build_passage
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.results.sorting import Sort, sort_key

WEIGHT_TOLERANCE = 0.005  # passages that differ less in weight are equally good
MAX_OMITTED_WORDS = 100  # omissions of more words are unlikely to be meant

Key = tuple[int, bool, int, str, int]


@dataclass
class TopPassages:
    """The first `limit` passages: by verdict, then those as good as the best, then by date."""

    quotation: Quotation
    limit: int
    articles: set[str] = field(default_factory=set)
    _counts: Counter[Verdict] = field(default_factory=Counter)
    _kept: list[tuple[Key, Passage]] = field(default_factory=list)

    def add(self, found: ScoredPassage, best: float = 1.0) -> None:
        """Collect a passage; `best` is the similarity of the best one."""
        verdict = found.verdict
        self.articles.add(found.document.article.id)
        self._counts[verdict] += 1
        key = _key(found, best)
        if len(self._kept) < self.limit or key < self._kept[-1][0]:
            passage = build_passage(self.quotation, found, verdict)
            insort(self._kept, (key, passage), key=itemgetter(0))
            del self._kept[self.limit :]

    def add_near(self, found: Sequence[ScoredPassage]) -> None:
        """Collect near passages; among exact ones, all of them count as less good."""
        weights = [passage.similarity.weight for passage in found]
        best = 1.0 if self.total else max(weights, default=1.0)
        for passage in found:
            self.add(passage, best)

    @property
    def verdict(self) -> Verdict:
        """The best verdict of any passage."""
        return min(self._counts, key=lambda verdict: verdict.rank, default=Verdict.NOT_FOUND)

    @property
    def total(self) -> int:
        """The number of passages with the best verdict."""
        return self._counts[self.verdict]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for _, passage in self._kept)


def _key(found: ScoredPassage, best: float) -> Key:
    is_worse = found.similarity.weight < best - WEIGHT_TOLERANCE
    article = found.document.article
    date = sort_key(Sort.OLDEST, article.date, article.id)
    return found.verdict.rank, is_worse, _looseness(found), date, found.edits[0].start


def _looseness(found: ScoredPassage) -> int:
    """0 if all omissions stay within a sentence, 2 if they skip very many words."""
    omitted = [edit for edit in found.edits if edit.kind is EditKind.OMITTED]
    if sum(edit.found_words for edit in omitted) > MAX_OMITTED_WORDS:
        return 2
    return int(any(crosses_sentence(found.analysis, edit) for edit in omitted))
