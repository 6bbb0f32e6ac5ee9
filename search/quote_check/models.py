"""Results of a quote check: plain values that print as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The verdict on a quotation, best first; docs/quotes.md defines each."""

    VERBATIM = "verbatim"
    ABRIDGED = "abridged"
    ALTERED = "altered"
    SPLICED = "spliced"
    NOT_FOUND = "not_found"

    @property
    def rank(self) -> int:
        return list(Verdict).index(self)

    @property
    def is_faithful(self) -> bool:
        """Whether only what the quotation itself marks differs."""
        return self in (Verdict.VERBATIM, Verdict.ABRIDGED)


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """Words of the quotation beside words of the article, with the punctuation that follows.

    `affects` lists what a change affects: negation, number, percentage, date, name.
    """

    kind: str
    claimed: str
    found: str
    affects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truncation:
    """The rest of the sentence that the quotation leaves out, with the qualifying words in it."""

    before: str
    after: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """The article that contains a passage."""

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
    """A passage that matches or nearly matches: code points [start, end) of a field.

    `lead` and `rest` complete its sentence; `before` and `after` are the neighbouring sentences.
    Long gaps in `text` are shown as […].
    """

    verdict: Verdict
    article: CitedArticle
    field: str
    start: int
    end: int
    text: str
    exact_characters: bool
    comparison: tuple[DiffSegment, ...]
    same_words: int
    before: str
    lead: str
    rest: str
    after: str
    quoted: bool
    attribution: str | None
    truncated: Truncation | None


@dataclass(frozen=True, slots=True)
class LongestPhrase:
    """The longest phrase of the quotation that occurs anywhere in the index."""

    text: str
    words: int
    articles: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched, so that "not found" can be cited."""

    articles: int
    undated: int
    outlets: int
    first_day: date | None
    last_day: date | None
    last_written: datetime | None


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """The result of one quote check.

    `passages` come by verdict, best first, then by date, undated last; `total` counts those with
    the best verdict. `nearest` is filled only if nothing was found.
    """

    quotation: str
    words: int
    verdict: Verdict
    exact_characters: bool
    total: int
    passages: tuple[Passage, ...]
    nearest: tuple[Passage, ...]
    longest_run: LongestPhrase | None
    searched: Coverage
    took_ms: float

    def to_dict(self) -> dict[str, Any]:
        """The object that the command line and the API print; its keys are public."""
        values: dict[str, Any] = _jsonable(asdict(self))
        return values


JSON_KEYS = tuple(field.name for field in fields(QuoteReport))


def _jsonable(value: Any) -> Any:
    """The value with dates as ISO 8601 strings at every level."""
    match value:
        case dict():
            return {key: _jsonable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_jsonable(inner) for inner in value]
        case date():
            return value.isoformat()
        case _:
            return value
