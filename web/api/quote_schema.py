"""Key descriptions of a quote check."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.search.quote_check.models import (
    Coverage,
    DiffSegment,
    LongestPhrase,
    Passage,
    QuoteReport,
    Truncation,
)

DESCRIPTIONS: Mapping[type, Mapping[str, str]] = {
    QuoteReport: {
        "quotation": "the quotation as given",
        "words": "number of words in it",
        "verdict": "`verbatim`, `abridged`, `altered`, `spliced` or `not_found`",
        "exact_characters": "some passage matches character for character",
        "total": "number of passages with this verdict",
        "passages": "the passages, earliest first, then those with a worse verdict",
        "nearest": "if not found: the most similar passages",
        "longest_run": "if not found: the longest matching phrase",
        "searched": "what was searched",
        "took_ms": "milliseconds",
    },
    Passage: {
        "verdict": "the verdict on this passage",
        "article": "the article with the passage",
        "field": "`text` or `title`",
        "start": "offset of the passage in the field",
        "end": "offset of its end",
        "text": "the passage as published; long gaps are shown as `[…]`",
        "exact_characters": "the quotation matches character for character",
        "comparison": "the quotation compared with the passage",
        "same_words": "number of the quotation's words in the passage",
        "before": "the previous sentence",
        "lead": "the start of the sentence, before the passage",
        "rest": "the end of the sentence, after the passage",
        "after": "the next sentence",
        "quoted": "the passage is in quotation marks",
        "attribution": "the words beside the quotation marks that name the speaker",
        "truncated": "the rest of the sentence, if it qualifies the passage",
    },
    DiffSegment: {
        "kind": "the kind of edit ([the comparison](quotes.md#the-comparison))",
        "claimed": "the quotation's words; all segments together are the quotation",
        "found": "the article's words",
        "affects": "what a change affects: `negation`, `number`, `percentage`, `date`, `name`",
    },
    Truncation: {
        "before": "the start of the sentence",
        "after": "the end of the sentence",
        "words": "the qualifying words in them",
    },
    LongestPhrase: {
        "text": "the phrase as the quotation has it",
        "words": "number of words in it",
        "articles": "number of articles with the phrase",
    },
    Coverage: {
        "articles": "number of articles in the index",
        "undated": "number of articles without a date",
        "outlets": "number of outlets",
        "first_day": "date of the earliest article",
        "last_day": "date of the latest article",
        "last_written": "when the index was last written",
    },
}
