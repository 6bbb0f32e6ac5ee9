"""From a record as received to what an engine's writer takes: the costly, parallel part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from onrecord.index import schema
from onrecord.index.analysis import analyzer
from onrecord.index.article import Article
from onrecord.index.readers import ReadError, Record, parse_each
from onrecord.index.text.urls import url_prefixes
from onrecord.index.writer_protocol import FINGERPRINT_LENGTH, AnalysedArticle, FieldTokens

Prepare = Callable[[AnalysedArticle], Any]


class PreparedRecord(NamedTuple):  # which is quick to send from process to process
    """One record's outcome: what the writer takes, or describe_error it could not be read."""

    source: str
    size: int
    article: Any = None
    error: ReadError | None = None


def prepare(records: Iterable[Record], engine_part: Prepare) -> list[PreparedRecord]:
    """The outcome of each record, in order; a record that fails does not touch the others."""
    records = list(records)
    return [
        _prepared(record, read, engine_part)
        for record, read in zip(records, parse_each(records), strict=True)
    ]


def fingerprint(record: Record) -> str:
    """A digest of all an article is made from: what was received, and our versions."""
    made_of = f"{record.fingerprint} {schema.VERSION} {analyzer.VERSION}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def size_of(record: Record) -> int:
    """The bytes of a record as received, or nearly so."""
    content = record.content
    return len(content) if isinstance(content, bytes) else sum(map(len, map(str, content.values())))


def analyse(article: Article, mark: str = "0" * FINGERPRINT_LENGTH) -> AnalysedArticle:
    """An article with its token streams, stemmed as its language has it."""
    texts = {"title": article.title, "text": article.text, "author": article.author or ""}
    layers = {
        field: FieldTokens(analyzer.tokenize(text), article.language)
        for field, text in texts.items()
    }
    return AnalysedArticle(article, layers, url_prefixes(article.url), mark)


def _prepared(record: Record, read: Article | ReadError, engine_part: Prepare) -> PreparedRecord:
    source, size = record.source, size_of(record)
    if isinstance(read, ReadError):
        return PreparedRecord(source, size, error=read)
    try:
        made = engine_part(analyse(read, fingerprint(record)))
    except ReadError as error:  # the engine cannot take it
        return PreparedRecord(source, size, error=error)
    return PreparedRecord(source, size, article=made)
