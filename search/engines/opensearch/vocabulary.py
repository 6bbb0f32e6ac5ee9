"""The words of an index: kept beside it, since OpenSearch lists no terms of a field.

They are sent before the articles they stand in, so none is ever missing; those of articles that
have gone stay until the index is rebuilt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch.bulk import Action
from onrecord.search.engines.opensearch.retry import TRIES_TO_READ, patiently
from onrecord.search.timeout import check_timeout

MOST_IN_ONE = 5_000  # words of a document
MOST_AT_FIRST = 1_100  # words of the first answer: all that a wildcard may stand for, and some
MOST_ANSWERED = 10_000  # words of each further one; there is no limit to the answers
LAST = "\U0010ffff"  # after every letter; no word has it


def words_to_send(index: str, words: list[str]) -> Iterator[Action]:
    """Documents of words, each named after what it holds, so that it may be sent twice."""
    for start in range(0, len(words), MOST_IN_ONE):
        line = json.dumps({"word": words[start : start + MOST_IN_ONE]}).encode()
        yield Action(index, hashlib.sha256(line).hexdigest(), line)


def read_words(client: OpenSearch, index: str, prefix: str) -> Iterator[str]:
    """The words that begin so, in order."""
    after: str | None = _just_before(prefix)
    most = MOST_AT_FIRST
    while after is not None:
        check_timeout()  # an archive has millions of words
        found = _asked(client, index, after, most)
        words = [bucket["key"]["word"] for bucket in found["buckets"]]
        beginning = [word for word in words if word.startswith(prefix)]
        yield from beginning
        is_last = len(words) < most or len(beginning) < len(words)
        after = None if is_last else found["after_key"]["word"]
        most = MOST_ANSWERED


def _just_before(prefix: str) -> str:
    """A text after which the first word that begins so is the next that can be."""
    return prefix[:-1] + chr(ord(prefix[-1]) - 1) + LAST if prefix else ""


def _asked(client: OpenSearch, index: str, after: str, most: int) -> dict[str, Any]:
    listed = {"size": most, "sources": [{"word": {"terms": {"field": "word"}}}]}
    body = {"size": 0, "aggs": {"words": {"composite": {**listed, "after": {"word": after}}}}}
    whole = {"allow_partial_search_results": "false"}
    answer = patiently(partial(client.search, index=index, body=body, params=whole), TRIES_TO_READ)
    found: dict[str, Any] = answer["aggregations"]["words"]
    return found
