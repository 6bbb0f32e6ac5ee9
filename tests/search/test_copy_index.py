"""Copies between engines: everything arrives, what is there is skipped, differences are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.index.indexing import committer
from onrecord.index.readers import ReadError
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search import copy_index as copying
from onrecord.search.copy_index import compute_digest, copy_index, iter_articles
from onrecord.search.engines.base import Engine
from onrecord.search.engines.memory import MemoryEngine, MemoryWriter
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import CopyMismatch
from tests.corpus import ARTICLES, article, fill
from tests.engines import TESTED, discard, url_of
from tests.index.indexing.runs import run, write_rows

EXTRA = article("extra", "Only in the copy", "Words.")


@pytest.fixture(params=TESTED)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, as what is copied into."""
    url = url_of(request.param, tmp_path / "target")
    with closing(open_engine(url)) as engine:
        yield engine
    discard(url)


@pytest.fixture
def original() -> Engine:
    """An empty index in memory to copy from."""
    return open_engine("memory:")


def test_every_article_comes_from_and_to_every_engine(engine: Engine, target: Engine) -> None:
    report, digest = copy_index(engine, target, workers=1)
    assert (report.copied, report.unchanged, digest.count) == (len(ARTICLES), 0, len(ARTICLES))
    assert sorted(iter_articles(target), key=lambda one: one.id) == sorted(
        ARTICLES, key=lambda one: one.id
    )


def test_a_copy_broken_off_goes_on_where_it_was(
    original: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH_SIZE", 2)
    monkeypatch.setattr(committer, "COMMIT_BYTES", 1)
    fill(original, ARTICLES)

    def stop(report: copying.CopyReport) -> None:
        if report.seen >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_index(original, target, workers=1, on_progress=stop)
    report, digest = copy_index(original, target, workers=1)
    assert report.unchanged >= 4
    assert report.copied + report.unchanged == digest.count == len(ARTICLES)


def test_a_copy_that_is_up_to_date_is_not_written(original: Engine, target: Engine) -> None:
    fill(original, ARTICLES)
    copy_index(original, target, workers=1)
    generation = target.generation()
    report, digest = copy_index(original, target, workers=1)
    assert (report.copied, report.unchanged, digest.count) == (0, len(ARTICLES), len(ARTICLES))
    assert target.generation() == generation


def test_an_article_without_a_fingerprint_is_copied_without_one(
    original: Engine, target: Engine
) -> None:
    """Its fingerprint is gone, so that the next index run reads its source again."""
    fill(original, ARTICLES)
    original.prints.clear()  # type: ignore[attr-defined]  # of the memory engine
    assert copy_index(original, target, workers=1)[0].copied == len(ARTICLES)
    with closing(target.writer()) as writer:
        sources = [one.source for one in ARTICLES]
        assert set(writer.fingerprints(sources).values()) == {copying.NO_FINGERPRINT}


@pytest.mark.parametrize(
    ("size", "seconds", "commits"), [(1, 60.0, 6), (10**9, 60.0, 1), (10**9, 0.0, 6)]
)
def test_commits_by_size_and_time(
    original: Engine, monkeypatch: pytest.MonkeyPatch, size: int, seconds: float, commits: int
) -> None:
    monkeypatch.setattr(copying, "BATCH_SIZE", 2)
    monkeypatch.setattr(committer, "COMMIT_BYTES", size)
    monkeypatch.setattr(committer, "COMMIT_SECONDS", seconds)
    fill(original, ARTICLES)
    target = open_engine("memory:")
    copy_index(original, target, workers=1)
    assert target.generation() == str(commits)


def test_an_index_that_holds_more_is_no_copy(original: Engine, target: Engine) -> None:
    fill(original, ARTICLES)
    fill(target, [EXTRA])
    with pytest.raises(CopyMismatch, match=r"the copy has 13 articles .* the original 12 "):
        copy_index(original, target, workers=1)


def refuse_at_once(analysed: AnalysedArticle) -> AnalysedArticle:
    if analysed.article.text == "refuse at once":
        raise ReadError(analysed.article.source, "too long")
    return analysed


class RefusingWriter(MemoryWriter):
    """Refuses some articles when it prepares them, others when it commits."""

    def commit(self) -> Sequence[ReadError]:
        late = [one for one in self.changes if one.article.text == "refuse later"]  # type: ignore[union-attr]  # a copy removes nothing
        self.changes = [one for one in self.changes if one not in late]
        super().commit()
        return [ReadError(one.article.source, "too long") for one in late]  # type: ignore[union-attr]  # as above


class Refusing(MemoryEngine):
    def writer(self, *, rebuild: bool = False) -> RefusingWriter:  # noqa: ARG002  # as inherited
        return RefusingWriter(self, self, refuse_at_once)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["words", "refuse at once"], "refused 1 of 2 articles; the first is 1.txt: too long"),
        (["words", "refuse later"], "refused 1 of 2 articles; the first is 1.txt: too long"),
        (
            ["refuse later", "refuse at once", "words"],
            "refused 2 of 3 articles",
        ),
    ],
)
def test_refused_articles_are_counted_and_the_first_is_named(
    original: Engine, texts: list[str], message: str
) -> None:
    fill(original, [article(str(at), "", text) for at, text in enumerate(texts)])
    target: MemoryEngine = Refusing()
    reports: list[copying.CopyReport] = []
    with pytest.raises(CopyMismatch, match=message):
        copy_index(original, target, workers=1, on_progress=reports.append)
    refused = sum("refuse" in text for text in texts)
    assert (reports[-1].total, reports[-1].seen) == (len(texts), len(texts) - refused)
    assert len(target.documents) == len(texts) - refused
    assert 0 <= reports[-1].seconds < 600


def test_what_was_copied_need_not_be_read_again(
    original: Engine, target: Engine, tmp_path: Path
) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", [("a", "One"), ("b", "Two")])
    run(original, rows)
    copy_index(original, target, workers=1)
    again = run(target, rows).report
    assert (again.added, again.unchanged) == (0, 2)


@pytest.mark.parametrize(
    "other", [ARTICLES[:-1], (*ARTICLES[:-1], EXTRA), (*ARTICLES[1:], ARTICLES[0])]
)
def test_any_difference_makes_another_digest(other: tuple[object, ...]) -> None:
    assert compute_digest(other) != compute_digest(ARTICLES)  # type: ignore[arg-type]  # articles, by the table


def test_several_processes_copy_the_same(tmp_path: Path) -> None:
    many = [article(f"{n:04d}", "Many", f"Words of number {n}.") for n in range(450)]
    one, other = open_engine(str(tmp_path / "one")), open_engine(f"whoosh:{tmp_path / 'other'}")
    fill(one, many)
    assert copy_index(one, other, workers=2)[1] == compute_digest(many)
