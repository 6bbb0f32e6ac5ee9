"""The query tree, as the user's text was read. Plain data: words are folded, nothing is stemmed.

A word with `*` or `?` in it is a pattern; neither can be part of a token. `typed` is what the
user wrote, for telling a verbatim match from a folded one; it does not count in comparisons.
`field` is a text field, or None for all default ones.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Layer(StrEnum):
    """Which form of the words counts: as written, or any inflection."""

    EXACT = "exact"
    STEM = "stem"


@dataclass(frozen=True, slots=True)
class Term:
    """One word."""

    word: str
    layer: Layer = Layer.STEM
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that differ from this one in at most `edits` letters (1 or 2)."""

    word: str
    edits: int
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words in this order with at most `slop` other words in between, all told."""

    words: tuple[str, ...]
    layer: Layer = Layer.EXACT
    slop: int = 0
    field: str | None = None
    raw_text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Two expressions in either order with at most `gap` other words in between.

    Each side is a Term, Fuzzy or Phrase without slop, or an Or of these.
    """

    left: Query
    right: Query
    gap: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Should:
    """At least one of these, the more the better; fewer than all is a partial match."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article but these."""

    clause: Query


@dataclass(frozen=True, slots=True)
class Equals:
    """A name or place field (outlet, url, lang, id) with this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from the first to the last day, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: the text held nothing to search for."""


TextQuery = Term | Fuzzy | Phrase
Query = TextQuery | Near | And | Or | Should | Not | Equals | Dates | Everything | Nothing
