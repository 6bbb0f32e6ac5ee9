"""The peers answer what they are asked, so that their times mean something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from bench import systems
from bench.peers import TOP, Search
from bench.queries import Query, QueryKind

ARTICLES = [
    ("1", "Noon against Putin", "Voters came at noon, they said.", "2024-03-17"),
    ("2", "Results", "The voter said the result was not to be recognised.", "2024-03-20"),
    ("3", "Weather", "The results of the storm were not to be seen.", None),
]
FIELDS = ("id", "title", "text", "date")
MARCH = (date(2024, 3, 17), date(2024, 3, 18))

CASES = [
    (Query(QueryKind.PHRASE_3, ("not", "to", "be")), {"2", "3"}),
    (Query(QueryKind.PHRASE_3, ("noon", "against", "putin")), {"1"}),  # in a title
    (Query(QueryKind.PHRASE_3, ("to", "not", "be")), set()),
    (Query(QueryKind.PHRASE_5, ("not", "to", "be", "seen", "now")), set()),
    (Query(QueryKind.WORD, ("voters",)), {"1", "2"}),
    (Query(QueryKind.TWO_WORDS, ("result", "storm")), {"3"}),
    (Query(QueryKind.TWO_WORDS, ("weather", "storms")), {"3"}),
    (Query(QueryKind.ANY_WORD, ("noon", "storm", "nothing")), {"1", "3"}),
    (Query(QueryKind.PREFIX, ("recog",)), {"2"}),
    (Query(QueryKind.DATED_PHRASE, ("noon", "they", "said"), *MARCH), {"1"}),
    (Query(QueryKind.DATED_PHRASE, ("not", "to", "be"), *MARCH), set()),
]


PEERS = [systems.TANTIVY, systems.SQLITE, systems.WHOOSH]
PEERS += [name for name in systems.reachable() if name != systems.OURS_ON_OPENSEARCH]


@pytest.fixture(scope="module", params=PEERS)
def search(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp(request.param)
    articles = folder.with_suffix(".jsonl")
    rows = [json.dumps(dict(zip(FIELDS, article, strict=True))) for article in ARTICLES]
    articles.write_text("\n".join(rows), "utf-8")
    peer = systems.load(request.param)
    peer.build(articles, folder)
    with peer.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_peer_finds(search: Search, query: Query, expected: set[str]) -> None:
    answer = search(query, TOP)
    assert {identity for identity, _ in answer.hits} == expected
    assert answer.total == len(expected)
    assert all(snippet for _, snippet in answer.hits)


def test_a_peer_counts_beyond_its_hits(search: Search) -> None:
    answer = search(Query(QueryKind.WORD, ("voters",)), 1)
    assert (answer.total, len(answer.hits)) == (2, 1)


def test_every_system_is_measured_somewhere() -> None:
    groups = systems.LARGE, systems.SMALL, systems.SERVED, systems.RANKED
    assert {name for group in groups for name in group} == set(systems.SYSTEMS)
