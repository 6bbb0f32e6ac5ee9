"""The searchable fields of an article: one table for engines, queries, help and docs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = 1  # raise it when fields change: indexes must be rebuilt


class FieldKind(StrEnum):
    """How a field is searched."""

    TEXT = "text"  # words and phrases, in the exact and the stem layer
    KEYWORD = "keyword"  # the whole value, matched against those in the index
    URL = "url"  # a URL, or any domain or folder above it
    DATE = "date"  # calendar days


@dataclass(frozen=True, slots=True)
class Field:
    """A field under the name users type, with its kind and its boost in ranking."""

    name: str
    kind: FieldKind
    help: str
    boost: float = 1.0
    default: bool = False  # searched by words without a field


FIELDS = (
    Field("title", FieldKind.TEXT, "words of the headline", boost=1.1, default=True),
    Field("text", FieldKind.TEXT, "words of the article itself", default=True),
    Field("author", FieldKind.TEXT, "the byline"),
    Field("outlet", FieldKind.KEYWORD, "who published it: a word of the name, or part of a domain"),
    Field("url", FieldKind.URL, "its address: a site and everything below it"),
    Field("lang", FieldKind.KEYWORD, "its language, as an ISO 639-1 code such as en"),
    Field("id", FieldKind.KEYWORD, "its id, as every hit shows it"),
    Field("date", FieldKind.DATE, "the day it was published: 2024, 2024-03, 2024-03-15 or a range"),
    Field("after", FieldKind.DATE, "published on that day or later"),
    Field("before", FieldKind.DATE, "published on that day or earlier"),
)
BY_NAME = {field.name: field for field in FIELDS}
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.kind is FieldKind.TEXT)
DEFAULT_FIELDS = tuple(field.name for field in FIELDS if field.default)
