"""The stored and filterable fields of an article that engines have in common."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from onrecord.index.article import Article
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.results.sorting import Sort, sort_key

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
ORDER_FIELDS = {Sort.NEWEST: "newest", Sort.OLDEST: "oldest"}
# Field names of plans, and those of the tantivy and OpenSearch schemas.
KEYWORD_FIELDS = {"id": "id", "outlet": "outlet", "lang": "language", "url": "place"}


def to_json(article: Article) -> dict[str, Any]:
    """An article as JSON values."""
    values = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    return values | {"date": article.date and article.date.isoformat()}


def from_json(values: dict[str, Any]) -> Article:
    """The article of JSON values."""
    day = values["date"]
    return Article(**values | {"date": date.fromisoformat(day) if day else None})


def index_fields(analysed: AnalysedArticle) -> dict[str, Any]:
    """The fields to look up, filter, sort and count by; unknown ones are left out."""
    article = analysed.article
    values: dict[str, Any] = {
        "id": article.id,
        "source": article.source,
        "place": list(analysed.url_prefixes),
        "fingerprint": analysed.fingerprint,
        "outlet": article.outlet,
        "language": article.language,
    }
    for sort, name in ORDER_FIELDS.items():
        values[name] = sort_key(sort, article.date, article.id)
    if article.date is not None:
        values |= {"day": day_number(article.date), "month": day_number(article.date) // 100}
    return {name: value for name, value in values.items() if value is not None}


def date_of(day: float | None) -> date | None:
    """The date of a day number such as 20240315."""
    if day is None:
        return None
    return date(int(day) // 10_000, int(day) // 100 % 100, int(day) % 100)
