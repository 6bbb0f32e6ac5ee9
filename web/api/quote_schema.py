"""What the keys of a quote check's answer mean, and what each of its objects is called."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.search.quote_check.models import (
    LongestRun,
    Passage,
    QuoteReport,
    Searched,
    Segment,
    Source,
    Truncated,
)

NAMES: Mapping[type, str] = {
    QuoteReport: "QuoteCheck",
    Passage: "Passage",
    Source: "Source",
    Segment: "Step",
    Truncated: "Truncated",
    LongestRun: "LongestRun",
    Searched: "Searched",
}
MEANINGS: Mapping[type, Mapping[str, str]] = {
    QuoteReport: {
        "quotation": "the text as it was claimed",
        "words": "how many words it has",
        "verdict": "`verbatim`, `abridged`, `altered`, `spliced` or `not_found`",
        "exact_characters": "some passage is the same to the character",
        "total": "how many passages have this verdict",
        "passages": "these, the earliest first; behind them those with a worse verdict",
        "nearest": "if it was not found: what came nearest",
        "longest_run": "if it was not found: the longest run of its words",
        "searched": "how much was searched",
        "took_ms": "milliseconds",
    },
    Passage: {
        "verdict": "of this passage alone",
        "article": "where it stands",
        "field": "`text` or `title`",
        "start": "where in the field the passage begins",
        "end": "where it ends",
        "text": "the passage as it stands there; a long gap inside it is `[…]`",
        "exact_characters": "the claim stands here to the character",
        "comparison": "the quotation beside the passage",
        "same_words": "how many words of the quotation it has",
        "before": "the sentence before",
        "lead": "what its own sentence has before it",
        "rest": "what its own sentence has behind it",
        "after": "the sentence behind",
        "quoted": "it stands inside quotation marks",
        "attribution": "the words beside these marks that say who spoke",
        "truncated": "what the quotation stops short of",
    },
    Segment: {
        "kind": "what kind of step ([the comparison](quotes.md#the-comparison))",
        "claimed": "the quotation's side; put together, these are the quotation",
        "found": "the article's side",
        "touches": "`negation`, `number`, `percentage`, `date`, `name`",
    },
    Truncated: {
        "before": "the sentence before the passage, if that qualifies it",
        "after": "the rest of the sentence",
        "words": "the words that qualify",
    },
    LongestRun: {
        "text": "the words as the quotation has them",
        "words": "how many",
        "articles": "how many articles have them side by side",
    },
    Searched: {
        "articles": "all articles of the index",
        "undated": "of them without a date",
        "outlets": "how many outlets",
        "first_day": "the first day of the dated",
        "last_day": "the last",
        "last_written": "when the index was last written",
    },
}
