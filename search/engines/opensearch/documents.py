"""Encodes articles as the documents sent to OpenSearch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import orjson

from onrecord.index.analysis.stemming import StemCache, stem_cache
from onrecord.index.readers import ReadError
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.opensearch.mapping import document_id, key_of, layer_field
from onrecord.search.engines.stored_fields import ORDER_FIELDS, index_fields, to_json
from onrecord.search.query.ast import Layer

MAX_LINE_BYTES = 95 << 20  # a node takes requests of 100 MiB


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be sent."""

    source: str
    document: str
    line: bytes
    words: frozenset[str]  # except those passed on with articles prepared before


def prepare(analysed: AnalysedArticle, writer: str) -> Prepared:
    """An article as this writer sends it; runs in worker processes."""
    article, seen = analysed.article, _seen(writer)
    line = orjson.dumps(_fields(analysed, seen))
    if len(line) > MAX_LINE_BYTES:  # its words are passed on with the next article
        raise ReadError(
            article.source,
            f"too large for OpenSearch: {len(line) >> 20} MB as it is sent, and a request may have "
            f"{MAX_LINE_BYTES >> 20} MB",
        )
    return Prepared(article.source, document_id(article.id), line, seen.take_new())


@dataclass(frozen=True, slots=True)
class _SeenWords:
    """The words this process has seen for a writer; most of a text has been seen before."""

    new: list[str] = field(default_factory=list)  # not passed on yet
    stems: dict[str | None, dict[str, str]] = field(default_factory=dict)  # by language

    def stems_of(self, language: str | None) -> dict[str, str]:
        """The stems of words; words looked up for the first time are noted as new."""
        if language not in self.stems:
            self.stems[language] = StemCache(partial(self._see, stem_cache(language).make))
        return self.stems[language]

    def _see(self, stem: Callable[[str], str], word: str) -> str:
        self.new.append(word)
        return stem(word)

    def take_new(self) -> frozenset[str]:
        """The words to pass on now."""
        new = frozenset(self.new)
        self.new.clear()
        return new


@lru_cache(maxsize=1)
def _seen(_writer: str) -> _SeenWords:
    """Kept for the last writer; words forgotten are only sent again."""
    return _SeenWords()


def _fields(analysed: AnalysedArticle, seen: _SeenWords) -> dict[str, Any]:
    fields = index_fields(analysed)
    for name in ("id", "source", *ORDER_FIELDS.values()):
        fields[name] = key_of(fields[name])
    fields["place"] = list(map(key_of, fields["place"]))
    fields["article"] = to_json(analysed.article)
    for name, tokens in analysed.fields.items():
        fields[layer_field(name, Layer.EXACT)] = " ".join(tokens.exact)
        stems = map(seen.stems_of(tokens.language).__getitem__, tokens.exact)
        fields[layer_field(name, Layer.STEM)] = " ".join(stems)
    return fields
