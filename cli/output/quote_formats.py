"""Formats quote reports as text, JSON, JSON Lines and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import click

from onrecord.cli.output.terminal import is_colored, json_line, pluralize
from onrecord.search.quote_check.batch import Answer
from onrecord.search.results.export import csv_row

COLUMNS = (
    "id", "quotation", "verdict", "exact_characters", "total", "article", "title", "outlet", "date",
    "url", "author", "field", "start", "end", "text", "differences", "affects", "quoted",
    "attribution", "left_out_of_sentence", "error",
)  # fmt: skip
MAX_PASSAGES = 10  # of one quotation in text format
MAX_QUOTATION_CHARS = 200  # in headlines

Json = Mapping[str, Any]


def as_json(answers: Iterable[Answer]) -> Iterator[str]:
    """A JSON list of answers."""
    opening = "["
    for answer in answers:
        yield f"{opening}{json_line(answer)}"
        opening = ","
    yield "[]" if opening == "[" else "]"


def as_jsonl(answers: Iterable[Answer]) -> Iterator[str]:
    """One answer per line."""
    return map(json_line, answers)


def as_csv(answers: Iterable[Answer]) -> Iterator[str]:
    """One row per passage, and one for a quotation without passages."""
    yield csv_row(COLUMNS)
    for answer in answers:
        for passage in answer.get("passages") or [None]:
            values = _values(answer, passage) if passage else answer
            yield csv_row([values.get(column) for column in COLUMNS])


def _values(answer: Json, passage: Json) -> dict[str, Any]:
    article, segments = passage["article"], passage["comparison"]
    return {
        **article,
        **passage,
        "id": answer["id"],
        "quotation": answer["quotation"],
        "total": answer["total"],
        "article": article["id"],
        "differences": _compared(segments) if _has_changes(segments) else None,
        "affects": " ".join(dict.fromkeys(flag for one in segments for flag in one["affects"])),
        "left_out_of_sentence": _rest_of_sentence(passage["truncated"]),
    }


def as_text(answers: Iterable[Answer]) -> Iterator[str]:
    """Verdict, passages in their sentences with sources, and every difference."""
    for answer in answers:
        if "error" in answer:
            yield f"error: {answer['error']}\n  {_shortened(answer['quotation'])}\n"
            continue
        yield _headline(answer)
        passages = answer["passages"] or answer["nearest"]
        for passage in passages[:MAX_PASSAGES]:
            yield from _passage(passage)
        if len(passages) > MAX_PASSAGES:
            more = pluralize(len(passages) - MAX_PASSAGES, "more passage")
            yield f"  and {more}: use --format json\n"


def _headline(answer: Json) -> str:
    verdict = answer["verdict"].replace("_", " ")
    fg = "green" if verdict in ("verbatim", "abridged") else "red"
    headline = f"{_styled(verdict, fg, bold=True)}: {_shortened(answer['quotation'])}"
    if answer["passages"]:
        exact = ", character for character" if answer["exact_characters"] else ""
        return f"{headline}\n  {pluralize(answer['total'], 'passage')}{exact}\n"
    lines = [headline, f"  not in {_coverage(answer['searched'])}"]
    if phrase := answer["longest_run"]:
        where = pluralize(phrase["articles"], "article")
        words = pluralize(phrase["words"], "word")
        lines.append(f"  longest matching phrase: “{phrase['text']}”, {words}, in {where}")
    nearest = ["  nearest passages, which do not match:"] if answer["nearest"] else []
    return "\n".join([*lines, *nearest, ""])


def _coverage(searched: Json) -> str:
    facts = [pluralize(searched["outlets"], "outlet")]
    if searched["first_day"]:
        facts.append(f"{searched['first_day']} to {searched['last_day']}")
    if searched["undated"]:
        facts.append(f"{searched['undated']:,} undated")
    return f"{pluralize(searched['articles'], 'article')} ({', '.join(facts)})"


def _passage(passage: Json) -> Iterator[str]:
    article = passage["article"]
    verdict = None if passage["verdict"] == "not_found" else passage["verdict"]
    facts = (article["outlet"], article["date"] or "undated", article["author"], verdict)
    yield f"  {_on_a_line(article['title'])}"
    yield "    " + " · ".join(filter(None, facts))
    found = passage["text"]
    found = _styled(found, bold=True) if is_colored() else f"**{found}**"
    yield f"    {_on_a_line(passage['lead'] + found + passage['rest'])}"
    if _has_changes(passage["comparison"]):
        yield f"    compared: {_compared(passage['comparison'])}"
    if passage["quoted"]:
        speaker = passage["attribution"]
        yield "    quoted in the article" + (f": {_on_a_line(speaker)}" if speaker else "")
    if rest := _rest_of_sentence(passage["truncated"]):
        yield f"    truncated; the sentence also says: {_on_a_line(rest)}"
    yield f"    {article['url'] or article['source']}"
    offsets = f"{passage['field']} {passage['start']}–{passage['end']}"
    yield f"    id {article['id']}, {offsets}\n"


def _rest_of_sentence(truncated: Json | None) -> str | None:
    if not truncated:
        return None
    return " … ".join(filter(None, (truncated["before"], truncated["after"])))


def _has_changes(segments: Iterable[Json]) -> bool:
    return any(segment["kind"] != "same" for segment in segments)


def _compared(segments: Iterable[Json]) -> str:
    """Both sides in one line: [-only in the article-] {+only in the quotation+} <gap>."""
    return _on_a_line(" ".join(filter(None, map(_segment, segments))))


def _segment(segment: Json) -> str:
    kind, found, claimed = segment["kind"], segment["found"].strip(), segment["claimed"].strip()
    if kind == "same":
        return str(claimed)
    if kind in ("omitted", "interrupted", "gap"):
        return _styled(f"<{kind}: {found}>" if found else f"<{kind}>", "cyan")
    if kind == "bracketed":
        return _styled(f"<{claimed} for {found}>" if found else f"<{claimed}>", "cyan")
    sides = [_styled(f"[-{found}-]", "red")] if found else []
    sides += [_styled(f"{{+{claimed}+}}", "green")] if claimed else []
    sides += [f"({kind}: {', '.join(segment['affects'])})"] if segment["affects"] else []
    return " ".join(sides)


def _styled(text: str, fg: str | None = None, *, bold: bool | None = None) -> str:
    return click.style(text, fg=fg, bold=bold) if is_colored() else text


def _shortened(text: str) -> str:
    line = _on_a_line(text)
    if len(line) <= MAX_QUOTATION_CHARS:
        return line
    return f"{line[:MAX_QUOTATION_CHARS].rsplit(' ', 1)[0]} …"


def _on_a_line(text: str) -> str:
    return " ".join(text.split())


Format = Callable[[Iterable[Answer]], Iterator[str]]
FORMATS: dict[str, Format] = {"text": as_text, "json": as_json, "jsonl": as_jsonl, "csv": as_csv}
