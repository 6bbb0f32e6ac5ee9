"""What a run measures, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was indexed."""

    articles: int
    text_bytes: int


@dataclass(frozen=True, slots=True)
class Build:
    """One run of indexing, from JSON Lines to a committed index.

    `peak_process` is the largest process by getrusage, `peak_tree` the largest sum over all
    its processes at one time, sampled; both count mapped files that are in memory. `peak_held` is
    that sum without them: the system takes back the pages of an index when it needs the memory.
    """

    corpus: Corpus
    seconds: float
    index_bytes: int
    peak_process: int
    peak_tree: int
    peak_held: int

    @property
    def articles_per_second(self) -> float:
        return self.corpus.articles / self.seconds

    @property
    def megabytes_per_second(self) -> float:
        return self.corpus.text_bytes / 1e6 / self.seconds

    @property
    def index_per_text(self) -> float:
        return self.index_bytes / self.corpus.text_bytes

    @property
    def peak_megabytes(self) -> float:
        return max(self.peak_process, self.peak_tree) / 1e6


@dataclass(frozen=True, slots=True)
class Latency:
    """How long the queries of one kind took, and how many articles each found."""

    milliseconds: tuple[float, ...]
    totals: tuple[int, ...]

    @property
    def median_ms(self) -> float:
        return median(self.milliseconds)

    @property
    def p95_ms(self) -> float:
        return percentile_95(self.milliseconds)


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Whole processes: a search, and the imports that no search can do without."""

    search_ms: tuple[float, ...]
    imports_ms: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return median(self.search_ms) / median(self.imports_ms)


@dataclass(frozen=True, slots=True)
class Engine:
    """All that was measured of one engine; `error` says why something is missing."""

    build: Build | None = None
    latencies: dict[str, Latency] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: every engine by name, our smaller index, and the start from cold."""

    engines: dict[str, Engine]
    smaller_build: Build | None = None
    cold_start: ColdStart | None = None


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 in 100 do not exceed, between neighbours where it falls there."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
