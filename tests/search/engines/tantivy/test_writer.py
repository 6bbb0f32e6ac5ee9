"""What a tantivy writer commits, and when it leaves the index alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.storage import lock, manifest
from onrecord.search.engines.tantivy.writer import TantivyWriter
from onrecord.search.errors import IndexCorrupt
from tests.corpus import article

A, B = article("a", "", "text"), article("b", "", "text")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[TantivyWriter]:
    writer = TantivyWriter.open(tmp_path)
    yield writer
    writer.close()


def add(writer: TantivyWriter, one: Article, fingerprint: str = "0" * 15) -> None:
    writer.add(writer.prepare(analyse(one, fingerprint)))


def test_nothing_is_there_until_it_is_committed(writer: TantivyWriter) -> None:
    add(writer, A)
    assert (writer.count(), writer.sources(), writer.fingerprints(["a.txt"])) == (0, [], {})
    assert writer.commit() == ()
    assert (writer.count(), writer.sources()) == (1, ["a.txt"])


@pytest.mark.parametrize("is_committed", [True, False])
@pytest.mark.parametrize(
    "newer",
    [
        article("a", "", "newer"),
        article("a", "", "newer", source="elsewhere.txt"),  # the same id
        article("other", "", "newer", source="a.txt"),  # the same source
    ],
)
def test_an_article_replaces_those_of_its_id_and_source(
    writer: TantivyWriter, newer: Article, is_committed: bool
) -> None:
    add(writer, A)
    add(writer, B)
    if is_committed:
        writer.commit()
    add(writer, newer)
    writer.commit()
    assert writer.count() == 2
    assert sorted(writer.sources()) == sorted([newer.source, "b.txt"])


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_source_is_removed(writer: TantivyWriter, is_committed: bool) -> None:
    add(writer, A)
    add(writer, B)
    if is_committed:
        writer.commit()
    writer.remove("a.txt")
    writer.commit()
    assert writer.sources() == ["b.txt"]


def test_fingerprints_have_all_their_digits(writer: TantivyWriter) -> None:
    prints = {"a.txt": "00000000000000f", "b.txt": "fffffffffffffff"}
    add(writer, A, prints["a.txt"])
    add(writer, B, prints["b.txt"])
    writer.commit()
    assert writer.fingerprints(["a.txt", "unknown.txt", "b.txt"]) == prints
    assert writer.fingerprints([]) == {}


def test_a_commit_of_no_change_leaves_the_index_alone(
    writer: TantivyWriter, tmp_path: Path
) -> None:
    def commits() -> tuple[bytes, bytes]:
        meta = (tmp_path / "tantivy" / "meta.json").read_bytes()
        return meta, (tmp_path / manifest.FILE).read_bytes()

    add(writer, A)
    writer.commit()
    before = commits()
    writer.remove("unknown.txt")
    writer.commit()
    assert commits() == before
    writer.remove("a.txt")
    writer.commit()
    after = commits()
    assert after[0] != before[0]
    assert after[1] != before[1]  # the time of the last change
    writer.remove("a.txt")  # added before the last commit, and gone
    writer.commit()
    assert commits() == after


def test_a_writer_that_cannot_open_the_index_unlocks_it(tmp_path: Path) -> None:
    TantivyWriter.open(tmp_path).close()
    (tmp_path / "tantivy" / "meta.json").write_text("{")
    with pytest.raises(IndexCorrupt, match="cannot be written"):
        TantivyWriter.open(tmp_path)
    lock.acquire(tmp_path).release()


@pytest.mark.parametrize(("is_finished", "sources"), [(True, ["b.txt"]), (False, ["a.txt"])])
def test_a_rebuild_takes_effect_once_it_is_finished(
    tmp_path: Path, is_finished: bool, sources: list[str]
) -> None:
    for one, rebuild in ((A, False), (B, True)):
        writing = TantivyWriter.open(tmp_path, rebuild=rebuild)
        add(writing, one)
        writing.commit()
        if is_finished:
            writing.finish()
        writing.close()
    reading = TantivyWriter.open(tmp_path)
    assert reading.sources() == sources
    reading.close()
