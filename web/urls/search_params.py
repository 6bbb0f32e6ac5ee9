"""A search as the page's address says it: every state of the page can be linked to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.search.errors import SearchError
from onrecord.search.query.date_ranges import day_range
from onrecord.search.results.sorting import Sort
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    Arguments = MultiDict[str, str]

LONGEST_QUERY = 10_000  # code points
NAMES = {  # of fields in addresses, in their order
    "q": "q",
    "sort": "sort",
    "outlets": "outlet",
    "languages": "lang",
    "first": "from",
    "last": "to",
    "periods": "period",
    "cursor": "cursor",
    "literal": "literal",
    "any_word": "any",
}
PARAMETERS = tuple(NAMES.values())
SWITCH = {"": False, "0": False, "false": False, "1": True, "true": True, "on": True}


class BadParameter(SearchError):
    """A parameter in the address that says nothing we can follow."""


@dataclass(frozen=True, slots=True)
class Address:
    """What the parameters of an address ask for; days as written: 2024, 2024-03, 2024-03-15."""

    q: str = ""
    sort: Sort = Sort.RELEVANCE
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    periods: tuple[str, ...] = ()
    cursor: str | None = None
    literal: bool = False
    any_word: bool = False

    @property
    def is_filtered(self) -> bool:
        return any((self.outlets, self.languages, self.first, self.last, self.periods))

    @property
    def is_blank(self) -> bool:
        return not self.q.strip() and not self.is_filtered

    def parameters(self) -> dict[str, list[str]]:
        """The parameters of the shortest address that says the same."""
        every = {name: written(getattr(self, field)) for field, name in NAMES.items()}
        return {name: values for name, values in every.items() if values}


def written(value: object) -> list[str]:
    """What a parameter is given for the value of a field; nothing for what holds anyway."""
    match value:
        case Sort():
            return [] if value is Sort.RELEVANCE else [value.value]
        case str():
            return [value] if value else []
        case tuple():
            return list(value)
        case _:
            return ["1"] if value else []


def read_address(arguments: Arguments) -> Address:
    """The address with these parameters, or a BadParameter that says which is wrong."""
    literal, any_word = is_on(arguments, "literal"), is_on(arguments, "any")
    if literal and any_word:
        raise BadParameter("choose either the exact phrase (literal) or any word (any), not both")
    return Address(
        q=query_of(arguments),
        sort=_sort(arguments),
        outlets=several(arguments, "outlet"),
        languages=tuple(code.strip().lower() for code in several(arguments, "lang")),
        first=single(arguments, "from").strip() or None,
        last=single(arguments, "to").strip() or None,
        periods=tuple(period.strip() for period in several(arguments, "period")),
        cursor=single(arguments, "cursor").strip() or None,
        literal=literal,
        any_word=any_word,
    )


def request_of(
    address: Address, *, limit: int = 10, facets: bool = False, both_ways: bool = False
) -> SearchRequest:
    """The search an address asks for, or a BadParameter if its days are none."""
    today = date.today()
    first = _days("from", address.first, today)[0]
    last = _days("to", address.last, today)[1]
    if first and last and first > last:
        raise BadParameter(f"the first day (from, {first}) is after the last (to, {last})")
    for period in address.periods:
        _days("period", period, today)
    return SearchRequest(
        text=address.q,
        limit=limit,
        cursor=address.cursor,
        sort=address.sort,
        first=first,
        last=last,
        outlets=address.outlets,
        languages=address.languages,
        periods=address.periods,
        literal=address.literal,
        any_word=address.any_word,
        facets=facets,
        both_ways=both_ways,
        today=today,
    )


def single(arguments: Arguments, name: str) -> str:
    """The value of a parameter that may be given once, or nothing."""
    values = arguments.getlist(name)
    if len(values) > 1:
        raise BadParameter(f"{name} is given {len(values)} times; give it once")
    return values[0] if values else ""


def several(arguments: Arguments, name: str) -> tuple[str, ...]:
    """The values of a parameter that may be repeated, each once."""
    return tuple(dict.fromkeys(filter(str.strip, arguments.getlist(name))))


def is_on(arguments: Arguments, name: str) -> bool:
    """Whether a switch such as literal=1 is on."""
    written = single(arguments, name).strip()
    if written.lower() not in SWITCH:
        raise BadParameter(f"{name} is 1 or 0, not {_quoted(written)}")
    return SWITCH[written.lower()]


def limit_of(arguments: Arguments, default: int = 10) -> int:
    """How many hits are asked for."""
    written = single(arguments, "limit").strip()
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
    if written and not 1 <= number <= MAX_PAGE_SIZE:
        raise BadParameter(
            f"limit is a whole number from 1 to {MAX_PAGE_SIZE:,}, not {_quoted(written)}; "
            "there is no limit to the pages: follow `next`"
        )
    return number or default


def query_of(arguments: Arguments, name: str = "q") -> str:
    """The text that is asked for, if it is not too long."""
    text = single(arguments, name)
    if len(text) > LONGEST_QUERY:
        raise BadParameter(
            f"a query may have {LONGEST_QUERY:,} characters; this one has {len(text):,}"
        )
    return text


def _sort(arguments: Arguments) -> Sort:
    written = single(arguments, "sort").strip()
    try:
        return Sort(written) if written else Sort.RELEVANCE
    except ValueError:
        raise BadParameter(f"sort is {', '.join(Sort)}; not {_quoted(written)}") from None


def _days(name: str, written: str | None, today: date) -> tuple[date | None, date | None]:
    try:
        return day_range(written, today) if written else (None, None)
    except (ValueError, OverflowError) as error:
        raise BadParameter(f"{name}: {error}"[:300]) from error


def _quoted(written: str) -> str:
    return repr(written if len(written) <= 40 else f"{written[:40]}…")
