"""URLs: which texts are one, their hosts, and the prefixes they are filed under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.urls import (
    MAX_PATH_DEPTH,
    host_of,
    url_prefix,
    url_prefixes,
    web_address,
)

PREFIXES = [  # (address, all its prefixes)
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
    # no address, no prefix
    (None, ""),
    ("", ""),
    ("http://", ""),
    ("http://[broken/a", ""),
]
WRITTEN = [  # (what a user writes after url:, the prefix meant)
    ("example.org", "example.org"),
    ("Example.ORG/", "example.org"),
    ("https://www.example.org/World/", "www.example.org/World"),
    ("example.org/a/b?x=1", "example.org/a/b"),
    ("example.org:443", "example.org"),
    ("org", "org"),
]
HOSTS = [  # (URL, host)
    ("https://www.example.org/a", "example.org"),
    ("http://www.Example.org", "example.org"),
    ("https://news.example.org", "news.example.org"),
    ("https://www.", None),
    ("example.org", None),
    ("//example.org", None),
    ("ftp://example.org", None),
    ("http:///a", None),
    ("http://[broken", None),
]
ADDRESSES = [  # (text, the URL in it)
    ("https://www.Example.org/a?b=c", "https://www.Example.org/a?b=c"),
    (" <http://example.org> ", "http://example.org"),
    ("javascript:alert(1)", None),
    ("https://example.org/a b", None),
    ("/a/b", None),
    ("example.org", None),
    ("", None),
]
addresses = st.builds(
    "{}{}{}".format,
    st.sampled_from(("", "http://", "https://www.", "//")),
    st.from_regex(r"[a-z]{1,4}(\.[a-z]{1,4}){0,3}", fullmatch=True),
    st.lists(st.text("ab-é. ", min_size=1, max_size=3), max_size=MAX_PATH_DEPTH + 3).map(
        lambda folders: "".join(f"/{folder}" for folder in folders)
    ),
)


@pytest.mark.parametrize(("address", "prefixes"), PREFIXES)
def test_prefixes(address: str | None, prefixes: str) -> None:
    assert url_prefixes(address) == tuple(prefixes.split())


@pytest.mark.parametrize(("written", "prefix"), WRITTEN)
def test_the_prefix_meant(written: str, prefix: str) -> None:
    assert url_prefix(written) == prefix


@pytest.mark.parametrize(("address", "host"), HOSTS)
def test_hosts(address: str, host: str | None) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_a_text_that_is_one_url(text: str, address: str | None) -> None:
    assert web_address(text) == address


def test_only_so_many_folders_are_told_apart() -> None:
    deep = "https://example.org" + "".join(f"/{n}" for n in range(MAX_PATH_DEPTH + 5))
    assert len(url_prefixes(deep)) == 2 + MAX_PATH_DEPTH
    assert url_prefix(deep) in url_prefixes(deep)


@given(addresses)
def test_an_address_lies_under_the_prefix_it_names(address: str) -> None:
    prefixes = url_prefixes(address)
    assert url_prefix(address) in prefixes


@given(st.text() | st.text("ht:p/[]@%.#?a", max_size=20).map("http://".__add__))
def test_any_text_has_prefixes_or_none(text: str) -> None:
    assert all(isinstance(prefix, str) for prefix in (*url_prefixes(text), url_prefix(text)))
    assert host_of(text) != ""
    assert web_address(text) in (None, text.strip().strip("<>").strip())
