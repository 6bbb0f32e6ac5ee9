"""The merge policy: which segments a commit merges, so that few remain and few are rewritten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from whoosh.codec.base import Segment
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

SEGMENTS_PER_TIER = 8  # segments of similar size that are merged into one of the next tier
MAX_MERGED_BYTES = 1 << 30  # whoosh cannot store more than 2 GB of articles in one segment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment of the last commit, with its number of live articles and its size on disk."""

    segment: Segment
    live: int
    bytes: int

    @classmethod
    def of(cls, segment: Segment, writer: SegmentWriter) -> Candidate:
        files = segment.list_files(writer.storage)
        live = segment.doc_count_all() - segment.deleted_count()
        return cls(segment, live, sum(map(writer.storage.file_length, files)))

    @property
    def is_mostly_deleted(self) -> bool:
        return bool(2 * self.live < self.segment.doc_count_all())


def merge_tiers(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Merge segments into the one being written; the segments that stay as they are.

    Whoosh's own policy can leave dozens of large segments, and never reclaims deletions.
    """
    candidates = [Candidate.of(segment, writer) for segment in segments]
    new = writer.docnum - writer.newsegment.deleted_count()
    merged = within_bounds(find_merges(candidates, new))
    for candidate in merged:
        if candidate.live:
            reader = SegmentReader(writer.storage, writer.schema, candidate.segment)
            writer.add_reader(reader)
            reader.close()
    gone = {candidate.segment.segment_id() for candidate in merged}
    return [segment for segment in segments if segment.segment_id() not in gone]


def find_merges(candidates: list[Candidate], new: int) -> list[Candidate]:
    """The segments to merge with a new one of `new` articles, smallest first."""
    merged = [candidate for candidate in candidates if candidate.is_mostly_deleted]
    tiers: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if not candidate.is_mostly_deleted:
            tiers[_tier(candidate.live)].append(candidate)
    total = new + sum(candidate.live for candidate in merged)
    for tier in sorted(tiers):
        if len(tiers[tier]) + (_tier(total) == tier) >= SEGMENTS_PER_TIER:
            merged += tiers[tier]
            total += sum(candidate.live for candidate in tiers[tier])
    return sorted(merged, key=lambda candidate: candidate.live)


def _tier(articles: int) -> int:
    """Segments of one tier differ in size by less than SEGMENTS_PER_TIER times."""
    tier = 0
    while articles >= SEGMENTS_PER_TIER:
        articles //= SEGMENTS_PER_TIER
        tier += 1
    return tier


def within_bounds(candidates: list[Candidate]) -> list[Candidate]:
    """As many candidates as fit into one segment, in order."""
    merged, size = [], 0
    for candidate in candidates:
        share = candidate.live / max(candidate.segment.doc_count_all(), 1)
        size += round(candidate.bytes * share)
        if size <= MAX_MERGED_BYTES:
            merged.append(candidate)
    return merged
