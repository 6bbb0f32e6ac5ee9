"""What a quote check answers: plain values, ready to be shown or written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

JSON_KEYS = (
    "quotation", "words", "verdict", "exact_characters", "total", "passages", "nearest",
    "longest_run", "searched", "took_ms",
)  # fmt: skip


class Verdict(StrEnum):
    """What can be said of a quotation, best first; docs/quotes.md has the rules."""

    VERBATIM = "verbatim"
    ABRIDGED = "abridged"
    ALTERED = "altered"
    SPLICED = "spliced"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the comparison: both sides as they stand, white space and signs behind included.

    `touches` names what a difference changes: negation, number, percentage, date, name.
    """

    kind: str
    claimed: str
    found: str
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truncated:
    """The rest of the sentence that the quotation leaves out, with its words that qualify it."""

    before: str
    after: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a passage stands in."""

    id: str
    title: str
    outlet: str | None
    date: date | None
    url: str | None
    author: str | None
    language: str | None
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where the quotation stands, or nearly: code points [start, end) of a field.

    `lead` and `rest` are what its sentence has before and behind it, `before` and `after` the
    sentences beside that; a long gap in `text` is shown as […].
    """

    verdict: Verdict
    article: Source
    field: str
    start: int
    end: int
    text: str
    exact_characters: bool
    comparison: tuple[Segment, ...]
    same_words: int
    before: str
    lead: str
    rest: str
    after: str
    quoted: bool
    attribution: str | None
    truncated: Truncated | None


@dataclass(frozen=True, slots=True)
class LongestRun:
    """The most words of the quotation that stand side by side anywhere in what was searched."""

    text: str
    words: int
    articles: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched, so that a "no" can be quoted."""

    articles: int
    undated: int
    outlets: int
    first_day: date | None
    last_day: date | None
    last_written: datetime | None


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """The answer to one quote check.

    `total` counts the passages with the verdict; `passages` are these, the earliest dated first,
    then the undated, and behind them those that say it worse. `nearest` only if none was found.
    """

    quotation: str
    words: int
    verdict: Verdict
    exact_characters: bool
    total: int
    passages: tuple[Passage, ...]
    nearest: tuple[Passage, ...]
    longest_run: LongestRun | None
    searched: Searched
    took_ms: float

    @property
    def is_faithful(self) -> bool:
        """Whether nothing but what the quotation itself marks differs."""
        return self.verdict in (Verdict.VERBATIM, Verdict.ABRIDGED)

    def to_json(self) -> dict[str, Any]:
        """The object that the command line and the API print: its keys are a promise."""
        values: Mapping[str, Any] = _plain(asdict(self))
        return {key: values[key] for key in JSON_KEYS}


def _plain(value: Any) -> Any:
    """Days and times as text, all the way down."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case date():
            return value.isoformat()
        case _:
            return value
