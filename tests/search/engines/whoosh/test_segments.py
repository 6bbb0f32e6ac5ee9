"""The segments of a whoosh index: articles by number, deleted ones and what is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.engines.whoosh.segments import Segment, Segments
from onrecord.search.errors import IndexCorrupt, IndexMissing
from tests.corpus import article, fill
from tests.search.engines.scores import CORPUS

WAR = schema.encode(schema.BOTH + "war")


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Segments]:
    """The corpus and an article that was deleted; then one more in a segment of its own."""
    folder = tmp_path_factory.mktemp("segments")
    engine = WhooshEngine.open(str(folder))
    gone = article("gone", "", "war " * 9, outlet="Gone", date=date(2020, 1, 1))
    fill(engine, [*CORPUS, gone])
    writer = engine.writer()
    writer.remove("gone.txt")
    writer.commit()
    writer.close()
    fill(engine, [article("more", "", "war war", outlet="One")])
    segments = Segments.open(folder)
    yield segments
    segments.close()


def test_articles_are_numbered_across_segments(segments: Segments) -> None:
    assert [(part.base, part.size) for part in segments.parts] == [(0, 5), (5, 1)]
    assert segments.live == {0, 1, 2, 3, 5}
    assert segments.deleted == {4}
    ids = [segments.text("id", at) for at in range(6)]
    assert ids == ["a", "b", "c", "d", "gone", "more"]
    assert [segments.article(at).id for at in range(6)] == ids
    assert list(segments.numbers(schema.length_column("text"))) == [3, 2, 5, 1, 9, 2]


def test_averages_are_of_live_articles(segments: Segments, tmp_path: Path) -> None:
    assert segments.average(schema.length_column("text")) == 13 / 5
    assert segments.average(schema.length_column("author")) == 1.0  # all empty
    fill(WhooshEngine.open(str(tmp_path)), [])
    empty = Segments.open(tmp_path)
    assert (empty.parts, empty.live, empty.average("day")) == ((), frozenset(), 1.0)
    empty.close()


def test_values_and_days(segments: Segments) -> None:
    assert [segments.day(at) for at in (0, 2, 3)] == [date(2024, 3, 15), date(2023, 12, 31), None]
    assert segments.value("outlet", 2) == b""
    assert sorted(segments.values("outlet")) == ["One", "Two"]
    assert segments.articles_with("outlet", "One") == [0, 1, 5]
    assert segments.articles_with("outlet", "Gone") == []
    assert segments.articles_with("outlet", "Nobody") == []


@pytest.mark.parametrize(
    ("part", "term", "wanted", "found"),
    [
        (1, WAR, None, [0]),
        (1, WAR, [0], [0]),
        (1, WAR, [], []),
        (0, WAR, None, []),  # deleted
        (0, WAR, [4], []),
        (0, schema.encode(schema.BOTH + "left"), None, [0, 1]),
        (0, schema.encode(schema.BOTH + "left"), [1], [1]),
        (0, schema.encode(schema.BOTH + "left"), [1, 2, 3], [1]),
        (0, schema.encode(schema.BOTH + "zebra"), None, []),
        (0, schema.encode(schema.EXACT + "troops"), [0, 1], [0]),
    ],
)
def test_postings(
    segments: Segments, part: int, term: bytes, wanted: list[int] | None, found: list[int]
) -> None:
    postings = list(segments.parts[part].postings("text", term, wanted))
    assert [article for article, _ in postings] == found


@pytest.mark.parametrize(("size", "is_damaged"), [(1, False), (0, True)])
def test_a_posting_of_an_article_beyond_the_last_is_damage(
    segments: Segments, size: int, is_damaged: bool
) -> None:
    part = segments.parts[1]
    damaged = Segment(part.reader, part.base, part.guard)
    damaged.size = size
    with pytest.raises(IndexCorrupt) if is_damaged else nullcontext():
        assert [article for article, _ in damaged.postings("text", WAR)] == [0]


def test_frequencies_count_deleted_articles(segments: Segments) -> None:
    assert [part.frequency("text", WAR) for part in segments.parts] == [1, 1]


def test_no_index_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="there is no whoosh index at"):
        Segments.open(tmp_path)
