"""The article page: every match marked, numbered and linked; what is unknown said plainly."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.corpus import article
from tests.web.conftest import client_of, engine_of
from tests.web.pages.test_search_page import links, page

MARKED = [  # id, parameters, the marks in order
    ("noon", {"q": '"noon against Putin"'}, ["noon against Putin", "noon against Putin"]),
    ("noon", {"q": "noon against Putin", "literal": "1"}, ["noon against Putin"] * 2),
    ("noon", {"q": "author:kozlov"}, ["Kozlov"]),
    ("noon", {"q": "kozlov"}, []),
    ("hamlet", {"q": '"to be"'}, ["To be", "to be", "to be", "to be"]),
    ("troops", {"q": "troops NEAR/4 withdraw", "outlet": "another"}, None),
    ("troops", {"q": "1000"}, ["1,000"]),
    ("foia", {"q": "outlet:review"}, []),
    ("noon", {"q": "noon zebra"}, ["noon", "noon"]),
    ("noon", {"q": 'date:2024-99 "noon'}, []),
    ("noon", {}, []),
    ("senkyo", {"q": "選挙"}, ["選挙", "選挙"]),
]


@pytest.mark.parametrize(("identity", "parameters", "marks"), MARKED)
def test_matches_are_marked(
    client: FlaskClient, identity: str, parameters: dict[str, str], marks: list[str] | None
) -> None:
    text = page(client, f"/article/{identity}", **parameters)
    found = re.findall(r'<mark id="m(\d+)">(.*?)</mark>', text)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    if marks is None:
        assert found
    else:
        assert [mark for _, mark in found] == marks


def test_marks_link_to_their_neighbours(client: FlaskClient) -> None:
    text = page(client, "/article/hamlet", q='"to be"')
    hops = re.findall(r'<a href="(#m\d)" aria-label="(\w+) match">', text)
    assert hops == [
        ("#m2", "next"),
        ("#m1", "previous"),
        ("#m3", "next"),
        ("#m2", "previous"),
        ("#m4", "next"),
        ("#m3", "previous"),
    ]
    assert links(text, "first") == ["#m1"]
    assert links(text, "last") == ["#m4"]


SAID = [  # id, query, what the page says
    ("noon", "zebra", "This article does not match the query."),
    ("noon", "noon zebra", "This article matches only part of the query; that part is marked."),
    ("noon", "outlet:moscow", "The query matches, but has no words to mark."),
    ("noon", "date:2024-99", "No matches are marked: there is no month 99"),
]


@pytest.mark.parametrize(("identity", "query", "said"), SAID)
def test_says_why_nothing_is_marked(
    client: FlaskClient, identity: str, query: str, said: str
) -> None:
    assert said in page(client, f"/article/{identity}", q=query)


def test_of_very_many_matches_all_are_marked_and_the_first_are_linked() -> None:
    client = client_of(engine_of([article("p", "T", "word, " * 2_500)]))
    text = page(client, "/article/p", q="word")
    assert text.count("<mark") == 2_500
    assert text.count("<mark id=") == 2_000
    assert "2,500 matches" in text
    assert links(text, "last") == ["#m2000"]


def facts(text: str) -> dict[str, str]:
    """The metadata of an article page."""
    main = text[text.index("<main") :]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", main, re.DOTALL)
    return {name: re.sub(r"<[^>]*>", "", value).strip() for name, value in found}


def test_what_is_known_and_what_is_not(client: FlaskClient) -> None:
    assert facts(page(client, "/article/noon")) == {
        "outlet": "themoscowtimes.com",
        "published": "17 February 2024",
        "author": "Pyotr Kozlov",
        "address": "https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        "language": "English",
        "id": "noon",
        "read from": "noon.txt",
        "sha256": "0" * 64,
    }
    unknown = facts(page(client, "/article/vybory"))
    assert {name for name, value in unknown.items() if value == "unknown"} == {
        "outlet",
        "published",
        "author",
        "address",
    }


PARAGRAPHS = [  # text, query, the paragraphs
    ("One.\n\nTwo.", "", ["One.", "Two."]),
    ("One\nline.\n \t\n\n  Two.\n", "", ["One\nline.", "Two.\n"]),
    ("\n\nOne.", "", ["One."]),
    ("", "", []),
    ("the end\n\nbegins", '"end begins"', ["the [end", "begins]"]),
    ("a b\n\na b\n\nc", "a", ["[a] b", "[a] b", "c"]),
]


@pytest.mark.parametrize(("text", "query", "expected"), PARAGRAPHS)
def test_paragraphs(text: str, query: str, expected: list[str]) -> None:
    shown = page(client_of(engine_of([article("p", "T", text)])), "/article/p", q=query)
    shown = re.sub(r'<span class="hops">.*?</span>', "", shown)
    found = re.findall(r'<p dir="auto" data-start="\d+">(.*?)</p>', shown, re.DOTALL)
    assert [re.sub(r"<mark[^>]*>|</mark>", "", one) for one in found] == [
        one.replace("[", "").replace("]", "") for one in expected
    ]
    assert shown.count('<mark id="m1">') == any("[" in one for one in expected)
    for before, after in zip(expected, found, strict=True):
        assert ("[" in before or "]" in before) == ("<mark" in after)


@pytest.mark.parametrize(
    "identity",
    [
        "plain",
        "with space",
        "a/b",
        "/abs/path.txt#7",
        "a//b",
        "../up",
        "a?b=c&d",
        "é😀",
        "%2F",
        "#",
    ],
)
def test_any_id_can_be_followed_from_the_results(identity: str) -> None:
    client = client_of(engine_of([article(identity, "Zebra", "A zebra.")]))
    text = page(client, "/", q="zebra", sort="newest")
    [href] = links(text, "Zebra")
    shown = page(client, href.partition("#")[0])
    assert facts(shown)["id"].replace("&amp;", "&") == identity
    assert found_back(client, shown)


def found_back(client: FlaskClient, shown: str) -> bool:
    """Whether the way back leads to the very search."""
    [back] = links(shown, "← Results")
    return 'aria-current="true">newest' in page(client, back) or "1 article" in page(client, back)


PASSAGES = [  # text, query, the passage, what is marked as chosen, what the page says
    ("One two.\n\nThree four.", "", "4-7.00000000", ["two"], ""),
    ("One two.\n\nThree four.", "", "4-15.00000000", ["two.", "Three"], ""),
    ("One two.\n\nThree four.", "", "8-10.00000000", [], "no longer contains the passage"),
    ("One two.\n\nThree four.", "", "3-8.00000000", ["two."], ""),
    ("One two.", "two", "4-7.00000000", ['<mark id="m1">two</mark>'], ""),
    ("One two.", "", "4-99.00000000", ["two."], ""),
    ("One two.", "", "50-99.00000000", [], "no longer contains the passage"),
    ("One two.", "", "7-4.00000000", [], "no longer contains the passage"),
    ("One two.", "", "4-7.12345678", ["two"], "The article has changed since this link was made"),
    ("Cafe\u0301 two.", "", "0-4.00000000", ["Cafe\u0301"], ""),
]


@pytest.mark.parametrize(("text", "query", "asked", "chosen", "said"), PASSAGES)
def test_a_link_marks_its_passage(
    text: str, query: str, asked: str, chosen: list[str], said: str
) -> None:
    client = client_of(engine_of([article("p", "T", text)]))
    shown = page(client, "/article/p", q=query, passage=asked)
    shown = re.sub(r'<span class="hops">.*?</span>', "", shown)
    found = re.findall(r'<mark class="passage"[^>]*>((?:<mark.*?</mark>|.)*?)</mark>', shown)
    assert found == chosen
    assert shown.count('id="passage"') == bool(chosen)
    assert said in shown
    assert bool(said) == ("article has changed" in shown.lower())


@pytest.mark.parametrize("asked", ["1", "1-2", "a-b.00000000", "1-2.xyz", "-1-2.00000000"])
def test_what_is_no_passage_is_told(client: FlaskClient, asked: str) -> None:
    response = client.get("/article/noon", query_string={"passage": asked})
    assert response.status_code == 400
    assert "Passage is START-END.EDITION" in response.text


LONG = "word " * 6_000


@given(st.integers(0, len(LONG)), st.integers(0, len(LONG)))
@examples(20)
def test_no_letter_is_lost_wherever_a_text_is_cut(long: FlaskClient, start: int, end: int) -> None:
    shown = page(long, "/article/p", q='"word word"', passage=f"{start}-{end}.00000000")
    text = shown[shown.index('<div class="text') :]
    text = re.sub(r'<span class="hops">.*?</span>', "", text[: text.index("</div>")])
    assert re.sub(r"<[^>]*>|\s", "", text) == LONG.replace(" ", "")


@pytest.fixture(scope="module")
def long() -> FlaskClient:
    return client_of(engine_of([article("p", "T", LONG)]))


def test_the_same_text_elsewhere() -> None:
    twins = [article("a", "First", "The same words."), article("b", "Second", "The same: words!")]
    client = client_of(engine_of([*twins, article("c", "Third", "Not the same words.")]))
    shown = page(client, "/article/a")
    assert "1 other article has the same words" in shown
    assert links(shown, "Second") == ["/article/b"]
    assert not links(shown, "Third")
    assert "other article" not in page(client, "/article/c")
