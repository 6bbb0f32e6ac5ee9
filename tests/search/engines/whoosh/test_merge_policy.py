"""Which segments a whoosh commit merges."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.engines.whoosh.merge_policy import (
    MAX_MERGED_BYTES,
    SEGMENTS_PER_TIER,
    Candidate,
    find_merges,
    within_bounds,
)
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.results.sorting import Sort
from tests.corpus import article


class FakeSegment:
    """As much of a whoosh segment as the policy looks at."""

    def __init__(self, live: int, deleted: int = 0) -> None:
        self.count = live + deleted

    def doc_count_all(self) -> int:
        return self.count


def candidate(live: int, deleted: int = 0, size: int = 1) -> Candidate:
    return Candidate(FakeSegment(live, deleted), live, size)  # type: ignore[arg-type]  # looks like one


@pytest.mark.parametrize(
    ("segments", "new", "merged"),
    [
        ([], 1, []),
        ([(1, 0)] * 6, 1, []),
        ([(1, 0)] * 7, 1, [1] * 7),  # the new one is the eighth
        ([(1, 0)] * 7, 7, [1] * 7),  # of the same tier
        ([(1, 0)] * 7, 8, []),  # of the next
        ([(7, 0)] * 7 + [(8, 0)], 1, [7] * 7),
        ([(63, 0)] * 8 + [(64, 0)] * 6, 0, [63] * 8),  # their sum is two tiers up
        ([(9, 0)] * 7 + [(1, 0)] * 7, 2, [1] * 7 + [9] * 7),  # eight of one make the eighth
        ([(1000, 0)] * 7 + [(1, 0)] * 2, 3, []),
        ([(1000, 0), (40, 41)], 3, [40]),  # mostly deleted
        ([(1000, 0), (40, 40)], 3, []),
        ([(1000, 0), (0, 5)], 0, [0]),
        ([(1, 0)] * 7 + [(8, 9)], 1, [8]),  # with what is left of it the new one is larger
    ],
)
def test_which_segments_are_merged(
    segments: list[tuple[int, int]], new: int, merged: list[int]
) -> None:
    found = find_merges([candidate(*sizes) for sizes in segments], new)
    assert [one.live for one in found] == merged


@pytest.mark.parametrize(
    ("candidates", "merged"),
    [
        ([candidate(1, size=MAX_MERGED_BYTES)], 1),
        ([candidate(1, size=MAX_MERGED_BYTES + 1)], 0),
        ([candidate(1, 1, size=2 * MAX_MERGED_BYTES)], 1),  # half of it is deleted
        ([candidate(1, size=MAX_MERGED_BYTES - 1), candidate(1), candidate(1)], 2),
        ([candidate(0, 0, size=5)], 1),
    ],
)
def test_what_fits_into_one_segment(candidates: list[Candidate], merged: int) -> None:
    assert within_bounds(candidates) == candidates[:merged]


def test_articles_replaced_before_their_commit_do_not_count(tmp_path: Path) -> None:
    writer = WhooshEngine.open(str(tmp_path)).writer()
    for number in range(7):
        writer.add(writer.prepare(analyse(article(f"{number}", "", ""))))
        writer.commit()
    for _ in range(8):  # of one article, so this segment is no larger than the others
        writer.add(writer.prepare(analyse(article("again", "", ""))))
    writer.commit()
    writer.close()
    segments = Segments.open(tmp_path)
    assert (len(segments.parts), len(segments.live)) == (1, 8)
    segments.close()


def test_many_small_commits_leave_few_segments_and_nothing_replaced(tmp_path: Path) -> None:
    engine = WhooshEngine.open(str(tmp_path))
    writer = engine.writer()
    for number in range(40):
        one = article(f"{number % 25}", f"title {number}", "text")
        writer.add(writer.prepare(analyse(one)))
        writer.commit()
    writer.close()
    segments = Segments.open(tmp_path)
    assert len(segments.live) == engine.page(MatchAll(), Sort.NEWEST, None, 1).total == 25
    assert len(segments.parts) < 2 * SEGMENTS_PER_TIER
    assert len(segments.deleted) <= 25
    names = {path.name for path in (tmp_path / "whoosh").iterdir()}
    kept = [name for name in names if not name.endswith((".toc", "WRITELOCK"))]
    assert len(kept) == len(segments.parts)
    segments.close()
    engine.close()
