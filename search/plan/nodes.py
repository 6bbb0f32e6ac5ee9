"""The plan: a query with every word resolved to the tokens of one index.

Engines compile plans, the memory engine and the highlighter evaluate them; so all see the same
words. There is one positional node, Span, for words, phrases, gaps and proximity.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from onrecord.search.query.ast import Layer


class MatchType(IntEnum):
    """How a hit matched, best first."""

    VERBATIM = 0  # the very characters, white space apart
    FOLDED = 1  # case, accents, punctuation or quote style differ
    STEMMED = 2  # inflected
    NEAR = 3  # words in between, another order, or a wildcard
    FUZZY = 4  # letters differ
    PARTIAL = 5  # not all words

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TermSet:
    """One position: any of `terms` in a layer; `word` is what the user asked for.

    `loosely` is how a term other than the word itself matches.
    """

    terms: tuple[str, ...]
    layer: Layer
    query_term: str
    fallback_type: MatchType


@dataclass(frozen=True, slots=True)
class Span:
    """Groups of adjacent slots, in order, with at most `gap` other words between the groups.

    A word is one group of one slot, a phrase one group, a sloppy phrase a group a word.
    `typed` is the user's own text where a match may be verbatim, else None.
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
    """Matches what `base` matches; articles that also match `bonus` rank higher.

    The score is that of the base and BONUS_WEIGHT times that of the bonus.
    """

    base: Plan
    bonus: Plan


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these plans."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these; with `partial`, fewer than all is a partial match.

    Scores add up; but for one thing `sought_twice`, in several fields, the best counts whole
    and the others OTHERS_WEIGHT, or a word that the title repeats would count for two.
    """

    plans: tuple[Plan, ...]
    partial: bool = False
    dis_max: bool = False


@dataclass(frozen=True, slots=True)
class Except:
    """Every article this plan does not match."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class TermsFilter:
    """The name or place field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Published between these days (YYYYMMDD as a number), both included; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every article."""


Plan = Span | BoostExact | AllOf | AnyOf | Except | TermsFilter | DateRange | MatchAll
MATCH_NONE = AnyOf(())


def is_scored(plan: Plan) -> bool:
    """Whether articles can differ in score: some word is looked for."""
    match plan:
        case Span():
            return True
        case BoostExact(base, _):
            return is_scored(base)
        case AllOf(plans) | AnyOf(plans):
            return any(map(is_scored, plans))
        case _:
            return False
