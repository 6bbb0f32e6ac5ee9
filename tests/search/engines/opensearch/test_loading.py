"""Loading a cluster: what a killed run leaves, rebuilds behind a name, and many hits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.opensearch import vocabulary_index
from onrecord.search.engines.opensearch.documents import prepare
from onrecord.search.engines.opensearch.engine import OpenSearchEngine
from onrecord.search.engines.opensearch.reading import searcher
from onrecord.search.engines.opensearch.writing import lease
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexLocked, SearchTimeout
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from onrecord.search.timeout import time_limit
from tests.corpus import ARTICLES, article, fill
from tests.engines import discard, url_of
from tests.search.engines.opensearch.numbered import numbered
from tests.search.engines.opensearch.test_cluster import found

ROOT = Path(__file__).parents[4]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    url = url_of("opensearch", tmp_path)
    engine = open_engine(url)
    assert isinstance(engine, OpenSearchEngine)
    yield engine
    engine.close()
    discard(url)


def test_a_new_index_is_made_as_its_address_says(tmp_path: Path) -> None:
    url = url_of("opensearch", tmp_path)
    engine = open_engine(f"{url}?shards=3&replicas=2&codec=best_compression")
    assert isinstance(engine, OpenSearchEngine)
    fill(engine, ARTICLES)
    made = engine.client.indices.get_settings(
        index=engine.address.name, params={"flat_settings": "true"}
    )
    [settings] = [index["settings"] for index in made.values()]
    assert settings["index.number_of_shards"] == "3"
    assert settings["index.auto_expand_replicas"] == "0-2"
    assert settings["index.codec"] == "best_compression"
    assert sorted(found(engine, "-zebra")) == sorted(one.id for one in ARTICLES)
    engine.close()
    discard(url)


def test_a_rebuild_that_is_broken_off_leaves_nothing_behind(engine: OpenSearchEngine) -> None:
    fill(engine, ARTICLES)
    writer = engine.writer(rebuild=True)
    writer.add(writer.prepare(analyse(ARTICLES[0])))
    writer.commit()
    writer.close()
    names = engine.client.indices.get_alias(index=f"{engine.address.name}.*")
    assert len(names) == 3  # articles, words and the lock


LOADER = """
import os, signal, sys
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.registry import open_engine
from onrecord.search.engines.opensearch.writing import writer as module
from tests.search.engines.opensearch.numbered import numbered

module.BATCH_BYTES = 2_000
writer = open_engine(sys.argv[1]).writer()
for number, one in enumerate(numbered(200), start=1):
    writer.add(writer.prepare(analyse(one, f"{number:015x}")))
    if number == 60:
        writer.commit()
    if number == 120:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_after_a_killed_loader_the_next_goes_on_where_it_was(
    engine: OpenSearchEngine, tmp_path: Path
) -> None:
    url = url_of("opensearch", tmp_path)
    killed = subprocess.run([sys.executable, "-c", LOADER, url], check=False, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert len(found(engine, "-zebra")) == 60  # what was committed, and no more
    writer = engine.writer()
    known = writer.fingerprints([f"{number:05d}.txt" for number in range(200)])
    assert 60 < len(known) <= 120  # and what had been sent need not be sent again
    assert known["00007.txt"] == f"{8:015x}"
    writer.close()
    assert len(found(engine, "-zebra")) == len(known)


def test_a_lease_that_is_not_renewed_passes_on(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", -1.0)  # over as soon as it is taken
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 0.0)
    first = engine.writer()
    second = engine.writer()
    first.add(first.prepare(analyse(ARTICLES[0])))
    with pytest.raises(IndexLocked, match=f"being written by process {os.getpid()}"):
        first.commit()
    second.close()


def test_pages_go_on_past_the_result_window(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By default it has 10,000 hits; here 250."""
    monkeypatch.setattr(searcher, "HITS_PER_REQUEST", 100)
    many = numbered(600)
    fill(engine, many)
    window = {"index.max_result_window": 250}
    engine.client.indices.put_settings(index=engine.address.name, body=window)
    assert sorted(found(engine, "day", Sort.RELEVANCE)) == [one.id for one in many]
    assert search(engine, SearchRequest("day", limit=1)).total == len(many)


def test_facets_are_exact_past_one_answer(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "BUCKETS_PER_REQUEST", 2)
    monkeypatch.setattr(vocabulary_index, "FIRST_BATCH_SIZE", 1)
    monkeypatch.setattr(vocabulary_index, "BATCH_SIZE", 2)
    fill(engine, ARTICLES)
    oracle = open_engine("memory:")
    fill(oracle, ARTICLES)
    asked = SearchRequest("-zebra", facets=True)
    assert search(engine, asked).facets == search(oracle, asked).facets
    for prefix in ("p", "putin", "don't", "選", ""):
        assert list(engine.terms(prefix)) == sorted(oracle.terms(prefix)), prefix


def test_reading_all_words_ends_with_the_time_of_the_search(engine: OpenSearchEngine) -> None:
    fill(engine, ARTICLES)
    with time_limit(0), pytest.raises(SearchTimeout):
        engine.terms("")


def test_words_that_came_with_a_change_undone_are_kept(engine: OpenSearchEngine) -> None:
    """They are passed on once, with the first article that has them."""
    rare = article("rare", "Rare", "A quokka.")
    writer = engine.writer()
    for one in (rare, article("rare", "Rare", "None."), article("other", "Other", "A quokka.")):
        writer.add(writer.prepare(analyse(one)))
    writer.commit()
    writer.close()
    assert list(engine.terms("quokk")) == ["quokka"]
    assert found(engine, "quokk*") == ["other"]


def test_a_writer_sends_words_that_another_has_not(engine: OpenSearchEngine) -> None:
    for sending in (False, True):
        writer = engine.writer()
        prepared = writer.prepare(analyse(article("rare", "Rare", "A quokka.")))
        if sending:
            writer.add(prepared)
            writer.commit()
        writer.close()
    assert list(engine.terms("quokk")) == ["quokka"]


def test_long_and_odd_ids_sources_and_words_come_back(engine: OpenSearchEngine) -> None:
    odd = [
        article("x" * 600, "Long id", "w" * 255 + " end"),
        article("/a?b#c é", "Odd id", "Words.", source="s" * 9000),
        article("", "No id", "Words.", source="none"),
    ]
    fill(engine, odd)
    for one in odd:
        assert engine.article(one.id) == one
    assert found(engine, '"' + "w" * 255 + ' end"') == ["x" * 600]
    assert prepare(analyse(odd[0]), "writer").document != odd[0].id
