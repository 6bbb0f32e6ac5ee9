"""Answers of the quote check as text for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from onrecord.cli.output.terminal import pluralize, use_color
from onrecord.search.quote_check.batch import Answer

COLOURS = {"verbatim": "green", "abridged": "green"}
MOST_SHOWN = 10  # passages of one quotation

Json = Mapping[str, Any]


def as_text(answers: Iterable[Answer]) -> Iterator[str]:
    """Verdict, passages with their sentence and source, and every difference."""
    for answer in answers:
        if "error" in answer:
            yield f"error: {answer['error']}\n  {_short(answer['quotation'])}\n"
            continue
        yield _headline(answer)
        passages = answer["passages"] or answer["nearest"]
        for passage in passages[:MOST_SHOWN]:
            yield from _passage(passage)
        if len(passages) > MOST_SHOWN:
            yield f"  and {pluralize(len(passages) - MOST_SHOWN, 'passage')} more: --format json\n"


def _headline(answer: Json) -> str:
    verdict = answer["verdict"]
    shown = click.style(verdict.replace("_", " "), fg=COLOURS.get(verdict, "red"), bold=True)
    said = (
        f"{shown if _is_coloured() else verdict.replace('_', ' ')}: {_short(answer['quotation'])}"
    )
    if answer["passages"]:
        exact = ", to the character" if answer["exact_characters"] else ""
        return f"{said}\n  {pluralize(answer['total'], 'passage')}{exact}\n"
    lines = [said, f"  not in {searched(answer['searched'])}"]
    if run := answer["longest_run"]:
        where = pluralize(run["articles"], "article")
        lines.append(
            f"  longest run: “{run['text']}”, {pluralize(run['words'], 'word')}, in {where}"
        )
    nearest = ["  nearest, which is something else:"] if answer["nearest"] else []
    return "\n".join([*lines, *nearest, ""])


def searched(found: Json) -> str:
    """How much was searched, in words."""
    facts = [pluralize(found["outlets"], "outlet")]
    facts += [f"{found['first_day']} to {found['last_day']}"] if found["first_day"] else []
    facts += [f"{found['undated']:,} undated"] if found["undated"] else []
    return f"{pluralize(found['articles'], 'article')} ({', '.join(facts)})"


def _passage(passage: Json) -> Iterator[str]:
    article = passage["article"]
    facts = (article["outlet"], article["date"] or "undated", article["author"])
    yield f"  {_on_a_line(article['title'])}"
    verdict = [] if passage["verdict"] == "not_found" else [passage["verdict"]]
    yield "    " + " · ".join(fact for fact in (*facts, *verdict) if fact)
    found = click.style(passage["text"], bold=True) if _is_coloured() else f"**{passage['text']}**"
    yield f"    {_on_a_line(passage['lead'] + found + passage['rest'])}"
    if any(segment["kind"] != "same" for segment in passage["comparison"]):
        yield f"    compared: {compared(passage['comparison'])}"
    if passage["quoted"]:
        said = passage["attribution"]
        yield "    in quotation marks" + (f": {_on_a_line(said)}" if said else "")
    if cut := passage["truncated"]:
        rest = " … ".join(part for part in (cut["before"], cut["after"]) if part)
        yield f"    truncated, the sentence also says: {_on_a_line(rest)}"
    yield f"    {article['url'] or article['source']}"
    where = f"{passage['field']} {passage['start']}–{passage['end']}"
    yield f"    id {article['id']}, {where}\n"


def compared(segments: Iterable[Json]) -> str:
    """Both sides in one line: [-only in the article-] {+only in the quotation+} <gap>."""
    return _on_a_line(" ".join(filter(None, map(_segment, segments))))


def _segment(segment: Json) -> str:
    found, claimed = segment["found"].strip(), segment["claimed"].strip()
    if segment["kind"] == "same":
        return str(claimed)
    if segment["kind"] in ("omitted", "interrupted", "jump"):
        return _painted(
            f"<{segment['kind']}: {found}>" if found else f"<{segment['kind']}>", "cyan"
        )
    if segment["kind"] == "bracketed":
        return _painted(f"<{claimed} for {found}>" if found else f"<{claimed}>", "cyan")
    sides = [_painted(f"[-{found}-]", "red")] if found else []
    sides += [_painted(f"{{+{claimed}+}}", "green")] if claimed else []
    touches = (
        [f"({segment['kind']}: {', '.join(segment['touches'])})"] if segment["touches"] else []
    )
    return " ".join([*sides, *touches])


def _painted(text: str, fg: str) -> str:
    return click.style(text, fg=fg) if _is_coloured() else text


def _is_coloured() -> bool:
    return sys.stdout.isatty() and use_color() is not False


def _short(text: str, longest: int = 200) -> str:
    line = _on_a_line(text)
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
