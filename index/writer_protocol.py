"""What the indexer needs of an engine, and the analysed form of an article it hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.index.analysis import analyzer
from onrecord.index.article import Article

if TYPE_CHECKING:
    from onrecord.index.readers.record import ReadError

PRINT_DIGITS = 15  # 60 bits: fits a signed 64-bit column


@dataclass(frozen=True, slots=True)
class Layers:
    """A field's tokens in order; both layers have the same positions."""

    exact: list[str]
    language: str | None

    @property
    def stem(self) -> list[str]:
        return analyzer.stem(self.exact, self.language)


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article with its token streams by text field and its address's sites and folders.

    `fingerprint` is PRINT_DIGITS hex digits that stand for all the article was made from.
    """

    article: Article
    layers: Mapping[str, Layers]
    places: tuple[str, ...]
    fingerprint: str


class Writer(Protocol):
    """One process's hold on an index. What is not committed is lost with it, nothing else."""

    @property
    def prepare(self) -> Callable[[AnalysedArticle], Any]:
        """The engine's own, costly share of the work on one article; its result goes to `add`.

        A picklable function: it runs in worker processes. ReadError if the engine cannot take it.
        """

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        """The fingerprints of those sources that are in the index as last committed."""

    def sources(self) -> Iterable[str]:
        """Every source in the index as last committed."""

    def count(self) -> int:
        """How many articles are in the index as last committed."""

    def add(self, prepared: Any) -> None:
        """Put an article in the index, in place of any with its source or its id."""

    def remove(self, source: str) -> None:
        """Take out what came from this source."""

    def commit(self) -> Sequence[ReadError]:
        """Make everything so far lasting and visible; the articles that the engine refused."""

    def finish(self) -> None:
        """Say that all there was to do is committed: `close` may put a rebuild in place."""

    def close(self) -> None:
        """Let go of the index without committing; a rebuild not finished changes nothing."""
