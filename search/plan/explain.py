"""How a query was read: for a user who wants to see what was really searched."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.search.plan.planner import Vocabulary, term_sets
from onrecord.search.query.ast import (
    And,
    Dates,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Should,
    Term,
    TextQuery,
)
from onrecord.search.query.unparse import unparse

MOST_TERMS = 20  # shown of the words that a pattern stands for


def explain(query: Query, lexicon: Vocabulary) -> list[str]:
    """Lines that show the reading, the days meant, and the terms each word became."""
    lines = [f"read as: {unparse(query) or 'nothing to search for'}"]
    for leaf in _leaves(query):
        if isinstance(leaf, Dates):
            lines.append(f"days: {leaf.first or 'any'} to {leaf.last or 'any'}, both included")
        else:
            lines += _terms(leaf, lexicon)
    return lines


def _terms(word: TextQuery, lexicon: Vocabulary) -> Iterator[str]:
    words = word.words if isinstance(word, Phrase) else (word.word,)
    for written, slot in zip(words, term_sets(word, lexicon), strict=True):
        shown = ", ".join(slot.terms[:MOST_TERMS]) or "no word of this index"
        more = f" and {len(slot.terms) - MOST_TERMS} more" if len(slot.terms) > MOST_TERMS else ""
        yield f"{written} ({slot.layer}): {shown}{more}"


def _leaves(query: Query) -> Iterator[TextQuery | Dates]:
    match query:
        case Term() | Fuzzy() | Phrase() | Dates():
            yield query
        case And(clauses) | Or(clauses) | Should(clauses):
            for clause in clauses:
                yield from _leaves(clause)
        case Near(left, right):
            yield from _leaves(left)
            yield from _leaves(right)
        case Not(clause):
            yield from _leaves(clause)
        case _:
            return
