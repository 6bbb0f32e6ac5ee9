"""Answers of the quote check as JSON, JSON Lines and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onrecord.cli.output.quote_text import Json, as_text, compared
from onrecord.search.quote_check.batch import Answer
from onrecord.search.results.export import row

COLUMNS = (
    "id", "quotation", "verdict", "exact_characters", "total", "article", "title", "outlet", "date",
    "url", "author", "field", "start", "end", "text", "differences", "touches", "quoted",
    "attribution", "left_out_of_sentence", "error",
)  # fmt: skip


def as_json(answers: Iterable[Answer]) -> Iterator[str]:
    """A list of answers; of one quotation given as text, the answer alone is printed."""
    opening = "["
    for answer in answers:
        yield f"{opening}{json.dumps(answer, ensure_ascii=False)}"
        opening = ","
    yield "[]" if opening == "[" else "]"


def as_jsonl(answers: Iterable[Answer]) -> Iterator[str]:
    """An answer a line."""
    return (json.dumps(answer, ensure_ascii=False) for answer in answers)


def as_csv(answers: Iterable[Answer]) -> Iterator[str]:
    """A passage a row; a quotation without any has one row all the same."""
    yield row(COLUMNS)
    for answer in answers:
        for passage in answer.get("passages") or [None]:
            values = _values(answer, passage)
            yield row([values.get(column) for column in COLUMNS])


def _values(answer: Json, passage: Json | None) -> dict[str, Any]:
    if passage is None:
        return dict(answer)
    cut, article = passage["truncated"], passage["article"]
    segments = passage["comparison"]
    changed = any(segment["kind"] != "same" for segment in segments)
    return {
        **article,
        **passage,
        "id": answer["id"],
        "quotation": answer["quotation"],
        "total": answer["total"],
        "article": article["id"],
        "differences": compared(segments) if changed else None,
        "touches": " ".join(dict.fromkeys(t for s in segments for t in s["touches"])),
        "left_out_of_sentence": cut and " … ".join(filter(None, (cut["before"], cut["after"]))),
    }


Style = Callable[[Iterable[Answer]], Iterator[str]]
FORMATS: dict[str, Style] = {"text": as_text, "json": as_json, "jsonl": as_jsonl, "csv": as_csv}
