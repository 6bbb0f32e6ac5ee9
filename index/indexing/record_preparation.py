"""The expensive, parallel part of indexing: turns records into input for an engine's writer."""

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

EnginePrepare = Callable[[AnalysedArticle], Any]


class PreparedRecord(NamedTuple):  # faster to pickle than a dataclass
    """The outcome of a record: its id and what the writer takes, or why it failed."""

    source: str
    size: int
    id: str | None = None
    article: Any = None
    error: ReadError | None = None


def prepare(records: Iterable[Record], engine_prepare: EnginePrepare) -> list[PreparedRecord]:
    """The outcome of each record, in order; one that fails does not affect the others."""
    records = list(records)
    return [
        _prepared(record, parsed, engine_prepare)
        for record, parsed in zip(records, parse_each(records), strict=True)
    ]


def _prepared(
    record: Record, parsed: Article | ReadError, engine_prepare: EnginePrepare
) -> PreparedRecord:
    source, size = record.source, record.size
    if isinstance(parsed, ReadError):
        return PreparedRecord(source, size, error=parsed)
    try:
        article = engine_prepare(analyse(parsed, fingerprint(record)))
    except ReadError as error:  # the engine cannot take it
        return PreparedRecord(source, size, error=error)
    return PreparedRecord(source, size, parsed.id, article)


def fingerprint(record: Record) -> str:
    """A digest of all that an article is made from: the bytes received, and our versions."""
    made_from = f"{record.fingerprint} {schema.VERSION} {analyzer.VERSION}"
    return hashlib.sha256(made_from.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def analyse(article: Article, fingerprint: str = "0" * FINGERPRINT_LENGTH) -> AnalysedArticle:
    """An article with its token streams and URL prefixes."""
    texts = {"title": article.title, "text": article.text, "author": article.author or ""}
    fields = {
        name: FieldTokens(analyzer.tokenize(text), article.language) for name, text in texts.items()
    }
    return AnalysedArticle(article, fields, url_prefixes(article.url), fingerprint)
