"""Articles as OpenSearch takes them and gives them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from datetime import date
from functools import lru_cache, partial
from typing import Any

import orjson

from onrecord.index.analysis.stemming import StemCache, stem_cache
from onrecord.index.article import Article
from onrecord.index.readers import ReadError
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.opensearch.mapping import document_id, key_of, layer_field
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort, sort_key

LARGEST_LINE = 95 << 20  # bytes; a node takes requests of 100 MiB
FACTS = tuple(field.name for field in fields_of(Article))


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be sent: its line of JSON, and what the writer must know of it."""

    source: str
    document: str
    line: bytes
    words: frozenset[str]  # without those that went with articles prepared before it


def prepare(analysed: AnalysedArticle, writer: str) -> Prepared:
    """An article as the writer of this name sends it; runs in worker processes."""
    article, seen = analysed.article, _seen(writer)
    line = orjson.dumps(_fields(analysed, seen))
    if len(line) > LARGEST_LINE:  # its words go with the next article
        raise ReadError(
            article.source,
            f"too large for OpenSearch: {len(line) >> 20} MB as it is sent, and a request may have "
            f"{LARGEST_LINE >> 20} MB",
        )
    return Prepared(article.source, document_id(article.id), line, seen.take_new())


@dataclass(frozen=True, slots=True)
class _Seen:
    """The words that this process has met for a writer; most of a text has been met before."""

    new: list[str] = field(default_factory=list)  # and not passed on yet
    stems: dict[str | None, dict[str, str]] = field(default_factory=dict)  # by language

    def stems_of(self, language: str | None) -> dict[str, str]:
        """The stems of words; those looked up for the first time are noted as new."""
        if language not in self.stems:
            self.stems[language] = StemCache(partial(self._meet, stem_cache(language).make))
        return self.stems[language]

    def _meet(self, stem: Callable[[str], str], word: str) -> str:
        self.new.append(word)
        return stem(word)

    def take_new(self) -> frozenset[str]:
        """Those to pass on now."""
        new = frozenset(self.new)
        self.new.clear()
        return new


@lru_cache(maxsize=1)
def _seen(_writer: str) -> _Seen:
    """Of the writer that this process prepares for; what is forgotten is only sent again."""
    return _Seen()


def _fields(analysed: AnalysedArticle, seen: _Seen) -> dict[str, Any]:
    article = analysed.article
    fields: dict[str, Any] = {
        "id": key_of(article.id),
        "source": key_of(article.source),
        "place": list(map(key_of, analysed.url_prefixes)),
        "newest": key_of(sort_key(Sort.NEWEST, article.date, article.id)),
        "oldest": key_of(sort_key(Sort.OLDEST, article.date, article.id)),
        "fingerprint": analysed.fingerprint,
        "article": pack(article),
    }
    for name, layers in analysed.fields.items():
        fields[layer_field(name, Layer.EXACT)] = " ".join(layers.exact)
        stems = map(seen.stems_of(layers.language).__getitem__, layers.exact)
        fields[layer_field(name, Layer.STEM)] = " ".join(stems)
    if article.date is not None:
        fields |= {"day": day_number(article.date), "month": day_number(article.date) // 100}
    named = {"outlet": article.outlet, "language": article.language}
    return fields | {name: value for name, value in named.items() if value is not None}


def pack(article: Article) -> dict[str, Any]:
    """An article as JSON holds it."""
    facts = {name: getattr(article, name) for name in FACTS}
    return facts | {"date": article.date and article.date.isoformat()}


def unpack(packed: dict[str, Any]) -> Article:
    """The article of a packed value."""
    day = packed["date"]
    return Article(**packed | {"date": date.fromisoformat(day) if day else None})
