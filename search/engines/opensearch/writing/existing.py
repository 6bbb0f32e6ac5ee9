"""What an index holds as last committed, as far as its writer has to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch.mapping import key_of
from onrecord.search.engines.opensearch.retry import patiently

MOST_SOURCES = 10_000  # of one answer


@dataclass(frozen=True, slots=True)
class Held:
    """The articles of an index, by their sources."""

    client: OpenSearch
    index: str

    def count(self) -> int:
        return int(patiently(partial(self.client.count, index=self.index))["count"])

    def sources(self) -> Iterator[str]:
        """Every source, in order."""
        asked: dict[str, Any] = {"size": MOST_SOURCES, "sort": ["source"], "_source": False}
        while hits := self._hits(asked):
            yield from (hit["sort"][0] for hit in hits)
            asked["search_after"] = hits[-1]["sort"]

    def found(self, sources: list[str], fields: tuple[str, ...]) -> list[dict[str, Any]]:
        """The articles from these sources, with these fields of theirs."""
        asked = {
            "query": {"bool": {"filter": [{"terms": {"source": list(map(key_of, sources))}}]}},
            "size": MOST_SOURCES,
            "_source": False,
            "docvalue_fields": list(fields),
        }
        return self._hits(asked)

    def _hits(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        whole = {"allow_partial_search_results": "false"}
        ask = partial(self.client.search, index=self.index, body=asked, params=whole)
        hits: list[dict[str, Any]] = patiently(ask)["hits"]["hits"]
        return hits
