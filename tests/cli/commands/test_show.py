"""`onrecord show`: one article in full."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Onrecord
from tests.corpus import ARTICLES

pytestmark = pytest.mark.usefixtures("library")


def test_an_article_is_shown_whole(onrecord: Onrecord) -> None:
    ran = onrecord("show", "noon")
    assert ran.code == 0
    assert ran.lines[:8] == [
        "Opposition in exile calls for noon against Putin",
        "  outlet: themoscowtimes.com",
        "  date: 2024-02-17",
        "  author: Pyotr Kozlov",
        "  url: https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        "  language: en",
        "  source: noon.txt",
        f"  sha256: {'0' * 64}",
    ]
    assert ran.out.endswith(f"\n\n{ARTICLES[0].text}\n")


def test_what_is_unknown_is_shown_as_such(onrecord: Onrecord) -> None:
    facts = onrecord("show", "plain").lines[1:6]
    assert facts == [
        "  outlet: unknown",
        "  date: unknown",
        "  author: unknown",
        "  url: unknown",
        "  language: en",
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ('"noon against putin"', ["for **noon against Putin**", "“**noon against Putin**”"]),
        ("stem:recognized", ["Brussels should not **recognize** Putin."]),
        ("title:noon", ["calls for **noon** against", "called “noon against Putin”"]),
        ("zebra", ["calls for noon against"]),
        ("", ["calls for noon against"]),
    ],
)
def test_matches_are_marked(onrecord: Onrecord, query: str, shown: list[str]) -> None:
    ran = onrecord("show", "noon", "--query", query)
    assert ran.code == 0
    for text in shown:
        assert text in ran.out


def test_an_article_as_json(onrecord: Onrecord) -> None:
    article = json.loads(onrecord("show", "noon", "--format", "json").out)
    assert sorted(article) == sorted(
        ["id", "title", "text", "outlet", "date", "url", "author", "language", "source", "sha256"]
    )
    assert (article["date"], article["text"]) == ("2024-02-17", ARTICLES[0].text)
    assert json.loads(onrecord("show", "plain", "--format", "json").out)["date"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "error: no article has the id 'nobody'"),
        (["\udcff"], "error: no article has the id '\ufffd'"),
        (["noon", "--query", "date:2024-13"], "error: there is no month 13"),
        ([], "Missing argument 'ID'"),
        (["noon", "--index", "none"], "error: there is no index at none"),
    ],
)
def test_errors_exit_2(onrecord: Onrecord, arguments: list[str], message: str) -> None:
    ran = onrecord("show", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
