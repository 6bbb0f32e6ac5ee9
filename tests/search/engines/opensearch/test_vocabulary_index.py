"""The vocabulary is sent in documents of many words and read in batches, in order."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any, cast

import pytest
from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch.vocabulary_index import read_words, words_to_send

NUMBERS = [f"n{number:05d}" for number in range(12_000)]


class Node:
    """Lists words after another one, as a composite aggregation does, and notes each request."""

    def __init__(self, words: list[str]) -> None:
        self.words, self.sizes = sorted(words), list[int]()

    def search(self, *, index: str, body: Any, params: Any) -> Any:
        assert (index, params) == ("words", {"allow_partial_search_results": "false"})
        asked = body["aggs"]["words"]["composite"]
        self.sizes.append(asked["size"])
        after = (word for word in self.words if word > asked["after"]["word"])
        found = list(islice(after, asked["size"]))
        answer: dict[str, Any] = {"buckets": [{"key": {"word": word}} for word in found]}
        if found:
            answer["after_key"] = {"word": found[-1]}
        return {"aggregations": {"words": answer}}


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (5_000, [5_000]), (5_001, [5_000, 1])]
)
def test_words_are_sent_in_documents(count: int, sizes: list[int]) -> None:
    actions = list(words_to_send("words", NUMBERS[:count]))
    sent = [json.loads(action.line or b"")["word"] for action in actions]
    assert list(map(len, sent)) == sizes
    assert [word for words in sent for word in words] == NUMBERS[:count]
    assert [one.identity for one in actions] == [
        one.identity for one in words_to_send("words", NUMBERS[:count])
    ]


@pytest.mark.parametrize(
    ("words", "prefix", "found", "sizes"),
    [
        ([], "", [], [1_100]),
        (["a", "ma", "mb", "n"], "m", ["ma", "mb"], [1_100]),
        (["l\U0010fffe", "m", "n"], "m", ["m"], [1_100]),  # the word itself
        (NUMBERS[:1_099], "n", NUMBERS[:1_099], [1_100]),
        (NUMBERS[:1_100], "n", NUMBERS[:1_100], [1_100, 10_000]),  # there may be more
        ([*NUMBERS[:1_100], "o"], "n", NUMBERS[:1_100], [1_100, 10_000]),
        ([*NUMBERS[:1_099], "o"], "n", NUMBERS[:1_099], [1_100]),  # words after the last
        (NUMBERS, "", NUMBERS, [1_100, 10_000, 10_000]),
        (NUMBERS, "x", [], [1_100]),
    ],
)
def test_words_with_a_prefix(
    words: list[str], prefix: str, found: list[str], sizes: list[int]
) -> None:
    node = Node(words)
    assert list(read_words(cast("OpenSearch", node), "words", prefix)) == found
    assert node.sizes == sizes
