"""Where slots stand: whoosh's postings, intersected rarest first, positions checked by ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from search.engines.whoosh import fields
from search.engines.whoosh.segments import Segment
from search.plan import Slot, Span
from search.positions import adjacent, occurrences

# The positions of a slot in each article that has it, packed or, of several terms, as numbers.
Standing = dict[int, bytes]


def frequencies(span: Span, segment: Segment) -> dict[int, int]:
    """How often a span stands in each article of a segment that has it."""
    slots = list(dict.fromkeys(slot for group in span.groups for slot in group))
    terms = {slot: _terms(slot, span.field, segment) for slot in slots}
    standing: dict[Slot, Standing] = {}
    among: Collection[int] | None = None
    for slot in sorted(slots, key=lambda slot: sum(terms[slot].values())):
        standing[slot] = _standing(terms[slot], span.field, segment, among)
        among = standing[slot].keys()
        if not among:
            return {}
    if len(slots) == 1 and len(span.groups) == len(span.groups[0]) == 1:
        return {article: fields.count(at) for article, at in standing[slots[0]].items()}
    return dict(_checked(span, standing, among or ()))


def _checked(
    span: Span, standing: dict[Slot, Standing], candidates: Collection[int]
) -> Iterator[tuple[int, int]]:
    for article in candidates:
        at = {slot: fields.unpacked(places[article]) for slot, places in standing.items()}
        groups = [[at[slot] for slot in group] for group in span.groups]
        if count := _count(groups, span.gap):
            yield article, count


def _count(groups: Sequence[Sequence[Sequence[int]]], gap: int) -> int:
    return len(adjacent(groups[0]) if len(groups) == 1 else occurrences(groups, gap))


def _terms(slot: Slot, name: str, segment: Segment) -> dict[bytes, int]:
    """The terms of a slot that the segment has, with the number of articles that have them."""
    terms = {term for token in slot.terms for term in fields.terms_of(slot.layer, token)}
    counted = ((term, segment.frequency(name, term)) for term in sorted(terms))
    return {term: count for term, count in counted if count}


def _standing(
    terms: dict[bytes, int], name: str, segment: Segment, among: Collection[int] | None
) -> Standing:
    found: Standing = {}
    wanted = None if among is None else sorted(among)
    for term in terms:
        for article, positions in segment.postings(name, term, wanted):
            if among is None or article in among:
                other = found.get(article)
                found[article] = positions if other is None else fields.united(other, positions)
    return found
