"""The Atom feed of a search as feed readers take it, and the description browsers read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from tests.corpus import article
from tests.web.conftest import client_of, engine_of

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(client: FlaskClient, address: str) -> Xml.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return Xml.fromstring(response.data)


def links(element: Xml.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def text_of(element: Xml.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def test_the_newest_first_and_complete(client: FlaskClient) -> None:
    root = feed(client, "/api/search.atom?q=putin")
    days = [text_of(entry, "published") for entry in root.findall(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert len(days) == 3
    for entry in root.findall(f"{ATOM}entry"):
        assert text_of(entry, "id").startswith("urn:uuid:")
        assert links(entry)["alternate"].startswith("http://localhost/article/")
        assert "<mark>" in text_of(entry, "content")
    assert links(root)["self"] == "http://localhost/api/search.atom?q=putin"


def test_what_is_not_known_is_left_out(client: FlaskClient) -> None:
    [entry] = feed(client, "/api/search.atom?q=id:plain").findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}published") is None
    assert entry.find(f"{ATOM}author") is None
    assert "via" not in links(entry)


def entry_ids(client: FlaskClient, address: str) -> Iterator[str]:
    while address:
        root = feed(client, address)
        yield from (text_of(entry, "id") for entry in root.findall(f"{ATOM}entry"))
        address = links(root).get("next", "").removeprefix("http://localhost")


def test_the_pages_hold_every_hit_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = list(entry_ids(client, "/api/search.atom?q=*"))
    monkeypatch.setattr("onrecord.web.export.feeds.ENTRIES", 2)
    assert list(entry_ids(client, "/api/search.atom?q=*")) == at_once
    assert len(set(at_once)) == len(at_once) > 10


def test_fifty_entries_a_page() -> None:
    client = client_of(engine_of(article(f"a{n:02}", "Zebra", "zebra") for n in range(51)))
    first = feed(client, "/api/search.atom?q=zebra")
    second = feed(client, links(first)["next"].removeprefix("http://localhost"))
    assert [len(page.findall(f"{ATOM}entry")) for page in (first, second)] == [50, 1]
    assert "next" not in links(second)


def test_entries_say_who_published_them_and_when() -> None:
    day = date(2024, 2, 17)
    stories = [
        article("a", "", "zebra", outlet="A", author="Ann", date=day, url="https://example.org/a"),
        article("b", "B", "zebra", outlet="B"),
    ]
    root = feed(client_of(engine_of(stories)), "/api/search.atom?q=zebra")
    known, unknown = root.findall(f"{ATOM}entry")
    assert text_of(known, "title") == "untitled"
    assert text_of(known, "published") == text_of(known, "updated") == "2024-02-17T00:00:00+00:00"
    assert text_of(known, f"author/{ATOM}name") == "Ann"
    assert text_of(known, "content") == "<p>A · 2024-02-17</p><p><mark>zebra</mark> …</p>"
    assert links(known)["via"] == "https://example.org/a"
    assert text_of(unknown, "updated") == text_of(root, "updated")
    assert text_of(unknown, f"author/{ATOM}name") == "B"
    assert text_of(unknown, "content").startswith("<p>B · undated</p>")


def test_an_article_keeps_its_name_in_every_feed(client: FlaskClient) -> None:
    [one] = feed(client, "/api/search.atom?q=id:noon").findall(f"{ATOM}entry")
    [other] = feed(client, "/api/search.atom?q=noon+author:kozlov").findall(f"{ATOM}entry")
    assert text_of(one, "id") == text_of(other, "id")


def test_the_closest_are_no_entries(client: FlaskClient) -> None:
    assert not feed(client, "/api/search.atom?q=noon+zebra").findall(f"{ATOM}entry")


def test_hostile_articles_make_a_well_formed_feed_without_markup_of_theirs() -> None:
    evil = article(
        "evil",
        "Zebra \x00\x0b]]> <script>alert(1)</script> \ud800\u202e",
        "zebra <script>alert(1)</script> &lt;b&gt; \x01 \uffff",
        author="<b>\x1f",
        url="javascript:alert(1)",
        date=date(1, 1, 1),
    )
    [entry] = feed(client_of(engine_of([evil])), "/api/search.atom?q=zebra").findall(f"{ATOM}entry")
    assert "<script" not in text_of(entry, "content")
    assert "&lt;script&gt;" in text_of(entry, "content")
    assert "<script>alert(1)</script>" in text_of(entry, "title")  # its type is text
    assert "via" not in links(entry)


@pytest.mark.parametrize("prefix", ["", "/search"])
def test_a_browser_can_add_the_search(client: FlaskClient, prefix: str) -> None:
    response = client.get("/opensearch.xml", environ_overrides={"SCRIPT_NAME": prefix})
    assert response.mimetype == "application/opensearchdescription+xml"
    root = Xml.fromstring(response.data)
    [page, atom] = [url.attrib["template"] for url in root.findall(f"{OPEN_SEARCH}Url")]
    assert page == f"http://localhost{prefix}/?q={{searchTerms}}"
    assert client.get(page.replace("{searchTerms}", "putin").replace(prefix, "")).status_code == 200
    assert atom == f"http://localhost{prefix}/api/search.atom?q={{searchTerms}}"
