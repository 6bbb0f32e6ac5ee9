"""The index is opened once, kept, and opened again when it is missing or was replaced."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event, Thread

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexMissing
from onrecord.web.app import WebConfig, create_app
from onrecord.web.middleware.index_provider import IndexProvider
from tests.corpus import article, fill
from tests.web.conftest import engine_of


def test_threads_open_the_index_once() -> None:
    opened: list[str] = []
    opened_again = Event()
    threads: list[Thread] = []

    def open_index(url: str) -> Engine:
        opened.append(url)
        if len(opened) > 1:
            opened_again.set()
        else:  # the second thread asks while the first is opening
            threads.append(Thread(target=provider.engine))
            threads[0].start()
            opened_again.wait(0.05)
        return open_engine(url)

    provider = IndexProvider(WebConfig("memory:", open_index))
    engine = provider.engine()
    threads[0].join()
    assert opened == ["memory:"]
    assert provider.engine() is engine


def test_info_is_computed_once_per_generation() -> None:
    engine = engine_of([article("a", "Zebra", "text")])
    provider = IndexProvider(WebConfig("memory:", lambda _url: engine))
    first = provider.info()
    assert provider.info() is first
    fill(engine, [article("b", "Zebra", "text", source="b.txt")])
    assert (first.articles, provider.info().articles) == (1, 2)
    provider.forget()
    assert provider.info() is not first


PATHS = ("/", "/?q=zebra", "/article/z", "/api/search?q=zebra")


def test_an_index_that_is_built_later_is_found() -> None:
    built: list[Engine] = []

    def open_index(url: str) -> Engine:
        if not built:
            raise IndexMissing(f"there is no index at {url}")
        return built[0]

    client = create_app({"index": "tantivy:here", "open_index": open_index}).test_client()
    for path in PATHS:
        response = client.get(path)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "here is no index yet" in response.text
    built.append(engine_of([article("z", "Zebra", "A zebra.")]))
    assert "1 article found" in client.get("/?q=zebra").text


def test_an_index_that_is_deleted_and_rebuilt_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    client = create_app(WebConfig(f"tantivy:{folder}")).test_client()
    for word in ("zebra", "giraffe"):
        assert client.get(f"/?q={word}").status_code == 503
        engine = open_engine(f"tantivy:{folder}")
        fill(engine, [article("a", word, f"A {word}.")])
        engine.close()
        assert "1 article found" in client.get(f"/?q={word}").text
        shutil.rmtree(folder)
