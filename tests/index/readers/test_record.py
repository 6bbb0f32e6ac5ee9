"""Records and errors travel between processes; a fingerprint changes when an article would."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator

import pytest

from onrecord.index.readers import ReadError, Record

RECORD = Record("a.jsonl#1", "0" * 64, "json", b'{"title":"x"}', {"outlet": "The Post"})


@pytest.mark.parametrize("value", [RECORD, ReadError("a.txt", "has no text")])
def test_it_can_be_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


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
