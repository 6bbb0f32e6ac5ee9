"""Takes the pictures of README.md: the seeds as a reader sees them, in light and in dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from onrecord.index.indexing.indexer import index_corpus
from onrecord.search.engines.registry import open_engine
from tests.browser.conftest import CHROMIUM, FLAGS, served

ROOT = Path(__file__).parents[2]
SIZE = {"width": 1180, "height": 860}
QUERY = "q=%22noon+against+Putin%22+OR+%22occupied+territories%22"
# An article with its matches, and a passage that a colleague was sent.
ARTICLE = "/article/dffb030c4a8a8906?q=putin&passage=0-238.2fa97936"
PICTURES = {"search-page": (f"/?{QUERY}", "light"), "article-page": (ARTICLE, "dark")}


@contextmanager
def seeds() -> Iterator[str]:
    """The address of a site that holds the seeds."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"tantivy:{folder}/index")
        writer = engine.writer()
        index_corpus(writer, ["seeds"])
        writer.close()
        site = served(engine)
        yield next(site)
        next(site, None)


def take(browser: Browser, address: str, scheme: str, to: Path) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    page.goto(address)
    page.screenshot(path=to)
    page.close()


def main() -> None:
    os.chdir(ROOT)  # ids are made of paths as given
    with sync_playwright() as playwright, seeds() as site:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, (path, scheme) in PICTURES.items():
            take(browser, f"{site}{path}", scheme, ROOT / "docs" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
