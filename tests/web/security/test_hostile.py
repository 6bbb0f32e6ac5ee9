"""Articles and queries that mean harm are shown as text, whole, and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.security.security_headers import HEADERS
from tests.conftest import examples
from tests.corpus import article
from tests.web.conftest import client_of, engine_of
from tests.web.pages.test_search_page import page

SCRIPT = "<script>alert(1)</script>"
EVIL = article(
    'evil"onclick="x',
    f"Zebra {SCRIPT} \u202etitle {{{{ 7*7 }}}}",
    f"\x00\x01 zebra </p>{SCRIPT}<img src=x onerror=alert(1)> \u202e\u2066turned &lt;b&gt; \ud800.",
    outlet=f"'\"><b>{SCRIPT}\u202e",
    author=f"A {SCRIPT}",
    url="javascript:alert(1)",
    source=f"/in/{SCRIPT}\x00.txt",
    language='en" onload="x',
)


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.scripts: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {
            value or "" for name, value in attrs if name in ("href", "src", "action")
        }


@pytest.fixture(scope="module")
def evil() -> FlaskClient:
    return client_of(engine_of([EVIL]))


EVIL_PAGES = [
    ("/", {"q": "zebra"}),
    ("/", {"q": f"zebra {SCRIPT}"}),
    ("/", {"q": f'"{SCRIPT}'}),
    ("/", {"q": "zebra", "outlet": EVIL.outlet}),
    ("/article/" + 'evil"onclick="x', {"q": "zebra"}),
    ("/article/" + SCRIPT, {"q": SCRIPT}),
    ("/", {"q": "zebra", "sort": SCRIPT}),
    ("/", {"q": "zebra", "from": SCRIPT}),
    ("/" + SCRIPT, {}),
]


@pytest.mark.parametrize(("path", "parameters"), EVIL_PAGES)
def test_nothing_of_an_article_or_query_becomes_markup(
    evil: FlaskClient, path: str, parameters: dict[str, str]
) -> None:
    text = evil.get(path, query_string=parameters).text
    harmless(text)
    assert "{{" not in text or "7*7" in text
    assert 'lang="en&#34;' not in text


def harmless(text: str) -> None:
    """Nothing on a page but our own elements, scripts and characters."""
    tags = Tags(text)
    assert not tags.names & {"img", "b", "iframe", "object", "style", "svg"}
    assert set(tags.scripts) <= {"/static/search.js", "/static/article.js", "/static/quote.js"}
    assert (
        not {name for name in tags.attributes if name.startswith("on")}
        | {"style"} & tags.attributes
    )
    assert all(re.match(r"/|#|data:,|https?://", address) for address in tags.addresses)
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


ADDRESSES = [  # an article's address, whether it becomes a link
    ("https://example.org/a?b=c#d", True),
    ("http://example.org", True),
    ("HTTPS://EXAMPLE.ORG/", True),
    ("javascript:alert(1)", False),
    ("JaVaScRiPt:alert(1)//http://example.org", False),
    ("data:text/html,x", False),
    ("java\nscript:alert(1)", False),
    ("https:javascript:alert(1)", False),
    ("//example.org/", False),
    ("/relative", False),
    ("https://[broken", False),
    ("https://example.org/\x00", False),
    ("https://example.org/ a", False),
    ("ftp://example.org/", False),
    ('https://example.org/"onclick="x', True),
]


@pytest.mark.parametrize(("url", "is_link"), ADDRESSES)
def test_only_web_addresses_are_links(url: str, is_link: bool) -> None:
    client = client_of(engine_of([article("a", "Zebra", "text", url=url)]))
    for text in (page(client, "/", q="zebra"), page(client, "/article/a")):
        links = [tag for tag in re.findall("<a [^>]*>", text) if "noopener noreferrer" in tag]
        assert bool(links) == is_link
        assert not any("onclick=" in Tags(tag).attributes for tag in links)


@pytest.mark.parametrize("size", [10_000, 2_500_000])
def test_very_long_lines_are_shown_whole(size: int) -> None:
    long = article("long", "t" * 10_000, "x" * size + " zebra " + "y" * size, outlet="o" * 5_000)
    client = client_of(engine_of([long]))
    shown = page(client, "/article/long", q="zebra")
    assert "y" * size in re.sub(r"</p>\s*<p [^>]*>", "", shown)
    assert len(page(client, "/", q="zebra")) < 100_000
    answer = client.get("/api/articles/long").json or {}
    assert (answer["title"], answer["text"]) == (long.title, long.text)
    [hit] = (client.get("/api/search?q=zebra").json or {})["hits"]
    assert sum(len(snippet["text"]) for snippet in hit["snippets"]) < 20_000


ANSWERS = [  # path, status
    ("/", 200),
    ("/?q=putin", 200),
    ("/?q=zebra", 200),
    ("/article/noon", 200),
    ("/article/none", 404),
    ("/static/style.css", 200),
    ("/static/none.css", 404),
    ("/nowhere", 404),
    ("/?sort=best", 400),
    ("/api/search?q=putin", 200),
    ("/api/search?limit=0", 400),
    ("/api/nowhere", 404),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_response_has_the_headers(client: FlaskClient, path: str, status: int) -> None:
    with client.get(path) as response:
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_is_enough_for_the_page(client: FlaskClient) -> None:
    """Nothing that the Content-Security-Policy forbids is on it."""
    tags = Tags(page(client, "/", q="putin"))
    assert not tags.names & {"style", "iframe"}
    assert "style" not in tags.attributes
    assert tags.scripts == ["/static/search.js"]


QUERIES = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [
            '"',
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "NEAR/3",
            "-",
            "~2",
            "*",
            "title:",
            "date:",
            "after:",
            "2024-99",
            "putin",
            "noon",
            "“",
            "\x00",
            "\u202e",
            "é",
            "..",
            "stem:",
            "id:",
            "lang:",
        ]
    ),
    max_size=12,
).map(" ".join)


@examples(150)
@given(QUERIES, st.booleans(), st.sampled_from(["/", "/api/search", "/article/noon"]))
def test_no_query_breaks_a_page(client: FlaskClient, query: str, literal: bool, path: str) -> None:
    query = query.encode("utf-8", "replace").decode()
    response = client.get(path, query_string={"q": query, "literal": "1" if literal else "0"})
    assert response.status_code in (200, 400)
    assert "Traceback" not in response.text
