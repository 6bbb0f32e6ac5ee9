"""The writer interface of an engine, and the analysed articles that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.index.analysis import analyzer
from onrecord.index.article import Article

if TYPE_CHECKING:
    from onrecord.index.readers.record import ReadError

FINGERPRINT_LENGTH = 15  # hex digits: 60 bits fit a signed 64-bit column


@dataclass(frozen=True, slots=True)
class FieldTokens:
    """The tokens of a field in order; both layers have the same positions."""

    exact: list[str]
    language: str | None

    @property
    def stem(self) -> list[str]:
        return analyzer.stem(self.exact, self.language)


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article ready for an engine: its token streams by text field and its URL prefixes.

    `fingerprint` has FINGERPRINT_LENGTH hex digits and changes with anything the article was
    made from.
    """

    article: Article
    fields: Mapping[str, FieldTokens]
    url_prefixes: tuple[str, ...]
    fingerprint: str


class Writer(Protocol):
    """The one writer of an index. If its process dies, only uncommitted changes are lost."""

    @property
    def prepare(self) -> Callable[[AnalysedArticle], Any]:
        """The engine's expensive share of the work on one article; `add` takes its result.

        A picklable function, as it runs in worker processes. Raises ReadError for an article
        that the engine cannot take.
        """

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        """The fingerprints by source, of those sources that are in the last commit."""

    def sources(self) -> Iterable[str]:
        """Every source in the last commit."""

    def count(self) -> int:
        """The number of articles in the last commit."""

    def add(self, prepared: Any) -> None:
        """Add an article in place of any with the same source or id."""

    def remove(self, source: str) -> None:
        """Remove the article of a source."""

    def commit(self) -> Sequence[ReadError]:
        """Make all changes durable and visible; returns an error for each article refused."""

    def finish(self) -> None:
        """Declare the run complete, so that `close` puts a rebuild in place."""

    def close(self) -> None:
        """Release the index without committing; an unfinished rebuild changes nothing."""
