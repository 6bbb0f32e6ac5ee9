"""What the figures must reach, as ratios within one run, so that they hold on any machine."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.queries import PHRASES, Kind
from bench.systems import OPENSEARCH, OURS, OURS_ON_OPENSEARCH, SQLITE, TANTIVY

if TYPE_CHECKING:
    from bench.measurements import Build, Engine, Latency, Run

INDEXING_TO_TANTIVY = 0.6
INDEXING_TO_OPENSEARCH = 0.6
SEARCH_TO_TANTIVY = 3.0
SEARCH_TO_SQLITE = 1.0
COLD_TO_IMPORTS = 4.0
PEAK_MEGABYTES = 600.0
HELD_GROWTH = 1.15  # at three times the articles; the rest is noise
INDEX_TO_TEXT = 1.3
COUNTS_APART = 0.02


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound and the figure to hold against it, None where it could not be measured."""

    name: str
    figure: float | None
    bound: float
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound

    @property
    def verdict(self) -> str:
        return {True: "pass", False: "MISS", None: "not measured"}[self.met]


def goals(run: Run) -> list[Goal]:
    """Every goal with what this run says of it."""
    return [*indexing_goals(run), loading_goal(run), *search_goals(run), cold_goal(run)]


def indexing_goals(run: Run) -> list[Goal]:
    """Rate, memory and size of our default engine."""
    ours, native = build_of(run, OURS), build_of(run, TANTIVY)
    held, held_before = held_of(ours), held_of(run.smaller_build)
    rate = ratio(rate_of(ours), rate_of(native))
    return [
        Goal("indexing rate / raw tantivy", rate, INDEXING_TO_TANTIVY, at_least=True),
        Goal("peak memory of indexing, MB", peak_of(ours), PEAK_MEGABYTES),
        Goal("memory held / at a third of the corpus", ratio(held, held_before), HELD_GROWTH),
        Goal("index size / text", ours.index_per_text if ours else None, INDEX_TO_TEXT),
    ]


def loading_goal(run: Run) -> Goal:
    """Articles into one OpenSearch node, against its own bulk helper fed with them raw."""
    ours, native = build_of(run, OURS_ON_OPENSEARCH), build_of(run, OPENSEARCH)
    rate = ratio(rate_of(ours), rate_of(native))
    return Goal("loading rate / raw opensearch", rate, INDEXING_TO_OPENSEARCH, at_least=True)


def search_goals(run: Run) -> list[Goal]:
    """The median of each kind of query against both peers."""
    return [
        Goal(f"{kind}: median / {peer}", ratio_of_medians(run, peer, kind), bound)
        for peer, bound in ((TANTIVY, SEARCH_TO_TANTIVY), (SQLITE, SEARCH_TO_SQLITE))
        for kind in Kind
    ]


def cold_goal(run: Run) -> Goal:
    """A search on the command line from nothing."""
    figure = run.cold_start.ratio if run.cold_start else None
    return Goal("cold `onrecord search` / its imports", figure, COLD_TO_IMPORTS)


def disagreements(engines: dict[str, Engine], reference: str) -> list[str]:
    """Where an engine counts more than 2% more or fewer articles for phrases than the reference."""
    return [
        f"{name}, {kind}: {sum(theirs.totals)} articles, {reference} {sum(known.totals)}"
        for name in engines
        if name != reference
        for kind in PHRASES
        if (theirs := latency_of(engines, name, kind))
        and (known := latency_of(engines, reference, kind))
        if abs(sum(theirs.totals) - sum(known.totals)) > COUNTS_APART * sum(known.totals)
    ]


def ratio(figure: float | None, other: float | None) -> float | None:
    """The one by the other, where both were measured."""
    return figure / other if figure is not None and other else None


def rate_of(build: Build | None) -> float | None:
    """Articles a second."""
    return build.articles_per_second if build else None


def peak_of(build: Build | None) -> float | None:
    """Megabytes at most."""
    return build.peak_megabytes if build else None


def held_of(build: Build | None) -> float | None:
    """Bytes at most, without mapped files."""
    return build.peak_held if build else None


def build_of(run: Run, name: str) -> Build | None:
    """How this engine's indexing went."""
    return run.engines[name].build if name in run.engines else None


def latency_of(engines: dict[str, Engine], name: str, kind: Kind) -> Latency | None:
    """How this engine answered this kind."""
    return engines[name].latencies.get(kind) if name in engines else None


def ratio_of_medians(run: Run, peer: str, kind: Kind) -> float | None:
    """Ours to the peer's, over the queries to which the peer found something.

    A stemming tokenizer finds nothing for many prefixes, which takes it no time.
    """
    ours, theirs = (latency_of(run.engines, name, kind) for name in (OURS, peer))
    if not ours or not theirs:
        return None
    pairs = zip(ours.milliseconds, theirs.milliseconds, theirs.totals, strict=True)
    answered = [(own, other) for own, other, total in pairs if total]
    if not answered:
        return None
    own, other = zip(*answered, strict=True)
    return ratio(median(own), median(other))
