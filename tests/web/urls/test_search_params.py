"""URL parameters: what each means, and which values are refused."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from onrecord.search.results.sorting import Sort
from onrecord.web.urls.search_params import (
    BadParameter,
    SearchParams,
    get_flag,
    get_limit,
    get_multiple,
    get_query,
    get_single,
    parse_search_params,
    reject_unknown_params,
    to_search_request,
)

PARSED = [  # parameters, the search
    ({}, SearchParams()),
    ({"q": " putin "}, SearchParams(q=" putin ")),
    ({"sort": "newest"}, SearchParams(sort=Sort.NEWEST)),
    ({"sort": " "}, SearchParams()),
    ({"outlet": ["B", "A", "B", " "]}, SearchParams(outlets=("B", "A"))),
    ({"lang": [" DE ", "en"]}, SearchParams(languages=("de", "en"))),
    ({"period": [" 2024 "]}, SearchParams(periods=("2024",))),
    ({"from": " 2024 ", "to": " "}, SearchParams(first="2024")),
    ({"to": "2024-02"}, SearchParams(last="2024-02")),
    ({"cursor": " x "}, SearchParams(cursor="x")),
    ({"literal": "1"}, SearchParams(literal=True)),
    ({"any": "1"}, SearchParams(any_word=True)),
    ({"literal": "1", "any": "0"}, SearchParams(literal=True)),
]


@pytest.mark.parametrize(("parameters", "expected"), PARSED)
def test_parsing(parameters: dict[str, str | list[str]], expected: SearchParams) -> None:
    params = parse_search_params(MultiDict(parameters))
    assert params == expected
    assert parse_search_params(MultiDict(params.to_query())) == params


QUERIES = [  # the search, its URL parameters
    (SearchParams(), {}),
    (SearchParams(q="a", sort=Sort.RELEVANCE), {"q": ["a"]}),
    (SearchParams(sort=Sort.OLDEST, literal=True), {"sort": ["oldest"], "literal": ["1"]}),
    (SearchParams(outlets=("A", "B"), last="2024"), {"outlet": ["A", "B"], "to": ["2024"]}),
]


@pytest.mark.parametrize(("params", "query"), QUERIES)
def test_defaults_are_left_out(params: SearchParams, query: dict[str, list[str]]) -> None:
    assert params.to_query() == query


EMPTY = [  # the search, whether it is empty, whether it is filtered
    (SearchParams(q=" "), True, False),
    (SearchParams(q="a"), False, False),
    (SearchParams(sort=Sort.NEWEST, literal=True), True, False),
    *(
        (SearchParams(**{field: value}), False, True)  # type: ignore[arg-type]  # of either type
        for field, value in {
            "outlets": ("A",),
            "languages": ("en",),
            "periods": ("2024",),
            "first": "2024",
            "last": "2024",
        }.items()
    ),
]


@pytest.mark.parametrize(("params", "is_empty", "is_filtered"), EMPTY)
def test_filters_alone_make_a_search(
    params: SearchParams, is_empty: bool, is_filtered: bool
) -> None:
    assert (params.is_empty, params.is_filtered) == (is_empty, is_filtered)


FLAGS = [("1", True), ("true", True), ("ON", True), ("0", False), ("false", False), (" ", False)]


@pytest.mark.parametrize(("text", "expected"), FLAGS)
def test_flags(text: str, expected: bool) -> None:
    assert get_flag(MultiDict({"literal": text}), "literal") is expected


@pytest.mark.parametrize("text", ["2", "yes", "11"])
def test_invalid_flags(text: str) -> None:
    with pytest.raises(BadParameter, match="literal is 1 or 0"):
        get_flag(MultiDict({"literal": text}), "literal")


LIMITS = [("1", 1), ("1000", 1000), ("010", 10), (" 7 ", 7), ("", 50)]


@pytest.mark.parametrize(("text", "expected"), LIMITS)
def test_limits(text: str, expected: int) -> None:
    assert get_limit(MultiDict({"limit": text}), 50) == expected


def test_ten_hits_by_default() -> None:
    assert get_limit(MultiDict()) == 10
    request = to_search_request(SearchParams())
    assert (request.limit, request.facets, request.both_ways) == (10, False, False)


@pytest.mark.parametrize("text", ["0", "1001", "-1", "1.5", "1e3", "٣", "9" * 5000])
def test_invalid_limits(text: str) -> None:
    with pytest.raises(BadParameter, match="from 1 to 1,000"):
        get_limit(MultiDict({"limit": text}))


def test_a_query_has_up_to_10_000_characters() -> None:
    assert len(get_query(MultiDict({"q": "a" * 10_000}))) == 10_000
    with pytest.raises(BadParameter, match="up to 10,000 characters; this one has 10,001"):
        get_query(MultiDict({"q": "a" * 10_001}))


def test_repeated_parameters() -> None:
    arguments = MultiDict([("outlet", "A"), ("outlet", "B")])
    assert get_multiple(arguments, "outlet") == ("A", "B")
    assert get_single(MultiDict(), "outlet") == ""
    with pytest.raises(BadParameter, match="outlet is given 2 times"):
        get_single(arguments, "outlet")


def test_long_values_are_shortened_in_messages() -> None:
    with pytest.raises(BadParameter, match=f"not '{'x' * 40}'"):
        parse_search_params(MultiDict({"sort": "x" * 40}))
    with pytest.raises(BadParameter, match=f"not '{'x' * 40}…'"):
        parse_search_params(MultiDict({"sort": "x" * 41}))


DAYS = [  # from, to, the first and the last day
    ("2024", None, date(2024, 1, 1), None),
    (None, "2024-02", None, date(2024, 2, 29)),
    ("2024-02-17", "2024-02-17", date(2024, 2, 17), date(2024, 2, 17)),
]


@pytest.mark.parametrize(("first", "last", "first_day", "last_day"), DAYS)
def test_days(
    first: str | None, last: str | None, first_day: date | None, last_day: date | None
) -> None:
    request = to_search_request(SearchParams(first=first, last=last))
    assert (request.first, request.last) == (first_day, last_day)


INVALID_DAYS = [
    (SearchParams(first="2024", last="2023"), "is after the last"),
    (SearchParams(first="2024-02-18", last="2024-02-17"), "is after the last"),
    (SearchParams(first="soon"), "from: 'soon' is not a date"),
    (SearchParams(last="2024-13"), "to: there is no month 13"),
    (SearchParams(periods=("2024", "x")), "period: 'x' is not a date"),
]


@pytest.mark.parametrize(("params", "message"), INVALID_DAYS)
def test_invalid_days(params: SearchParams, message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        to_search_request(params)


def test_messages_about_days_are_short() -> None:
    with pytest.raises(BadParameter) as caught:
        to_search_request(SearchParams(first="x" * 1000))
    assert len(str(caught.value)) <= 300


UNKNOWN = [  # parameters accepted, one that is not, the message
    (("outlet", "q"), "outlte", "there is no parameter 'outlte'; did you mean outlet?"),
    (("outlet", "q"), "zzz", "there is no parameter 'zzz'; allowed are outlet, q"),
    ((), "q", "there is no parameter 'q'; none is allowed"),
    (("q",), "z" * 41, f"there is no parameter '{'z' * 40}'; allowed are q"),
]


@pytest.mark.parametrize(("accepted", "name", "message"), UNKNOWN)
def test_unknown_parameters(accepted: tuple[str, ...], name: str, message: str) -> None:
    with Flask("test").test_request_context(query_string={name: "x"}):
        with pytest.raises(BadParameter) as caught:
            reject_unknown_params(accepted)
        reject_unknown_params((name,))
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "q"])
def test_trackers_are_ignored(name: str) -> None:
    with Flask("test").test_request_context(query_string={name: "x"}):
        reject_unknown_params(("q",))
