"""The sites and folders that a web address lies in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.url_prefixes import DEEPEST, host_of, place_of, places_of

PLACES = [  # (address, all places it lies in)
    ("https://example.org", "org example.org"),
    ("https://example.org/", "org example.org"),
    (
        "http://example.org/world/a.html",
        "org example.org example.org/world example.org/world/a.html",
    ),
    (
        "https://www.bbc.co.uk/news",
        "uk co.uk bbc.co.uk www.bbc.co.uk co.uk/news bbc.co.uk/news www.bbc.co.uk/news",
    ),
    ("HTTPS://Me:secret@Example.ORG:8443/A?q=1#top", "org example.org example.org/A"),
    ("http://example.org./a//b/", "org example.org example.org/a example.org/a/b"),
    ("https://example.org/%C3%BCber", "org example.org example.org/über"),
    ("https://münchen.de/ö", "de münchen.de münchen.de/ö"),
    ("http://localhost:5000/a", "localhost localhost/a"),
    ("http://[::1]/a", "::1 ::1/a"),
    ("example.org/a", "org example.org example.org/a"),
    ("//example.org/a", "org example.org example.org/a"),
    ("  https://example.org  ", "org example.org"),
    # no address, no place
    (None, ""),
    ("", ""),
    ("http://", ""),
    ("http://[broken/a", ""),
]
WRITTEN = [  # (what a user writes after url:, the place meant)
    ("example.org", "example.org"),
    ("Example.ORG/", "example.org"),
    ("https://www.example.org/World/", "www.example.org/World"),
    ("example.org/a/b?x=1", "example.org/a/b"),
    ("example.org:443", "example.org"),
    ("org", "org"),
]
HOSTS = [
    ("https://www.example.org/a", "example.org"),
    ("https://news.example.org", "news.example.org"),
    ("example.org", "example.org"),
    (None, None),
    ("http://[broken", None),
]
addresses = st.builds(
    "{}{}{}".format,
    st.sampled_from(("", "http://", "https://www.", "//")),
    st.from_regex(r"[a-z]{1,4}(\.[a-z]{1,4}){0,3}", fullmatch=True),
    st.lists(st.text("ab-é. ", min_size=1, max_size=3), max_size=DEEPEST + 3).map(
        lambda folders: "".join(f"/{folder}" for folder in folders)
    ),
)


@pytest.mark.parametrize(("address", "places"), PLACES)
def test_places(address: str | None, places: str) -> None:
    assert places_of(address) == tuple(places.split())


@pytest.mark.parametrize(("written", "place"), WRITTEN)
def test_the_place_meant(written: str, place: str) -> None:
    assert place_of(written) == place


@pytest.mark.parametrize(("address", "host"), HOSTS)
def test_hosts(address: str | None, host: str | None) -> None:
    assert host_of(address) == host


def test_only_so_many_folders_are_told_apart() -> None:
    deep = "https://example.org" + "".join(f"/{n}" for n in range(DEEPEST + 5))
    assert len(places_of(deep)) == 2 + DEEPEST
    assert place_of(deep) in places_of(deep)


@given(addresses)
def test_an_address_lies_in_the_place_it_names_and_in_its_host(address: str) -> None:
    places = places_of(address)
    assert place_of(address) in places
    assert host_of(address) in places


@given(st.text() | st.text("ht:p/[]@%.#?a", max_size=20).map("http://".__add__))
def test_any_text_has_places_or_none(text: str) -> None:
    assert all(isinstance(place, str) for place in (*places_of(text), place_of(text)))
    assert host_of(text) != ""
