"""Addresses of indexes on clusters: what they name, and what is refused with a reason."""

from __future__ import annotations

import pytest

from onrecord.search.engines.opensearch.connection import connect
from onrecord.search.engines.opensearch.url import Settings, read_address
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import InvalidIndexUrl


@pytest.mark.parametrize(
    ("location", "hosts", "name", "is_secure"),
    [
        ("//localhost/news", [("localhost", 9200)], "news", False),
        ("//localhost:9201/news", [("localhost", 9201)], "news", False),
        ("//a:1,b:2,c/wire_2-x", [("a", 1), ("b", 2), ("c", 9200)], "wire_2-x", False),
        ("https://search.example.org:443/news", [("search.example.org", 443)], "news", True),
        ("//[::1]:9201/news", [("::1", 9201)], "news", False),
        ("//h:65535/" + "n" * 100, [("h", 65535)], "n" * 100, False),
    ],
)
def test_an_address_names_nodes_and_an_index(
    location: str, hosts: list[tuple[str, int]], name: str, is_secure: bool
) -> None:
    address = read_address(location)
    assert (list(address.hosts), address.name, address.is_secure) == (hosts, name, is_secure)
    assert address.settings == Settings()


def test_settings_stand_behind_a_question_mark() -> None:
    address = read_address("//h/news?shards=6&replicas=2&codec=best_compression&timeout=5")
    assert address.settings == Settings(6, 2, "best_compression", 5)
    assert str(address) == "opensearch://h:9200/news"


@pytest.mark.parametrize(
    ("name", "least", "most"), [("shards", 1, 1024), ("replicas", 0, 16), ("timeout", 1, 3600)]
)
def test_settings_have_bounds(name: str, least: int, most: int) -> None:
    for number in (least, most):
        assert getattr(read_address(f"//h/news?{name}={number}").settings, name) == number
    for number in (least - 1, most + 1):
        with pytest.raises(InvalidIndexUrl, match=f"is not a number from {least} to {most}"):
            read_address(f"//h/news?{name}={number}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("opensearch://ann:secret@h/news", "may not contain a user or password"),
        ("opensearch+https://ann:secret@h/news", "may not contain a user or password"),
        ("opensearch://h", "is not a valid name of an index"),
        ("opensearch://h/News", "is not a valid name of an index"),
        ("opensearch://h/a.b", "is not a valid name of an index"),
        ("opensearch://h/a/b", "is not a valid name of an index"),
        ("opensearch:news", "is not HOST"),
        ("opensearch+ftp://h/news", "opensearch\\+https://"),
        ("opensearch://h:65536/news", "is not HOST"),
        ("opensearch://h/" + "n" * 101, "is not a valid name of an index"),
        ("opensearch://a,,b/news", "is not HOST"),
        ("opensearch://h/news?shards=0", "shards=0 is not a number from 1"),
        ("opensearch://h/news?replicas=x", "replicas=x is not a number"),
        ("opensearch://h/news?codec=zip", "codec=zip is not one of"),
        ("opensearch://h/news?shard=3", "unknown setting .*shard; known are"),
    ],
)
def test_an_address_that_names_nothing_is_refused(url: str, reason: str) -> None:
    with pytest.raises(InvalidIndexUrl, match=reason) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("location", "environ", "reason"),
    [
        ("//elsewhere.example/news", {"ONRECORD_OPENSEARCH_USER": "ann"}, "unencrypted"),
        ("//elsewhere.example/news", {"ONRECORD_OPENSEARCH_API_KEY": "k"}, "unencrypted"),
        ("https://h/news", {"ONRECORD_OPENSEARCH_CA": "/no/such.pem"}, "/no/such.pem"),
    ],
)
def test_credentials_that_cannot_be_used_safely_are_refused(
    location: str, environ: dict[str, str], reason: str
) -> None:
    with pytest.raises(InvalidIndexUrl, match=reason):
        connect(read_address(location), environ)
