"""A record to its article: the expensive part of reading, so that it can run in any process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from onrecord.index.analysis.language_id import detect_each
from onrecord.index.article import Article
from onrecord.index.readers.format_registry import PARSERS
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.urls import host_of


def parse(record: Record) -> Article:
    """The article of a record, completed by metadata.csv and language; raises ReadError."""
    (read,) = parse_each([record])
    if isinstance(read, ReadError):
        raise read
    return read


def parse_each(records: Iterable[Record]) -> list[Article | ReadError]:
    """The article of each record, in order, or describe_error it could not be read."""
    read = [_read(record) for record in records]
    untold = [
        (at, article)
        for at, article in enumerate(read)
        if isinstance(article, Article) and not article.language
    ]
    languages = detect_each([f"{article.title}\n{article.text}" for _, article in untold])
    for (at, article), language in zip(untold, languages, strict=True):
        read[at] = replace(article, language=language)
    return read


def _read(record: Record) -> Article | ReadError:
    """The article of a record, whose language may not be told yet."""
    try:
        article = _filled(PARSERS[record.format](record), record.given)
    except ReadError as error:
        return error
    except Exception as error:  # whatever hostile input makes a library raise, the run goes on
        return ReadError(record.source, f"cannot be read ({type(error).__name__}: {error})")
    if article.outlet or not article.url:
        return article
    return replace(article, outlet=host_of(article.url))


def _filled(article: Article, given: Mapping[str, str]) -> Article:
    """The article with a person's word over what was found in its text."""
    if not given:
        return article
    return replace(
        article,
        title=given.get("title", article.title),
        date=date.fromisoformat(given["date"]) if "date" in given else article.date,
        outlet=given.get("outlet", article.outlet),
        url=given.get("url", article.url),
        author=given.get("author", article.author),
    )
