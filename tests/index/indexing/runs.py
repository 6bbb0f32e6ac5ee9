"""Runs of the indexer over files that a test writes, and what they leave in the index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onrecord.index.article import Article
from onrecord.index.indexing.indexer import IndexReport, Listener, index_corpus
from onrecord.index.readers import ReadError
from onrecord.search.engines.base import Engine
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.results.sorting import Sort

PARAGRAPH = "The minister resigned on Monday after weeks of protest in the capital. "


@dataclass(frozen=True, slots=True)
class Run:
    """What a run reported."""

    report: IndexReport
    failures: list[ReadError]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Added, unchanged, removed, failed."""
        report = self.report
        return report.added, report.unchanged, report.removed, report.failures


def run(engine: Engine, *paths: Path | str, prune: bool = False, workers: int = 1) -> Run:
    """One run, as the command line makes it."""
    failures: list[ReadError] = []
    writer = engine.writer()
    try:
        report = index_corpus(
            writer,
            map(str, paths),
            prune=prune,
            workers=workers,
            listener=Listener(on_failure=failures.append),
        )
    finally:
        writer.close()
    return Run(report, failures)


def held(engine: Engine) -> list[Article]:
    """Every article of an index, by id."""
    page = engine.page(MatchAll(), Sort.OLDEST, None, 100_000)
    assert page.total == len(page.documents)
    return sorted(
        (ranked.document.article for ranked in page.documents), key=lambda article: article.id
    )


def ids(engine: Engine) -> str:
    """The ids of an index, for comparing at a glance."""
    return " ".join(article.id for article in held(engine))


def titles(engine: Engine) -> list[str]:
    """The titles of an index."""
    return sorted(article.title for article in held(engine))


def write_rows(path: Path, rows: Iterable[tuple[str, str]]) -> Path:
    """A .jsonl file of articles, each an id and a title."""
    lines = [json.dumps({"id": one, "title": title, "text": PARAGRAPH}) for one, title in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_article(path: Path, title: str) -> Path:
    """A text file with one article."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}\n\n{PARAGRAPH}\n", encoding="utf-8")
    return path
