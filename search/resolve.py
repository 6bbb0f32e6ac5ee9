"""Query to plan: each word becomes the tokens that one index holds for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from fnmatch import translate
from itertools import product
from typing import Protocol, assert_never

from index.analysis import stems, tokenize
from index.places import place_of
from index.schema import DEFAULT_FIELDS
from search.deadline import check
from search.errors import QueryTooBroad
from search.order import day_number
from search.plan import (
    NONE,
    All,
    AllOf,
    AnyOf,
    Between,
    Except,
    Manner,
    OneOf,
    Plan,
    Prefer,
    Slot,
    Span,
)
from search.query import (
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
    Some,
    Term,
    Word,
)

MOST_EXPANSIONS = 1024  # words that one pattern may stand for


class Lexicon(Protocol):
    """What a plan needs to know of an index; every engine is one."""

    def languages(self) -> frozenset[str | None]: ...
    def words(self, prefix: str) -> Iterable[str]: ...
    def outlets(self) -> Iterable[str]: ...


def resolve(query: Query, lexicon: Lexicon) -> Plan:
    """The plan of a query for an index; QueryTooBroad if a pattern stands for too many words."""
    match query:
        case Term() | Fuzzy() | Phrase():
            return _word(query, lexicon)
        case Near(left, right, gap):
            return _near(left, right, gap, lexicon)
        case And(clauses):
            return AllOf(tuple(resolve(clause, lexicon) for clause in clauses))
        case Or(clauses):
            return AnyOf(tuple(resolve(clause, lexicon) for clause in clauses))
        case Some(clauses):
            return AnyOf(_different(clauses, lexicon), partial=True)
        case Not(clause):
            return Except(resolve(clause, lexicon))
        case Equals(field, value):
            return _equals(field, value, lexicon)
        case Dates(first, last):
            return Between(_number(first), _number(last))
        case Everything():
            return All()
        case Nothing():
            return NONE
        case _:
            assert_never(query)


def _different(clauses: Iterable[Query], lexicon: Lexicon) -> tuple[Plan, ...]:
    """A plan for each clause; words with the same stems count once, or they would weigh twice."""
    plans: dict[object, Plan] = {}
    for clause in clauses:
        slots = slots_of(clause, lexicon) if isinstance(clause, Term) else ()
        key = tuple(slot.terms for slot in slots) or clause
        plans.setdefault(key, resolve(clause, lexicon))
    return tuple(plans.values())


def _number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def _word(word: Word, lexicon: Lexicon) -> Plan:
    """A word or phrase in each of its fields; inflections match, the form as asked ranks higher."""
    slots = slots_of(word, lexicon)
    slop = word.slop if isinstance(word, Phrase) else 0
    base = _in_fields(word, slots, slop)
    if all(slot.layer is Layer.EXACT for slot in slots):
        return base
    return Prefer(base, _in_fields(word, tuple(map(_as_written, slots)), slop))


def _in_fields(word: Word, slots: tuple[Slot, ...], slop: int) -> Plan:
    groups = tuple((slot,) for slot in slots) if slop else (slots,)
    spans = tuple(Span(field, groups, slop, word.typed) for field in _fields(word))
    return spans[0] if len(spans) == 1 else AnyOf(spans, sought_twice=True)


def _fields(word: Word) -> tuple[str, ...]:
    return (word.field,) if word.field else DEFAULT_FIELDS


def _as_written(slot: Slot) -> Slot:
    if slot.layer is Layer.EXACT:
        return slot
    return Slot((slot.word,), Layer.EXACT, slot.word, Manner.FOLDED)


def slots_of(word: Word, lexicon: Lexicon) -> tuple[Slot, ...]:
    """The tokens that each word of a leaf stands for."""
    check()
    match word:
        case Term(text, layer):
            return (_slot(text, layer, lexicon),)
        case Phrase(words, layer):
            return tuple(_slot(text, layer, lexicon) for text in words)
        case Fuzzy(text, edits):
            return (Slot(_similar(text, edits, lexicon), Layer.EXACT, text, Manner.FUZZY),)
        case _:
            assert_never(word)


def _slot(text: str, layer: Layer, lexicon: Lexicon) -> Slot:
    if "*" in text or "?" in text:
        return Slot(_expansions(text, lexicon), Layer.EXACT, "", Manner.NEAR)
    if layer is Layer.EXACT:
        return Slot((text,), layer, text, Manner.FOLDED)
    return Slot(tuple(sorted(stems(text, lexicon.languages()))), layer, text, Manner.STEMMED)


def _expansions(pattern: str, lexicon: Lexicon) -> tuple[str, ...]:
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    words = lexicon.words(prefix)
    is_all = pattern == f"{prefix}*"
    return _few(pattern, words, None if is_all else re.compile(translate(pattern)).match)


def _similar(word: str, edits: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The words within an edit distance: letters changed, added, dropped or two swapped (OSA)."""
    from rapidfuzz.distance import OSA  # loaded only by the few searches that need it

    def is_similar(other: str) -> bool:
        return abs(len(other) - len(word)) <= edits and (
            OSA.distance(word, other, score_cutoff=edits) <= edits
        )

    return _few(f"{word}~{edits}", lexicon.words(""), is_similar)


def _few(
    written: str, words: Iterable[str], matches: Callable[[str], object] | None
) -> tuple[str, ...]:
    found = sorted(set(filter(matches, words) if matches else words))
    if len(found) > MOST_EXPANSIONS:
        raise QueryTooBroad(
            f"{written} stands for {len(found):,} different words, more than "
            f"{MOST_EXPANSIONS:,}; write more of its letters"
        )
    return tuple(found)


def _near(left: Query, right: Query, gap: int, lexicon: Lexicon) -> Plan:
    pairs = product(_alternatives(left), _alternatives(right))
    return AnyOf(tuple(span for a, b in pairs for span in _both_orders(a, b, gap, lexicon)))


def _alternatives(operand: Query) -> list[Word]:
    match operand:
        case Term() | Fuzzy() | Phrase():
            return [operand]
        case Or(clauses):
            return [word for clause in clauses for word in _alternatives(clause)]
        case _:
            raise TypeError(f"not an operand of NEAR: {operand}")


def _both_orders(left: Word, right: Word, gap: int, lexicon: Lexicon) -> list[Plan]:
    a, b = slots_of(left, lexicon), slots_of(right, lexicon)
    fields = [field for field in _fields(left) if field in _fields(right)]
    return [Span(field, groups, gap) for field in fields for groups in ((a, b), (b, a))]


def _equals(field: str, value: str, lexicon: Lexicon) -> Plan:
    if field == "outlet":
        return OneOf(field, _outlets(value, sorted(lexicon.outlets())))
    if field == "url":
        return OneOf(field, (place_of(value),))
    return OneOf(field, (value.lower() if field == "lang" else value,))


def _outlets(written: str, names: list[str]) -> tuple[str, ...]:
    """The outlet of this very name, else all that may be meant."""
    exact = [name for name in names if name.casefold() == written.casefold()]
    return tuple(exact or [name for name in names if is_outlet(written, name)])


def is_outlet(written: str, name: str) -> bool:
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
