"""Where slots stand: whoosh's postings, intersected rarest first, positions checked by ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import accumulate, pairwise

from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.codec import Posting
from onrecord.search.engines.whoosh.segments import Segment
from onrecord.search.plan.nodes import Span, TermSet
from onrecord.search.plan.phrase_matching import adjacent, occurrences
from onrecord.search.timeout import check_timeout

# The packed positions of a slot in each article that has it.
Standing = dict[int, bytes]


def frequencies(span: Span, segment: Segment) -> dict[int, int]:
    """How often a span stands in each article of a segment that has it."""
    slots = [slot for group in span.groups for slot in group]
    terms = [_terms(slot, span.field, segment) for slot in slots]
    standing: list[Standing] = [{}] * len(slots)
    among: Collection[int] | None = None
    for at in sorted(range(len(slots)), key=lambda at: sum(terms[at].values())):
        standing[at] = _standing(terms[at], span.field, segment, among)
        among = standing[at].keys()
        if not among:
            return {}
    if len(slots) == 1:
        return {article: schema.count(at) for article, at in standing[0].items()}
    return dict(_checked(span, standing, among or ()))


def _checked(
    span: Span, standing: list[Standing], candidates: Collection[int]
) -> Iterator[tuple[int, int]]:
    ends = list(accumulate(map(len, span.groups), initial=0))
    groups = [standing[start:end] for start, end in pairwise(ends)]
    for article in candidates:
        check_timeout()
        at = [[schema.unpacked(slot[article]) for slot in group] for group in groups]
        count = len(adjacent(at[0]) if len(at) == 1 else occurrences(at, span.gap))
        if count:
            yield article, count


def _terms(slot: TermSet, name: str, segment: Segment) -> dict[bytes, int]:
    """The terms of a slot that the segment has, with the number of articles that have them."""
    terms = {term for token in slot.terms for term in schema.terms_of(slot.layer, token)}
    counted = ((term, segment.frequency(name, term)) for term in sorted(terms))
    return {term: count for term, count in counted if count}


def _standing(
    terms: dict[bytes, int], name: str, segment: Segment, among: Collection[int] | None
) -> Standing:
    found: Standing = {}
    wanted = None if among is None else sorted(among)
    for term in terms:
        check_timeout()
        _unite(found, segment.postings(name, term, wanted))
    return found


def _unite(found: Standing, postings: Iterator[Posting]) -> None:
    if not found:
        found.update(postings)
        return
    for article, positions in postings:
        others = found.get(article)
        found[article] = positions if others is None else schema.united(others, positions)
