"""The fields of an article: one table that engines, queries, help and docs read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = 1  # raised when fields change so that an index must be rebuilt


class FieldKind(StrEnum):
    """How a field is searched."""

    TEXT = "text"  # words and phrases, in the exact and the stem layer
    NAME = "name"  # the whole value, chosen among those the index holds
    PLACE = "place"  # a web address, or any site or folder above it
    DAY = "day"  # calendar days


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the user writes it (`name`), with its kind and weight in ranking."""

    name: str
    kind: FieldKind
    help: str
    boost: float = 1.0
    default: bool = False  # searched by words that name no field


FIELDS = (
    Field("title", FieldKind.TEXT, "words of the headline", boost=1.1, default=True),
    Field("text", FieldKind.TEXT, "words of the article itself", default=True),
    Field("author", FieldKind.TEXT, "the byline"),
    Field("outlet", FieldKind.NAME, "who published it: a word of the name, or part of a domain"),
    Field("url", FieldKind.PLACE, "its address: a site and everything below it"),
    Field("lang", FieldKind.NAME, "its language, as an ISO 639-1 code such as en"),
    Field("id", FieldKind.NAME, "its id, as every hit shows it"),
    Field("date", FieldKind.DAY, "the day it was published: 2024, 2024-03, 2024-03-15 or a range"),
    Field("after", FieldKind.DAY, "published on that day or later"),
    Field("before", FieldKind.DAY, "published on that day or earlier"),
)
BY_NAME = {field.name: field for field in FIELDS}
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.kind is FieldKind.TEXT)
DEFAULT_FIELDS = tuple(field.name for field in FIELDS if field.default)
