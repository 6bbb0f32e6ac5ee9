"""The figures of a benchmark run, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """How much was indexed."""

    articles: int
    text_bytes: int


@dataclass(frozen=True, slots=True)
class Build:
    """One indexing run, from JSON Lines to a committed index.

    `peak_rss` is the largest single process by getrusage; `peak_pss` is the largest sum over the
    process tree at one time, sampled; `peak_anonymous` is the same without mapped files, whose
    pages the kernel takes back when it needs memory.
    """

    corpus: CorpusSize
    seconds: float
    index_bytes: int
    peak_rss: int
    peak_pss: int
    peak_anonymous: int

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
        return max(self.peak_rss, self.peak_pss) / 1e6


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of each query of one kind: asked for the first time, and repeated."""

    first: tuple[float, ...]
    warm: tuple[float, ...]
    totals: tuple[int, ...]  # articles found


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Milliseconds of whole processes: a search, and the imports that it cannot do without."""

    search_ms: tuple[float, ...]
    imports_ms: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return median(self.search_ms) / median(self.imports_ms)


@dataclass(frozen=True, slots=True)
class SystemResult:
    """All figures of one system; `error` says why some are missing."""

    build: Build | None = None
    latencies: dict[str, Latency] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One benchmark run: every system by name, our smaller index, and the cold start."""

    systems: dict[str, SystemResult]
    smaller_build: Build | None = None
    cold_start: ColdStart | None = None


def percentile_95(values: Sequence[float]) -> float:
    """The 95th percentile, interpolated."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
