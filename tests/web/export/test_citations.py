"""References: every known fact in its field, every unknown one left out, one line a field."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.web.export import citations
from tests.corpus import ARTICLES, article
from tests.web.pages.test_search_page import page

KNOWN = next(one for one in ARTICLES if one.id == "noon")
UNKNOWN = article("u", "Untold", "Text.", language=None)
DIGEST = "0" * 64

PLAIN = [
    (
        KNOWN,
        "Pyotr Kozlov. “Opposition in exile calls for noon against Putin”. themoscowtimes.com, "
        "17 February 2024. https://www.themoscowtimes.com/2024/02/17/noon-a84118",
    ),
    (UNKNOWN, f"“Untold”. undated. u.txt (sha256 {DIGEST})"),
    (
        replace(KNOWN, author="A. B.", outlet=None, date=None, title="Two\nlines"),
        "A. B. “Two lines”. undated. https://www.themoscowtimes.com/2024/02/17/noon-a84118",
    ),
]


@pytest.mark.parametrize(("cited", "expected"), PLAIN)
def test_plain(cited: Article, expected: str) -> None:
    assert citations.to_plain(cited) == expected


def test_ris_has_what_is_known() -> None:
    assert citations.to_ris(KNOWN).split("\r\n") == [
        "TY  - NEWS",
        "ID  - noon",
        "TI  - Opposition in exile calls for noon against Putin",
        "AU  - Pyotr Kozlov",
        "T2  - themoscowtimes.com",
        "PY  - 2024",
        "DA  - 2024/02/17",
        "LA  - en",
        "UR  - https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        f"N1  - read from noon.txt, sha256 {DIGEST}",
        "ER  - ",
        "",
    ]


def test_csl_has_what_is_known() -> None:
    assert citations.csl_item(KNOWN) == {
        "id": "noon",
        "type": "article-newspaper",
        "title": "Opposition in exile calls for noon against Putin",
        "author": [{"literal": "Pyotr Kozlov"}],
        "container-title": "themoscowtimes.com",
        "issued": {"date-parts": [[2024, 2, 17]]},
        "URL": "https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        "language": "en",
        "note": f"read from noon.txt, sha256 {DIGEST}",
    }


def test_the_unknown_is_left_out() -> None:
    tags = [line[:2] for line in citations.to_ris(UNKNOWN).splitlines()]
    assert tags == ["TY", "ID", "TI", "N1", "ER"]
    assert set(citations.csl_item(UNKNOWN)) == {"id", "type", "title", "note"}


@given(st.text(), st.text(), st.text())
def test_no_text_begins_a_field_of_its_own(title: str, author: str, outlet: str) -> None:
    evil = replace(KNOWN, title=f"{title}\r\nER  - \nTY  - BOOK", author=author, outlet=outlet)
    lines = citations.to_ris(evil).splitlines()
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - NEWS", "ER  - "]
    assert all(line[2:6] == "  - " for line in lines)
    assert json.loads(citations.to_csl(evil).encode()) == [citations.csl_item(evil)]
    assert len(citations.to_plain(evil).splitlines()) == 1


REFERENCES = [  # form, media type, how it begins
    ("plain", "text/plain", "Pyotr Kozlov."),
    ("ris", "application/x-research-info-systems", "TY  - NEWS"),
    ("csl", "application/vnd.citationstyles.csl+json", "["),
]


@pytest.mark.parametrize(("form", "media_type", "begins"), REFERENCES)
def test_references_are_shown_and_downloaded(
    client: FlaskClient, form: str, media_type: str, begins: str
) -> None:
    response = client.get(f"/citation/{form}?id=noon")
    assert response.content_type == f"{media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.text.startswith(begins)
    assert response.text.replace("\r\n", "\n") in unescape(page(client, "/article/noon"))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/citation/ris?id=none", 404), ("/citation/ris", 400), ("/citation/bibtex?id=noon", 400)],
)
def test_references_that_cannot_be(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status
