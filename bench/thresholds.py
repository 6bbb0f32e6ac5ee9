"""Performance goals, mostly as ratios to peers within one run, so that they hold on any machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.measurements import Build, Latency, Run, SystemResult
from bench.queries import PHRASES, QueryKind
from bench.systems import OPENSEARCH, OURS, OURS_ON_OPENSEARCH, SQLITE, TANTIVY

INDEXING_TO_TANTIVY = 0.6
INDEXING_TO_OPENSEARCH = 0.6
SEARCH_TO_TANTIVY = 3.0
SEARCH_TO_SQLITE = 1.0
COLD_START_TO_IMPORTS = 4.0
MAX_PEAK_MEGABYTES = 600.0
MAX_ANONYMOUS_GROWTH = 1.15  # for three times the articles; the rest is noise
INDEX_TO_TEXT = 1.3
MAX_COUNT_DIFFERENCE = 0.02


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound and the figure it applies to, None if that could not be measured.

    Search goals apply to queries asked for the first time; `warm` shows the repeated ones.
    """

    name: str
    figure: float | None
    bound: float
    at_least: bool = False
    warm: float | None = None

    @property
    def met(self) -> bool | None:
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound

    @property
    def verdict(self) -> str:
        return {True: "pass", False: "MISS", None: "not measured"}[self.met]


def goals(run: Run) -> list[Goal]:
    """Every goal with its figure from this run."""
    ours = build_of(run, OURS)
    growth = ratio(_get(ours, _anonymous), _get(run.smaller_build, _anonymous))
    cold = run.cold_start.ratio if run.cold_start else None
    return [
        rate_goal(run, OURS, TANTIVY, INDEXING_TO_TANTIVY),
        Goal("peak memory of indexing, MB", _get(ours, _peak), MAX_PEAK_MEGABYTES),
        Goal("anonymous memory / at a third of the corpus", growth, MAX_ANONYMOUS_GROWTH),
        Goal("index size / text", _get(ours, lambda build: build.index_per_text), INDEX_TO_TEXT),
        rate_goal(run, OURS_ON_OPENSEARCH, OPENSEARCH, INDEXING_TO_OPENSEARCH),
        *(search_goal(run, TANTIVY, kind, SEARCH_TO_TANTIVY) for kind in QueryKind),
        *(search_goal(run, SQLITE, kind, SEARCH_TO_SQLITE) for kind in QueryKind),
        Goal("cold `onrecord search` / its imports", cold, COLD_START_TO_IMPORTS),
    ]


def rate_goal(run: Run, ours: str, peer: str, bound: float) -> Goal:
    """Articles indexed a second, by the peer's."""
    own, other = (_get(build_of(run, name), _rate) for name in (ours, peer))
    return Goal(f"indexing rate / {peer}", ratio(own, other), bound, at_least=True)


def search_goal(run: Run, peer: str, kind: QueryKind, bound: float) -> Goal:
    """The median of one kind of query, by the peer's."""
    first = ratio_of_medians(run, peer, kind, lambda latency: latency.first)
    warm = ratio_of_medians(run, peer, kind, lambda latency: latency.warm)
    return Goal(f"{kind}: median / {peer}", first, bound, warm=warm)


def ratio_of_medians(
    run: Run, peer: str, kind: QueryKind, times: Callable[[Latency], tuple[float, ...]]
) -> float | None:
    """Ours to the peer's, over the queries to which the peer found something.

    A stemming tokenizer finds nothing for many prefixes, and quickly.
    """
    ours, theirs = (latency_of(run.systems, name, kind) for name in (OURS, peer))
    if not ours or not theirs:
        return None
    triples = zip(times(ours), times(theirs), theirs.totals, strict=True)
    answered = [(own, other) for own, other, total in triples if total]
    if not answered:
        return None
    own, other = zip(*answered, strict=True)
    return ratio(median(own), median(other))


def disagreements(systems: dict[str, SystemResult], reference: str) -> list[str]:
    """Where the total of phrases differs from the reference's by more than 2%."""
    return [
        f"{name}, {kind}: {sum(theirs.totals)} articles, {reference} {sum(known.totals)}"
        for name in systems
        if name != reference
        for kind in PHRASES
        if (theirs := latency_of(systems, name, kind))
        and (known := latency_of(systems, reference, kind))
        if abs(sum(theirs.totals) - sum(known.totals)) > MAX_COUNT_DIFFERENCE * sum(known.totals)
    ]


def ratio(figure: float | None, other: float | None) -> float | None:
    """The first by the second, if both were measured."""
    return figure / other if figure is not None and other else None


def build_of(run: Run, name: str) -> Build | None:
    return run.systems[name].build if name in run.systems else None


def latency_of(systems: dict[str, SystemResult], name: str, kind: QueryKind) -> Latency | None:
    return systems[name].latencies.get(kind) if name in systems else None


def _get(build: Build | None, figure: Callable[[Build], float]) -> float | None:
    return figure(build) if build else None


def _rate(build: Build) -> float:
    return build.articles_per_second


def _peak(build: Build) -> float:
    return build.peak_megabytes


def _anonymous(build: Build) -> float:
    return build.peak_anonymous
