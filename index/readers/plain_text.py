"""Plain text and Markdown: one article a file, with the metadata that its lines state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.index.article import Article
from onrecord.index.readers.decoding.byte_streams import decompressed
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.cleaning import clean
from onrecord.index.text.dates import parse_date, parse_date_field
from onrecord.index.text.markdown import BlockKind, Paragraph, paragraphs, strip_marks
from onrecord.index.text.sentences import first_sentence, title_from
from onrecord.index.text.urls import host_of, web_address


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text states; `text` is the body, with an empty line between paragraphs."""

    title: str = ""
    text: str = ""
    date: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None


# The labels that a text may put before a value, and the field they mean.
_LABELS = {
    label: field
    for field, labels in {
        "title": "title, headline",
        "date": "date, published, published on, publication date",
        "author": "author, authors, byline",
        "outlet": "outlet, publisher, publication, source",
        "url": "url, link, original, original url, original link, source url, canonical url",
    }.items()
    for label in labels.split(", ")
}
_LABELLED = re.compile(r"(?P<label>[A-Za-z]+(?: [A-Za-z]+)?)\s*:\s*(?P<value>.*)", re.DOTALL)
_DATE_LIKE = re.compile(r"(?=.{0,40}[0-9]).{4,48}")
_FRONT_MATTER = re.compile(
    r"\s*---\n(?P<lines>(?:[ \t-]*[\w-]+[ \t]*:.*\n|[ \t].*\n|- .*\n)+)---[ \t]*(?:\n|$)"
)
_LEADING_DATE = re.compile(r"\s*(?:date:?\s+)(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+|$)", re.I)
_BYLINE = re.compile(r"[Bb][Yy]\s+(?P<names>\S.{1,118})")
_PARTICLES = frozenset(
    (
        *("al", "and", "bin", "da", "de", "del", "der", "di", "du", "el", "for", "in"),
        *("la", "le", "of", "the", "van", "von", "y"),
    )
)
_BYLINE_PARTS = re.compile(r"\s+[|•·–—]\s+|\n")
_CREDIT = re.compile(
    r"(?:photo|image|picture|credit)s?(?::|\s+by\b).{1,100}|[^\n/]{2,60} / [^\n/]{2,40}", re.I
)
_NO_TITLE_END = tuple(".,;:…")
_MAX_TITLE_LINE_LENGTH = 250
_HEAD_PARAGRAPHS = 8  # that may be a byline, date line or credit
_MAX_NAME_WORDS = 14  # of all authors together


def parse(record: Record) -> Article:
    """The article of a text file."""
    found = extract_metadata(clean(decode(decompressed(record))))
    if not (found.title or found.text):
        raise ReadError(record.source, "has no text")
    metadata = {name: getattr(found, name) for name in ("date", "outlet", "url", "author")}
    return record.article(found.title, found.text, **metadata)


def extract_metadata(text: str) -> Metadata:
    """Separates metadata from the body, as people save articles; nothing is guessed."""
    found, text = _leading_date(text)
    found, text = _front_matter(found, text)
    found, text = _labelled_lines(found, text)
    found, parts = _title_line(found, paragraphs(text))
    found, parts = _head(found, parts)
    found, parts = _tail(found, parts)
    body = "\n\n".join(part.text for part in parts)
    outlet = found.outlet or (host_of(found.url) if found.url else None)
    return replace(found, title=found.title or title_from(body), text=body, outlet=outlet)


def _leading_date(text: str) -> tuple[Metadata, str]:
    found = _LEADING_DATE.match(text)
    day = parse_date(found["day"]) if found else None
    return (Metadata(date=day), text[found.end() :]) if found and day else (Metadata(), text)


def _front_matter(found: Metadata, text: str) -> tuple[Metadata, str]:
    """Takes the front matter: the block between two lines `---` before a text."""
    block = _FRONT_MATTER.match(text)
    if not block:
        return found, text
    for line in block["lines"].split("\n"):
        found = _labelled(found, line) or found
    return found, text[block.end() :]


def _labelled_lines(found: Metadata, text: str) -> tuple[Metadata, str]:
    """Takes the lines `label: value` that a text starts with."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip():
            known = _labelled(found, strip_marks(line))
            if not known:
                return found, "\n".join(lines[number:])
            found = known
    return found, ""


def _labelled(found: Metadata, line: str) -> Metadata | None:
    """Adds the value of a line `label: value`; None if the line has no known label."""
    said = _LABELLED.fullmatch(line)
    field = _LABELS.get(said["label"].lower()) if said else None
    value = said["value"].strip().strip("\"'").strip() if said else ""
    if not field or not value:
        return None
    address = web_address(value)
    match field:
        case "date":  # an ambiguous date leaves the text, but sets nothing
            return _dated(found, value)
        case _ if address:
            return replace(found, url=found.url or address)
        case "title":
            return replace(found, title=found.title or value)
        case "author":
            return replace(found, author=found.author or value)
        case "outlet":
            return replace(found, outlet=found.outlet or value)
    return None


def _dated(found: Metadata, value: str) -> Metadata | None:
    written = _DATE_LIKE.fullmatch(value)
    return replace(found, date=found.date or parse_date_field(value)) if written else None


def _title_line(found: Metadata, parts: list[Paragraph]) -> tuple[Metadata, list[Paragraph]]:
    if found.title or not parts:
        same = parts and parts[0].text == found.title
        return found, parts[1:] if same else parts
    first, *rest = parts
    if first.kind is BlockKind.HEADING or (rest and _is_title(first.text)):
        return replace(found, title=" ".join(first.text.split())), rest
    return found, parts


def _is_title(line: str) -> bool:
    return (
        len(line) <= _MAX_TITLE_LINE_LENGTH
        and "\n" not in line
        and not line.endswith(_NO_TITLE_END)
        and first_sentence(line) == " ".join(line.split())
        and not _authors(line)
        and not parse_date(line)
    )


def _head(found: Metadata, parts: list[Paragraph]) -> tuple[Metadata, list[Paragraph]]:
    """Takes byline, date line and photo credit from between the title and the body."""
    for number, part in enumerate(parts[:_HEAD_PARAGRAPHS]):
        taken = _byline(found, part.text) or _date_line(found, part.text)
        if taken:
            found = taken
        elif not (number and _CREDIT.fullmatch(part.text)):
            return found, parts[number:]
    return found, parts[_HEAD_PARAGRAPHS:]


def _byline(found: Metadata, line: str) -> Metadata | None:
    """A byline, perhaps followed by the date: `By A. Name | 17 Feb 2024`."""
    names, *others = _BYLINE_PARTS.split(line.strip())
    author = _authors(names)
    if not author or found.author:
        return None
    days = [_labelled_day(other) for other in others]
    return (
        None
        if None in days
        else replace(found, author=author, date=found.date or next(iter(days), None))
    )


def _authors(line: str) -> str | None:
    """The names in a line `By NAME and NAME`; None for a sentence that starts with "by"."""
    said = _BYLINE.fullmatch(line.strip())
    words = re.split(r"[\s,]+", said["names"].strip()) if said else []
    named = all(word in _PARTICLES or not word[:1].islower() for word in words)
    plain = said and not re.search(r"[!?:;0-9]|[a-z]{3,}\.$", said["names"])
    return (
        said["names"].strip()
        if said and plain and named and len(words) <= _MAX_NAME_WORDS
        else None
    )


def _date_line(found: Metadata, line: str) -> Metadata | None:
    day = _labelled_day(line)
    return replace(found, date=found.date or day) if day else None


def _labelled_day(line: str) -> date | None:
    """The date of a line with nothing else but perhaps "Published:" before it."""
    bare = re.sub(
        r"^(?:first |last )?(?:published|posted)(?: on)?:?\s+", "", line.strip(), flags=re.I
    )
    return parse_date(bare)


def _tail(found: Metadata, parts: Sequence[Paragraph]) -> tuple[Metadata, list[Paragraph]]:
    """Takes `Original url: ADDRESS` from the end, on one line or two."""
    for length in (1, 2):
        end = " ".join(part.text for part in parts[-length:])
        known = _labelled(found, end) if len(parts) > length else None
        if known and known.url and known.url != found.url:
            return known, list(parts[:-length])
    return found, list(parts)
