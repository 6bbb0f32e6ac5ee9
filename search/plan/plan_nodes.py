"""The query plan: a syntax tree with every word resolved to the terms of one index.

Engines compile plans; the matcher evaluates them, so that both see the same terms. Span is the
only positional node: it covers words, phrases, slop and proximity.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from onrecord.search.query.ast import Layer


class MatchType(IntEnum):
    """How a hit matched, best first."""

    VERBATIM = 0  # same characters, except white space
    FOLDED = 1  # different case, accents, punctuation or quotation marks
    STEMMED = 2  # inflected
    NEAR = 3  # words in between, another order, or a wildcard
    FUZZY = 4  # letters differ
    PARTIAL = 5  # not all words

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TermSet:
    """The terms that match at one position of a span.

    The query term itself matches as FOLDED, others as `fallback_type`.
    """

    terms: tuple[str, ...]
    layer: Layer
    query_term: str
    fallback_type: MatchType


@dataclass(frozen=True, slots=True)
class Span:
    """Groups of adjacent terms, in order, with up to `gap` other words between groups.

    A word is one group of one term set, a phrase one group, a phrase with slop one group per word.
    `raw_text` is what the user typed if the match can be verbatim, else None.
    """

    field: str
    groups: tuple[tuple[TermSet, ...], ...]
    gap: int = 0
    raw_text: str | None = None


# BM25 with the usual constants (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009).
K1, B = 1.2, 0.75
# Weights in ranking, tuned on the training half of a collection of claims (bench/relevance.py).
EXACT_WEIGHT = 0.2
TIE_BREAKER = 0.5


@dataclass(frozen=True, slots=True)
class BoostExact:
    """Matches what `base` matches; the score of `bonus`, times EXACT_WEIGHT, is added."""

    base: Plan
    bonus: Plan


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these plans."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these plans; if `partial`, fewer than all is a partial match.

    Scores add up. With `dis_max`, the best counts in full and the others TIE_BREAKER times, so
    that a word in both title and text does not count twice.
    """

    plans: tuple[Plan, ...]
    partial: bool = False
    dis_max: bool = False


@dataclass(frozen=True, slots=True)
class Except:
    """Every article that this plan does not match."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class TermsFilter:
    """Articles whose outlet, url, lang or id has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Published within these days (as numbers, YYYYMMDD), both included; None is unbounded."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every article."""


Plan = Span | BoostExact | AllOf | AnyOf | Except | TermsFilter | DateRange | MatchAll
MATCH_NONE = AnyOf(())


def is_scored(plan: Plan) -> bool:
    """Whether scores can differ, as some word is searched for."""
    match plan:
        case Span():
            return True
        case BoostExact(base, _):
            return is_scored(base)
        case AllOf(plans) | AnyOf(plans):
            return any(map(is_scored, plans))
        case _:
            return False
