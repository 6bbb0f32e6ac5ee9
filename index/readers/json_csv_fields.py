"""Converts JSON objects and CSV rows to articles, by the common names of each field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from onrecord.index.article import Article, id_from_source
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.html.tree import strip_markup
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.cleaning import clean, one_line
from onrecord.index.text.dates import parse_date_field
from onrecord.index.text.sentences import title_from
from onrecord.index.text.urls import host_of, web_address

# The first name with a value counts; case, "_", "-" and spaces do not matter.
FIELD_NAMES = {
    "id": ("id", "uuid", "guid", "articleid", "docid"),
    "title": ("title", "headline", "articletitle", "name"),
    "text": (
        *("text", "body", "content", "article", "fulltext", "articletext", "articlebody"),
        *("maintext", "bodytext", "contenttext", "plaintext", "story"),
    ),
    "summary": ("description", "summary", "abstract", "standfirst", "excerpt", "snippet", "lead"),
    "date": (
        *("date", "published", "publishedat", "publisheddate", "publishedon", "pubdate"),
        *("publishdate", "publicationdate", "datepublished", "datepublish", "dateofpublication"),
        *("publishtime", "publishedtime", "webpublicationdate", "timestamp", "datetime", "time"),
    ),
    "outlet": (
        *("outlet", "source", "publisher", "site", "sitename", "sourcename", "publication"),
        *("newspaper", "domain", "sourcedomain", "hostname"),
    ),
    "url": ("url", "link", "weburl", "articleurl", "canonicalurl", "permalink", "sourceurl"),
    "author": ("author", "byline", "authors", "writer", "creator"),
    "language": ("language", "lang"),
}
_FIELD_OF = {name: field for field, names in FIELD_NAMES.items() for name in names}
_RANK = {name: rank for names in FIELD_NAMES.values() for rank, name in enumerate(names)}
# Of a field that is an object, e.g. {"id": null, "name": "BBC"}, the key with the value.
_VALUE_KEYS = ("name", "rendered", "value", "text", "#text", "title", "url", "id")
_TRUNCATION_MARK = re.compile(r"\s*\[\+\s?[0-9]+ char(?:acter)?s\]$")
_MAX_MARK_LENGTH = 40
_ELLIPSIS = " .…\n"
_MAILED_BY = re.compile(r"\S+@\S+\s+\((?P<name>[^()]+)\)")
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
_LANGUAGES = {
    name: code
    for code, names in {
        "ar": "arabic ara",
        "de": "german deutsch deu ger",
        "en": "english eng",
        "es": "spanish español espanol spa",
        "fr": "french français francais fra fre",
        "it": "italian italiano ita",
        "ja": "japanese jpn",
        "nl": "dutch nederlands nld dut",
        "pl": "polish polski pol",
        "pt": "portuguese português portugues por",
        "ru": "russian русский rus",
        "tr": "turkish türkçe tur",
        "uk": "ukrainian українська ukr",
        "zh": "chinese zho chi",
    }.items()
    for name in names.split()
}
_LANGUAGE_CODE = re.compile(r"(?P<code>[a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_MAX_ID_LENGTH = 256
_MAX_ITEMS = 10_000  # of a list in a field
_MAX_DIGITS = 19  # of a number that is converted


def parse_json(record: Record) -> Article:
    """The article of a JSON object."""
    assert isinstance(record.content, bytes)
    try:
        row = _JSON.decode(decode(record.content))
    except ValueError as error:
        raise ReadError(record.source, f"is not valid JSON: {error}") from error
    except RecursionError as error:
        raise ReadError(record.source, "is nested too deeply to be an article") from error
    if not isinstance(row, dict):
        raise ReadError(record.source, f"is not a JSON object, but {_kind_of(row)}")
    inner = row.get("_source")  # as Elasticsearch and OpenSearch export it
    return article({**row, **inner} if isinstance(inner, dict) else row, record)


def parse_fields(record: Record) -> Article:
    """The article of a CSV row."""
    assert not isinstance(record.content, bytes)
    return article(record.content, record)


def article(row: Mapping[str, object], record: Record) -> Article:
    """The article of a row; ReadError if it has neither text nor title."""
    fields = map_fields(row)
    text = _text(fields)
    title = one_line(strip_markup(_string(fields.get("title")))) or title_from(text)
    if not title:
        raise ReadError(record.source, "has no text and no title")
    return record.article(
        title,
        text,
        id=_id(fields.get("id")),
        date=parse_date_field(fields.get("date")),
        outlet=_outlet(fields.get("outlet")),
        url=web_address(clean(_string(fields.get("url")))),
        author=_author(fields.get("author")),
        language=_language(fields.get("language")),
    )


def map_fields(row: Mapping[str, object]) -> dict[str, object]:
    """The values of a row by our field names, from the first name that is not empty."""
    found: dict[str, tuple[int, object]] = {}
    for name, value in row.items():
        normalized = normalized_name(name)
        field = _FIELD_OF.get(normalized)
        if field and value not in (None, "", [], {}):
            rank = _RANK[normalized]
            if field not in found or rank < found[field][0]:
                found[field] = rank, value
    return {field: value for field, (_, value) in found.items()}


@lru_cache(maxsize=1024)  # a corpus has few
def normalized_name(name: str) -> str:
    """A name for comparison: publishedAt, published_at and Published At are one."""
    return "".join(letter for letter in str(name).casefold() if letter.isalnum() or letter == "#")


def _text(fields: Mapping[str, object]) -> str:
    summary = _body(fields.get("summary"))
    full = _body(fields.get("text"))
    text = full[:-_MAX_MARK_LENGTH] + _TRUNCATION_MARK.sub("", full[-_MAX_MARK_LENGTH:])
    if not text or not summary or text == full:
        return text or summary
    return _join_summary(summary, text)


def _join_summary(summary: str, text: str) -> str:
    """A truncated text, with the summary if that says more."""
    summary_words, text_words = (
        " ".join(part.split()).rstrip(_ELLIPSIS) for part in (summary, text)
    )
    if summary_words in text_words:
        return text
    return summary if text_words in summary_words else f"{summary}\n\n{text}"


def _body(value: object) -> str:
    joint = "\n\n" if isinstance(value, list) else " "
    return strip_markup(clean(_string(value, joint))).strip()


def _string(value: object, joint: str = ", ") -> str:
    """A field as text: objects by their name, lists joined."""
    match value:
        case str():
            return value
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case list():
            return joint.join(words for part in value[:_MAX_ITEMS] if (words := _shallow(part)))
        case dict():
            return next((words for key in _VALUE_KEYS if (words := _shallow(value.get(key)))), "")
        case _:
            return ""


def _shallow(value: object) -> str:
    """As `_string`, without going into nested objects and lists."""
    if isinstance(value, dict):
        value = next((value[key] for key in _VALUE_KEYS if isinstance(value.get(key), str)), "")
    return "" if isinstance(value, list) else _string(value).strip()


def _id(value: object) -> str:
    written = one_line(_string(value))
    return id_from_source(written) if len(written) > _MAX_ID_LENGTH else written


def _outlet(value: object) -> str | None:
    written = one_line(strip_markup(_string(value)))
    return host_of(written) or written or None


def _author(value: object) -> str | None:
    written = one_line(strip_markup(_string(value)))
    if mailed := _MAILED_BY.fullmatch(written):
        written = mailed["name"]
    if web_address(written):  # a profile page is not a name
        return None
    return _BY.sub("", written, count=1) if _BY.match(written) else written or None


def _language(value: object) -> str | None:
    written = _string(value).strip().lower()
    code = _LANGUAGE_CODE.fullmatch(written)
    return code["code"] if code else _LANGUAGES.get(written)


def _int(digits: str) -> int | str:
    """Keeps longer numbers as text: Python refuses to convert thousands of digits."""
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


_JSON = json.JSONDecoder(strict=False, parse_int=_int)


def _kind_of(value: object) -> str:
    kinds = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
