"""Strings that break programs, as queries and as all that an article says of itself."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.corpus import article
from tests.web.conftest import client_of, engine_of
from tests.web.security.test_hostile import harmless

NAUGHTY = [  # signs of markup, code, formats, paths and unusual scripts
    "<svg/onload=x zebra>",
    "\"><b a='zebra'>",
    "' OR 1=1; -- zebra",
    "${zebra}",
    "{{zebra}}",
    "%s%n zebra%00",
    "../../zebra/etc",
    "\\zebra\\u0000",
    "<![CDATA[zebra]]>",
    "&#x6a;zebra&colon;",
    "file:///zebra?#",
    "() { :;}; zebra",
    "=cmd|' /C zebra'!A0",
    "\u202ezebra\u202d\u2066",
    "\ufeffzebra\ufffe",
    "Z\u0351\u036b\u0343zebra" + "\u0338" * 40,
    "\U0001f469\u200d\U0001f469zebra\u200d",
    "\u1160\u115f\u3164zebra\u00ad\u180e",
    "１２３zebra١٢٣",
    "\u2028zebra\u2029\x85",
    *("", " ", "\t\r\n", "\x00", "\u0300", "𝒜" * 50),
    *("-1e400", "NaN", "0x0", "1/0", "--help", "null"),
]


@pytest.fixture(scope="module")
def naughty() -> FlaskClient:
    """Articles that have these strings for all their fields."""
    return client_of(
        engine_of(
            article(f"n{number}", s, f"a {s} b", outlet=s, author=s, url=s, source=s, language=s)
            for number, s in enumerate(NAUGHTY)
        )
    )


@pytest.mark.parametrize("number", range(len(NAUGHTY)))
def test_naughty_strings_are_asked_for_and_shown(naughty: FlaskClient, number: int) -> None:
    text = NAUGHTY[number]
    asked = [
        ("/", {"q": text}),
        ("/", {"q": "zebra", "outlet": text, "period": text}),
        ("/quote", {"text": text}),
        (f"/article/n{number}", {"q": text}),
        ("/api/search.atom", {"q": text}),
        ("/api/search.csv", {"q": text, "lang": text}),
        ("/api/search", {"q": text, "cursor": text}),
    ]
    for path, parameters in asked:
        with naughty.get(path, query_string=parameters) as response:
            assert response.status_code in (200, 400)
            if response.mimetype == "text/html":
                harmless(response.text)
    answer = naughty.get("/api/search", query_string={"q": text, "literal": "1"}).json or {}
    assert not answer["interpreted"] or f"n{number}" in [hit["id"] for hit in answer["hits"]]
