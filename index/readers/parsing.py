"""A record to its article: the expensive part of reading, so that it can run in any process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from index.addresses import host_of
from index.article import Article
from index.language import detect
from index.readers.formats import PARSERS
from index.readers.record import ReadError, Record


def parse(record: Record) -> Article:
    """The article of a record, completed by metadata.csv and language; raises ReadError."""
    try:
        article = _filled(PARSERS[record.format](record), record.given)
    except ReadError:
        raise
    except Exception as error:  # whatever hostile input makes a library raise, the run goes on
        raise ReadError(
            record.source, f"cannot be read ({type(error).__name__}: {error})"
        ) from error
    outlet = article.outlet or (host_of(article.url) if article.url else None)
    language = article.language or detect(f"{article.title}\n{article.text}")
    return replace(article, outlet=outlet, language=language)


def id_in(record: Record) -> str | None:
    """The id that a record's article has; None if it cannot be read."""
    try:
        return PARSERS[record.format](record).id
    except Exception:  # it has been told already
        return None


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
