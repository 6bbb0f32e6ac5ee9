"""Reads of a tantivy index: exact counts, and damage that is reported."""

from __future__ import annotations

import pytest
from tantivy import Query

from onrecord.search.engines.tantivy.storage import IndexReader
from onrecord.search.errors import IndexCorrupt
from tests.search.engines.scores import CORPUS
from tests.search.engines.tantivy.ram import reader_of


@pytest.fixture(scope="module")
def reader() -> IndexReader:
    garbled = [{"id": "z", "article": packed} for packed in (b"garbled", b"")]
    return reader_of(CORPUS, *garbled, {"id": "y"})


def test_counts(reader: IndexReader) -> None:
    assert reader.num_docs == 7
    assert reader.count(Query.all_query()) == 7
    assert reader.count(Query.empty_query()) == 0
    assert reader.doc_freq("text", "left") == 2
    assert reader.doc_freq("text", "zebra") == 0


def test_an_article_is_found_by_a_whole_value(reader: IndexReader) -> None:
    address = reader.find("id", "b")
    assert address is not None
    assert reader.article(address) == CORPUS[1]
    assert reader.newest_key(address).endswith("b")
    assert reader.find("id", "") is None
    assert reader.find("source", "b") is None
    assert reader.fast_values("day", [address]) == [20240301]


def test_terms_by_prefix(reader: IndexReader) -> None:
    assert sorted(reader.terms("text", "tr")) == ["troop", "troops"]
    assert sorted(reader.terms("text", "_tr")) == ["_troop"]
    assert reader.terms("text", "zebra") == []


@pytest.mark.parametrize("identity", ["z", "y"])
def test_a_garbled_article_is_damage(reader: IndexReader, identity: str) -> None:
    address = reader.find("id", identity)
    assert address is not None
    with pytest.raises(IndexCorrupt, match="the index at news cannot be read"):
        reader.article(address)
    with pytest.raises(IndexCorrupt):
        reader.newest_key(address)


def test_a_call_that_tantivy_refuses_is_damage(reader: IndexReader) -> None:
    with pytest.raises(IndexCorrupt):
        reader.search(Query.all_query(), 1, order_by_field="nosuch")
