"""The vocabulary of an index, kept in an index of its own: OpenSearch cannot list terms cheaply.

Words are sent before the articles that contain them, so none is ever missing; words of deleted
articles stay until a rebuild.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch.bulk import Action
from onrecord.search.engines.opensearch.connection import READ_TRIES, retry
from onrecord.search.timeout import check_timeout

WORDS_PER_DOCUMENT = 5_000
FIRST_BATCH_SIZE = 1_100  # all the words that a wildcard may expand to, and some
BATCH_SIZE = 10_000
LAST_CHAR = "\U0010ffff"  # sorts after every letter; no word contains it


def words_to_send(index: str, words: list[str]) -> Iterator[Action]:
    """Documents of words, named after their content, so that sending one twice does no harm."""
    for start in range(0, len(words), WORDS_PER_DOCUMENT):
        line = json.dumps({"word": words[start : start + WORDS_PER_DOCUMENT]}).encode()
        yield Action(index, hashlib.sha256(line).hexdigest(), line)


def read_words(client: OpenSearch, index: str, prefix: str) -> Iterator[str]:
    """The words with a prefix, in order."""
    after: str | None = _just_before(prefix)
    size = FIRST_BATCH_SIZE
    while after is not None:
        check_timeout()  # an archive has millions of words
        found = _batch(client, index, after, size)
        words = [bucket["key"]["word"] for bucket in found["buckets"]]
        matching = [word for word in words if word.startswith(prefix)]
        yield from matching
        is_last = len(words) < size or len(matching) < len(words)
        after = None if is_last else found["after_key"]["word"]
        size = BATCH_SIZE


def _just_before(prefix: str) -> str:
    """A string that sorts directly before the first possible word with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) - 1) + LAST_CHAR if prefix else ""


def _batch(client: OpenSearch, index: str, after: str, size: int) -> dict[str, Any]:
    listed = {"size": size, "sources": [{"word": {"terms": {"field": "word"}}}]}
    body = {"size": 0, "aggs": {"words": {"composite": {**listed, "after": {"word": after}}}}}
    whole = {"allow_partial_search_results": "false"}
    answer = retry(partial(client.search, index=index, body=body, params=whole), READ_TRIES)
    found: dict[str, Any] = answer["aggregations"]["words"]
    return found
