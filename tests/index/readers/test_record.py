"""Records and errors travel between processes; a fingerprint changes when an article would."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator

import pytest

from onrecord.index.article import id_from_source
from onrecord.index.readers import ReadError, Record
from onrecord.index.readers.record import MAX_ARTICLE_BYTES

RECORD = Record("a.jsonl#1", "0" * 64, "json", b'{"title":"x"}', {"outlet": "The Post"})


@pytest.mark.parametrize("value", [RECORD, ReadError("a.txt", "has no text")])
def test_it_can_be_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


def test_the_size_of_an_article_is_limited_to_32_mib() -> None:
    assert MAX_ARTICLE_BYTES == 33_554_432


@pytest.mark.parametrize(("given", "identity"), [("7", "7"), ("", id_from_source("a.jsonl#1"))])
def test_an_article_without_an_id_has_one_of_its_source(given: str, identity: str) -> None:
    assert RECORD.article("T", "", id=given).id == identity


@pytest.mark.parametrize(
    ("content", "size"),
    [(b"", 0), ("é".encode(), 2), ({}, 0), ({"title": "é", "text": "abc", "views": 12}, 6)],
)
def test_the_size_of_a_record(content: bytes | dict[str, object], size: int) -> None:
    assert Record("a", "0", "row", content).size == size


def test_an_error_passes_through_a_context_manager() -> None:
    @contextlib.contextmanager
    def opened() -> Iterator[None]:
        yield

    with pytest.raises(ReadError, match=r"a\.txt: has no text"), opened():
        raise ReadError("a.txt", "has no text")


@pytest.mark.parametrize(
    ("sha256", "metadata"),
    [("1" * 64, RECORD.metadata), ("0" * 64, {}), ("0" * 64, {"title": "The Post"})],
)
def test_the_fingerprint_tells_other_bytes_and_other_metadata(
    sha256: str, metadata: dict[str, str]
) -> None:
    other = Record(RECORD.source, sha256, RECORD.format, RECORD.content, metadata)
    assert other.fingerprint != RECORD.fingerprint
