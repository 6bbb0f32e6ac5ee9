"""Query to plan: each word becomes the tokens that one index holds for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from fnmatch import translate
from itertools import product
from typing import Protocol, assert_never

from onrecord.index.analysis.analyzer import stems, tokenize
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.index.text.dates import day_number
from onrecord.index.text.urls import url_prefix
from onrecord.search.errors import QueryTooBroad
from onrecord.search.plan.nodes import (
    MATCH_NONE,
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    MatchType,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.query.ast import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Layer,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Should,
    Term,
    TextQuery,
)
from onrecord.search.timeout import check_timeout

MAX_EXPANSIONS = 1024  # words that one pattern may stand for


class Vocabulary(Protocol):
    """What a plan needs to know of an index; every engine is one."""

    def languages(self) -> frozenset[str | None]: ...
    def terms(self, prefix: str) -> Iterable[str]: ...
    def outlets(self) -> Iterable[str]: ...


def plan_query(query: Query, lexicon: Vocabulary) -> Plan:
    """The plan of a query for an index; QueryTooBroad if a pattern stands for too many words."""
    match query:
        case Term() | Fuzzy() | Phrase():
            return _word(query, lexicon)
        case Near(left, right, gap):
            return _near(left, right, gap, lexicon)
        case And(clauses):
            return AllOf(tuple(plan_query(clause, lexicon) for clause in clauses))
        case Or(clauses):
            return AnyOf(tuple(plan_query(clause, lexicon) for clause in clauses))
        case Should(clauses):
            return AnyOf(_different(clauses, lexicon), partial=True)
        case Not(clause):
            return Except(plan_query(clause, lexicon))
        case Equals(field, value):
            return _equals(field, value, lexicon)
        case Dates(first, last):
            return DateRange(_number(first), _number(last))
        case Everything():
            return MatchAll()
        case Nothing():
            return MATCH_NONE
        case _:
            assert_never(query)


def _different(clauses: Iterable[Query], lexicon: Vocabulary) -> tuple[Plan, ...]:
    """A plan for each clause; words with the same stems count once, or they would weigh twice."""
    plans: dict[object, Plan] = {}
    for clause in clauses:
        slots = term_sets(clause, lexicon) if isinstance(clause, Term) else ()
        key = tuple(slot.terms for slot in slots) or clause
        plans.setdefault(key, plan_query(clause, lexicon))
    return tuple(plans.values())


def _number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def _word(word: TextQuery, lexicon: Vocabulary) -> Plan:
    """A word or phrase in each of its fields; inflections match, the form as asked ranks higher."""
    slots = term_sets(word, lexicon)
    slop = word.slop if isinstance(word, Phrase) else 0
    base = _in_fields(word, slots, slop)
    if all(slot.layer is Layer.EXACT for slot in slots):
        return base
    return BoostExact(base, _in_fields(word, tuple(map(_as_written, slots)), slop))


def _in_fields(word: TextQuery, slots: tuple[TermSet, ...], slop: int) -> Plan:
    groups = tuple((slot,) for slot in slots) if slop else (slots,)
    spans = tuple(Span(field, groups, slop, word.raw_text) for field in _fields(word))
    return spans[0] if len(spans) == 1 else AnyOf(spans, dis_max=True)


def _fields(word: TextQuery) -> tuple[str, ...]:
    return (word.field,) if word.field else DEFAULT_FIELDS


def _as_written(slot: TermSet) -> TermSet:
    if slot.layer is Layer.EXACT:
        return slot
    return TermSet((slot.query_term,), Layer.EXACT, slot.query_term, MatchType.FOLDED)


def term_sets(word: TextQuery, lexicon: Vocabulary) -> tuple[TermSet, ...]:
    """The tokens that each word of a leaf stands for."""
    check_timeout()
    match word:
        case Term(text, layer):
            return (_slot(text, layer, lexicon),)
        case Phrase(words, layer):
            return tuple(_slot(text, layer, lexicon) for text in words)
        case Fuzzy(text, edits):
            return (TermSet(_similar(text, edits, lexicon), Layer.EXACT, text, MatchType.FUZZY),)
        case _:
            assert_never(word)


def _slot(text: str, layer: Layer, lexicon: Vocabulary) -> TermSet:
    if "*" in text or "?" in text:
        return TermSet(_expansions(text, lexicon), Layer.EXACT, "", MatchType.NEAR)
    if layer is Layer.EXACT:
        return TermSet((text,), layer, text, MatchType.FOLDED)
    return TermSet(tuple(sorted(stems(text, lexicon.languages()))), layer, text, MatchType.STEMMED)


def _expansions(pattern: str, lexicon: Vocabulary) -> tuple[str, ...]:
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    words = lexicon.terms(prefix)
    is_all = pattern == f"{prefix}*"
    return _few(pattern, words, None if is_all else re.compile(translate(pattern)).match)


def _similar(word: str, edits: int, lexicon: Vocabulary) -> tuple[str, ...]:
    """The words within an edit distance: letters changed, added, dropped or two swapped (OSA)."""
    from rapidfuzz.distance import OSA  # loaded only by the few searches that need it

    def is_similar(other: str) -> bool:
        return abs(len(other) - len(word)) <= edits and (
            OSA.distance(word, other, score_cutoff=edits) <= edits
        )

    return _few(f"{word}~{edits}", lexicon.terms(""), is_similar)


def _few(
    written: str, words: Iterable[str], matches: Callable[[str], object] | None
) -> tuple[str, ...]:
    found = sorted(set(filter(matches, words) if matches else words))
    if len(found) > MAX_EXPANSIONS:
        raise QueryTooBroad(
            f"{written} stands for {len(found):,} different words, more than "
            f"{MAX_EXPANSIONS:,}; write more of its letters"
        )
    return tuple(found)


def _near(left: Query, right: Query, gap: int, lexicon: Vocabulary) -> Plan:
    pairs = product(_alternatives(left), _alternatives(right))
    return AnyOf(tuple(span for a, b in pairs for span in _both_orders(a, b, gap, lexicon)))


def _alternatives(operand: Query) -> list[TextQuery]:
    match operand:
        case Term() | Fuzzy() | Phrase():
            return [operand]
        case Or(clauses):
            return [word for clause in clauses for word in _alternatives(clause)]
        case _:
            raise TypeError(f"not an operand of NEAR: {operand}")


def _both_orders(left: TextQuery, right: TextQuery, gap: int, lexicon: Vocabulary) -> list[Plan]:
    a, b = term_sets(left, lexicon), term_sets(right, lexicon)
    fields = [field for field in _fields(left) if field in _fields(right)]
    return [Span(field, groups, gap) for field in fields for groups in ((a, b), (b, a))]


def _equals(field: str, value: str, lexicon: Vocabulary) -> Plan:
    if field == "outlet":
        return TermsFilter(field, _outlets(value, sorted(lexicon.outlets())))
    if field == "url":
        return TermsFilter(field, (url_prefix(value),))
    return TermsFilter(field, (value.lower() if field == "lang" else value,))


def _outlets(written: str, names: list[str]) -> tuple[str, ...]:
    """The outlet of this very name, else all that may be meant."""
    exact = [name for name in names if name.casefold() == written.casefold()]
    return tuple(exact or [name for name in names if matches_outlet(written, name)])


def matches_outlet(written: str, name: str) -> bool:
    """Whether a user who writes this may mean the outlet of this name.

    Its words must stand in the name; in a domain, where words run together, its letters.
    """
    asked, words = tokenize(written), tokenize(name)
    if "*" in written:
        return re.compile(translate(written.casefold())).match(name.casefold()) is not None
    if not asked:
        return False
    if "." in name and " " not in name:
        return "".join(asked) in "".join(words)
    return any(words[i : i + len(asked)] == asked for i in range(len(words)))
