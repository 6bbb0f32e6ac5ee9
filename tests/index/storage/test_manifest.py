"""What an index was made with, as it is kept beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.index import schema
from onrecord.index.analysis import analyzer
from onrecord.index.storage import manifest
from onrecord.index.storage.manifest import Manifest

MADE = Manifest("tantivy", schema.VERSION, analyzer.VERSION, datetime(2024, 3, 17, 12, tzinfo=UTC))
OUTDATED = [  # (manifest, why it cannot be used)
    (MADE, None),
    (replace(MADE, engine="whoosh"), None),
    (replace(MADE, schema=0), "its schema is 0, this version's is"),
    (replace(MADE, schema=schema.VERSION + 1), "its schema is"),
    (replace(MADE, analysis=0), "its analysis is 0, this version's is"),
]
VALUES = {"engine": "tantivy", "schema": 1, "analysis": 1, "last_written": "2024-03-17T12:00:00"}
DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"{}",
    *(json.dumps(VALUES | {key: None}).encode() for key in ("schema", "analysis", "last_written")),
    *(json.dumps({k: v for k, v in VALUES.items() if k != key}).encode() for key in VALUES),
    json.dumps(VALUES | {"last_written": "yesterday"}).encode(),
]


@pytest.mark.parametrize(("made", "reason"), OUTDATED)
def test_an_index_of_another_version_must_be_made_anew(made: Manifest, reason: str | None) -> None:
    found = manifest.needs_rebuild(made)
    assert (found is None) if reason is None else (reason in str(found))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    manifest.write(tmp_path, replace(MADE, schema=0))
    manifest.write(tmp_path, MADE)
    assert manifest.read(tmp_path) == MADE
    assert [path.name for path in tmp_path.iterdir()] == [manifest.FILE]  # no drafts stay


def test_an_index_made_now_can_be_used_and_knows_its_time_zone(tmp_path: Path) -> None:
    manifest.write(tmp_path, manifest.current("tantivy"))
    made = manifest.read(tmp_path)
    assert made is not None
    assert manifest.needs_rebuild(made) is None
    assert made.last_written.tzinfo is not None


def test_there_may_be_none(tmp_path: Path) -> None:
    assert manifest.read(tmp_path) is None
    assert manifest.read(tmp_path / "missing") is None
    assert not manifest.is_index(tmp_path)
    manifest.write(tmp_path, replace(MADE, schema=0))
    assert manifest.is_index(tmp_path)  # of whatever version


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_one_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / manifest.FILE).write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        manifest.read(tmp_path)
    assert not manifest.is_index(tmp_path)
