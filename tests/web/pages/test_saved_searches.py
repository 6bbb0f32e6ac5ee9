"""Searches saved on the server: by name, for one user, with a page and a feed of what is new."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.saved_searches.store import SavedSearchStore
from onrecord.web.app import WebConfig, create_app
from tests.corpus import ARTICLES, article, fill
from tests.web.conftest import PASSWORD, browser, engine_of, password_line

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def changing() -> Engine:
    return engine_of(ARTICLES)


@pytest.fixture
def client(changing: Engine, tmp_path: Path) -> FlaskClient:
    config = WebConfig("memory:", lambda _url: changing, saved=tmp_path / "saved.sqlite")
    return browser(create_app(config))


def save(client: FlaskClient, name: str, **parameters: str) -> int:
    """Save a search as its form does."""
    return client.post("/saved", data={"name": name, **parameters}).status_code


def news(client: FlaskClient, number: int = 1) -> list[str]:
    """The titles that the feed of a saved search holds."""
    root = Xml.fromstring(client.get(f"/saved/{number}.atom").data)
    return [str(title.text) for title in root.findall(f"{ATOM}entry/{ATOM}title")]


def test_from_the_results_to_what_is_new(client: FlaskClient, changing: Engine) -> None:
    results = client.get("/?q=%22noon+against+Putin%22&lang=en").text
    found = re.search('href="(/saved/new[^"]*)"[^>]*>Save this search', results)
    assert found
    form = client.get(found[1].replace("&amp;", "&")).text
    hidden = re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', form)
    sent = {name: value.replace("&#34;", '"') for name, value in hidden}
    assert sent["q"] == '"noon against Putin"'
    response = client.post("/saved", data=sent | {"name": "Noon"})
    assert (response.status_code, response.location) == (303, "/saved")
    assert "nothing new" in client.get("/saved").text
    fill(
        changing,
        [
            article("hit", "Fresh", "It was noon against Putin again."),
            article("miss", "Stale", "Noon, and Putin."),
            article("german", "Frisch", "noon against Putin", language="de"),
        ],
    )
    assert "1 new" in client.get("/saved").text
    page = client.get("/saved/1").text
    assert "<mark>noon against Putin</mark>" in page
    assert "Stale" not in page
    assert news(client) == ["Fresh"]
    revision = re.search('name="revision" value="([0-9]+)"', page)
    assert revision
    assert client.post("/saved/1/seen", data={"revision": revision[1]}).status_code == 303
    assert news(client) == []
    assert "nothing new" in client.get("/saved").text


def test_reading_changes_nothing(client: FlaskClient, changing: Engine) -> None:
    save(client, "Putin", q="putin")
    fill(changing, [article("new", "New", "Putin")])
    for _ in range(3):
        assert news(client) == ["New"]
        assert "1 new article<" in client.get("/saved/1").text


def test_deleted_is_gone(client: FlaskClient) -> None:
    save(client, "Putin", q="putin")
    assert client.post("/saved/1/drop").status_code == 303
    assert client.get("/saved/1").status_code == 404
    assert client.get("/saved/1.atom").status_code == 404
    assert "None yet" in client.get("/saved").text


REFUSED = [  # the form, what is said
    ({"name": "", "q": "putin"}, "give the search a name"),
    ({"name": "x" * 101, "q": "putin"}, "of up to 100 characters"),
    ({"name": "a", "q": ""}, "there is nothing to save"),
    ({"name": "a", "q": "date:2024-99"}, "no month 99"),
    ({"name": "a", "q": "putin", "from": "soon"}, "is not a date"),
    ({"name": "a", "q": "putin", "sort": "best"}, "sort is"),
]


@pytest.mark.parametrize(("form", "said"), REFUSED)
def test_what_cannot_be_saved_says_why(
    client: FlaskClient, form: dict[str, str], said: str
) -> None:
    response = client.post("/saved", data=form)
    assert response.status_code == 400
    assert said.lower() in response.text.lower()
    assert "None yet" in client.get("/saved").text


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "١"])
def test_an_invalid_revision(client: FlaskClient, revision: str) -> None:
    save(client, "Putin", q="putin")
    assert client.post("/saved/1/seen", data={"revision": revision}).status_code == 400


CHANGING = ["/saved", "/saved/1/seen", "/saved/1/drop"]


@pytest.mark.parametrize("address", CHANGING)
def test_nothing_is_changed_from_elsewhere(client: FlaskClient, address: str) -> None:
    save(client, "Putin", q="putin")
    form = {"name": "Other", "q": "putin", "revision": "1"}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(address, data=form, headers=elsewhere).status_code == 403
    assert client.get(address).status_code in (200, 404, 405)
    assert "Putin" in client.get("/saved").text


def test_what_one_user_saves_no_other_sees(changing: Engine, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text(password_line("alice") + password_line("bob"), "utf-8")
    config = WebConfig(
        "memory:",
        lambda _url: changing,
        passwords=passwords,
        saved=tmp_path / "saved.sqlite",
    )
    app = create_app(config)
    alice, bob = browser(app), browser(app)
    for name, client in (("alice", alice), ("bob", bob)):
        form = {"name": name, "password": PASSWORD}
        assert client.post("/login", data=form).status_code == 303
    assert save(alice, "Secret", q="putin") == 303
    assert "Secret" in alice.get("/saved").text
    assert "Secret" not in bob.get("/saved").text
    for address in ("/saved/1", "/saved/1.atom"):
        assert bob.get(address).status_code == 404
    for change in ("seen", "drop"):
        assert bob.post(f"/saved/1/{change}", data={"revision": "1"}).status_code == 404
    store = SavedSearchStore(tmp_path / "saved.sqlite")
    assert [one.owner for one in store.list_searches()] == ["alice"]


def test_hostile_names_and_articles_are_text(client: FlaskClient, changing: Engine) -> None:
    assert save(client, '"><script>alert(1)</script>', q="<script> zebra") == 303
    fill(changing, [article("evil", "<script>alert(2)</script>", "script zebra <img src=x>")])
    for address in ("/saved", "/saved/1", "/saved/new?q=<script>"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_one_that_takes_too_long_stops_no_other(changing: Engine, tmp_path: Path) -> None:
    path = tmp_path / "saved.sqlite"
    config = WebConfig("memory:", lambda _url: changing, saved=path)
    save(browser(create_app(config)), "Putin", q="putin")
    fill(changing, [article("new", "New", "Putin")])
    hurried = WebConfig("memory:", lambda _url: changing, saved=path, search_seconds=0)
    page = create_app(hurried).test_client().get("/saved")
    assert page.status_code == 200
    assert "timed out after 0 seconds" in page.text


def test_where_nothing_can_be_saved_nothing_offers_it(library: Engine) -> None:
    client = create_app(WebConfig("memory:", lambda _url: library)).test_client()
    assert "/saved" not in client.get("/?q=putin").text
    assert client.get("/saved").status_code == 404
