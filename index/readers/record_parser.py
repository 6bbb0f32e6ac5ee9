"""Parses records into articles: the expensive part of reading, run in worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from onrecord.index.article import Article
from onrecord.index.readers.format_registry import PARSERS
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.urls import host_of


def parse(record: Record) -> Article:
    """The article of a record, with metadata and language filled in; raises ReadError."""
    (read,) = parse_each([record])
    if isinstance(read, ReadError):
        raise read
    return read


def parse_each(records: Iterable[Record]) -> list[Article | ReadError]:
    """The article of each record, in order, or the error that prevented it."""
    from onrecord.index.analysis.language_id import detect_each  # takes long to load

    read = [_read(record) for record in records]
    unknown = [
        (at, article)
        for at, article in enumerate(read)
        if isinstance(article, Article) and not article.language
    ]
    languages = detect_each([f"{article.title}\n{article.text}" for _, article in unknown])
    for (at, article), language in zip(unknown, languages, strict=True):
        read[at] = replace(article, language=language)
    return read


def _read(record: Record) -> Article | ReadError:
    """The article of a record, perhaps without its language."""
    try:
        article = _with_metadata(PARSERS[record.format](record), record.metadata)
    except ReadError as error:
        return error
    except Exception as error:  # whatever a library raises on hostile input, the run goes on
        return ReadError(record.source, f"cannot be read ({type(error).__name__}: {error})")
    if article.outlet or not article.url:
        return article
    return replace(article, outlet=host_of(article.url))


def _with_metadata(article: Article, metadata: Mapping[str, str]) -> Article:
    """The article with metadata.csv in preference to what its text states."""
    changes: dict[str, Any] = dict(metadata)
    if "date" in changes:
        changes["date"] = date.fromisoformat(changes["date"])
    return replace(article, **changes) if changes else article
