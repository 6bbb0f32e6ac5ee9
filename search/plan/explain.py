"""Explains a query: its interpretation, days, and the terms that its words match."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.search.plan.planner import Vocabulary, term_sets
from onrecord.search.query.ast import Dates, Phrase, Query, TextQuery, iter_leaves
from onrecord.search.query.unparse import unparse

MAX_TERMS_SHOWN = 20  # per word


def explain(query: Query, vocabulary: Vocabulary) -> list[str]:
    """The explanation in lines of text."""
    lines = [f"read as: {unparse(query) or 'nothing to search for'}"]
    for leaf in iter_leaves(query):
        if isinstance(leaf, Dates):
            lines.append(f"days: {leaf.first or 'any'} to {leaf.last or 'any'}, both included")
        elif isinstance(leaf, TextQuery):
            lines += _terms(leaf, vocabulary)
    return lines


def _terms(query: TextQuery, vocabulary: Vocabulary) -> Iterator[str]:
    words = query.words if isinstance(query, Phrase) else (query.word,)
    for word, term_set in zip(words, term_sets(query, vocabulary), strict=True):
        shown = ", ".join(term_set.terms[:MAX_TERMS_SHOWN]) or "no term in this index"
        hidden = len(term_set.terms[MAX_TERMS_SHOWN:])
        yield f"{word} ({term_set.layer}): {shown}{f' and {hidden} more' if hidden else ''}"
