"""Which segments a commit merges: few segments in the end, and no article rewritten often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from whoosh.codec.base import Segment
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

CROWD = 8  # segments of like size that make one of the next size
MOST_BYTES = 1 << 30  # whoosh cannot store more than 2 GB of articles in one segment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment of the last commit, with its articles that are left and its size on disk."""

    segment: Segment
    live: int
    bytes: int

    @property
    def is_mostly_deleted(self) -> bool:
        return bool(2 * self.live < self.segment.doc_count_all())


def merge_crowded(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Write crowded and mostly deleted segments into the new one; what is left as it was.

    Whoosh's own policy may let dozens of large segments stand, and never takes up deletions.
    """
    candidates = [_candidate(writer, segment) for segment in segments]
    new = writer.docnum - writer.newsegment.deleted_count()
    merged = _within_bounds(crowded(candidates, new))
    for candidate in merged:
        if candidate.live:
            reader = SegmentReader(writer.storage, writer.schema, candidate.segment)
            writer.add_reader(reader)
            reader.close()
    gone = {candidate.segment.segment_id() for candidate in merged}
    return [segment for segment in segments if segment.segment_id() not in gone]


def crowded(candidates: list[Candidate], new: int) -> list[Candidate]:
    """The segments to merge with a new one of this many articles, smallest first."""
    merged = [candidate for candidate in candidates if candidate.is_mostly_deleted]
    tiers: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if not candidate.is_mostly_deleted:
            tiers[_tier(candidate.live)].append(candidate)
    total = new + sum(candidate.live for candidate in merged)
    for tier in sorted(tiers):
        if len(tiers[tier]) + (_tier(total) == tier) >= CROWD:
            merged += tiers[tier]
            total += sum(candidate.live for candidate in tiers[tier])
    return sorted(merged, key=lambda candidate: candidate.live)


def _tier(articles: int) -> int:
    """Segments that differ in size by less than CROWD times are in one tier."""
    tier = 0
    while articles >= CROWD:
        articles //= CROWD
        tier += 1
    return tier


def _within_bounds(candidates: list[Candidate]) -> list[Candidate]:
    merged, size = [], 0
    for candidate in candidates:
        share = candidate.live / max(candidate.segment.doc_count_all(), 1)
        size += round(candidate.bytes * share)
        if size <= MOST_BYTES:
            merged.append(candidate)
    return merged


def _candidate(writer: SegmentWriter, segment: Segment) -> Candidate:
    live = segment.doc_count_all() - segment.deleted_count()
    files = segment.list_files(writer.storage)
    return Candidate(segment, live, sum(map(writer.storage.file_length, files)))
