"""What every engine promises of its index: commits are seen, one process writes, it stays small."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.storage import manifest
from onrecord.search.copy_index import copy_index
from onrecord.search.engines.base import Engine
from onrecord.search.engines.local_storage import folder_bytes
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexLocked, IndexMissing, IndexOutdated
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.results.sorting import Sort
from tests.corpus import ARTICLES, article, fill, rebuild
from tests.engines import TESTED, url_of

LASTING = [name for name in TESTED if name != "memory"]
lasting = pytest.mark.parametrize("name", LASTING)
in_folders = pytest.mark.parametrize("name", [name for name in LASTING if name != "opensearch"])


def all_ids(engine: Engine) -> list[str]:
    return sorted(
        hit.document.article.id
        for hit in engine.page(MatchAll(), Sort.NEWEST, None, 1000).documents
    )


def test_what_is_not_committed_is_not_there(empty_engine: Engine) -> None:
    fill(empty_engine, ARTICLES[:1])
    before = empty_engine.generation()
    writer = empty_engine.writer()
    writer.add(writer.prepare(analyse(ARTICLES[1])))
    writer.remove(ARTICLES[0].source)
    writer.close()
    assert empty_engine.generation() == before
    assert all_ids(empty_engine) == ["noon"]


def test_a_commit_is_seen_while_the_writer_goes_on(empty_engine: Engine) -> None:
    writer = empty_engine.writer()
    seen = []
    for one in ARTICLES[:3]:
        writer.add(writer.prepare(analyse(one)))
        writer.commit()
        seen.append((empty_engine.generation(), len(all_ids(empty_engine))))
    writer.close()
    assert [count for _, count in seen] == [1, 2, 3]
    assert len({generation for generation, _ in seen}) == 3


CHANGES: list[tuple[str, Callable[[Engine, Engine], object], bool]] = [  # (name, change, is one)
    ("nothing", lambda engine, _: engine.writer().close(), False),
    ("a commit of nothing", lambda engine, _: fill(engine, []), False),
    ("a rebuild broken off", lambda engine, _: engine.writer(rebuild=True).close(), False),
    ("removal of an unknown source", lambda engine, _: removed(engine, "none.txt"), False),
    ("being copied", lambda engine, other: copy_index(engine, other, workers=0), False),
    ("an article", lambda engine, _: fill(engine, ARTICLES[1:2]), True),
    ("the same article", lambda engine, _: fill(engine, ARTICLES[:1]), True),
    ("a removal", lambda engine, _: removed(engine, ARTICLES[0].source), True),
    ("an article and its removal", lambda engine, _: added_and_removed(engine), True),
    ("a rebuild", lambda engine, _: rebuild(engine, ARTICLES[:1]), True),
    ("a rebuild of nothing", lambda engine, _: rebuild(engine, []), True),
]


@pytest.mark.parametrize(
    ("change", "is_change"), [row[1:] for row in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_the_index_is_written_by_commits_that_change_it(
    empty_engine: Engine, change: Callable[[Engine, Engine], object], is_change: bool
) -> None:
    fill(empty_engine, ARTICLES[:1])
    before = empty_engine.info()
    change(empty_engine, open_engine("memory:"))
    after = empty_engine.info()
    assert (after.generation != before.generation) is is_change
    if empty_engine.name != "memory":
        assert (after.last_written != before.last_written) is is_change


def removed(engine: Engine, source: str) -> None:
    writer = engine.writer()
    writer.remove(source)
    writer.commit()
    writer.close()


def added_and_removed(engine: Engine) -> None:
    writer = engine.writer()
    writer.add(writer.prepare(analyse(ARTICLES[1])))
    writer.remove(ARTICLES[1].source)
    writer.commit()
    assert list(writer.sources()) == [ARTICLES[0].source]
    writer.close()


def test_an_article_replaces_those_of_its_source_and_of_its_id(empty_engine: Engine) -> None:
    fill(empty_engine, [article("a", "First", "Old words."), article("b", "Second", "Words.")])
    fill(empty_engine, [article("a", "Third", "New words.", source="b.txt")])
    assert all_ids(empty_engine) == ["a"]
    assert empty_engine.article("a").title == "Third"
    writer = empty_engine.writer()
    assert list(writer.sources()) == ["b.txt"]
    writer.close()


def test_a_source_that_is_removed_is_gone(empty_engine: Engine) -> None:
    fill(empty_engine, ARTICLES[:3])
    writer = empty_engine.writer()
    writer.remove("noon.txt")
    writer.remove("never-there.txt")
    writer.commit()
    assert sorted(writer.sources()) == ["stano.txt", "troops.txt"]
    writer.close()
    assert all_ids(empty_engine) == ["stano", "troops"]


def test_a_writer_knows_what_its_articles_were_made_from(empty_engine: Engine) -> None:
    writer = empty_engine.writer()
    writer.add(writer.prepare(analyse(ARTICLES[0], "0123456789abcde")))
    writer.commit()
    known = writer.fingerprints(["noon.txt", "other.txt"])
    writer.close()
    assert dict(known) == {"noon.txt": "0123456789abcde"}


@lasting
def test_another_object_sees_a_commit(name: str, tmp_path: Path) -> None:
    reading, writing = (open_engine(url_of(name, tmp_path)) for _ in range(2))
    for count in (1, 2, 3):
        fill(writing, ARTICLES[count - 1 : count])
        assert len(all_ids(reading)) == count
    rebuild(writing, ARTICLES[2:4])
    assert all_ids(reading) == sorted(one.id for one in ARTICLES[2:4])
    reading.close()
    writing.close()


ANOTHER_PROCESS = """
import sys
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES, fill
fill(open_engine(sys.argv[1]), ARTICLES[1:])
"""


@lasting
def test_a_commit_of_another_process_is_seen(name: str, tmp_path: Path) -> None:
    engine = open_engine(url_of(name, tmp_path))
    fill(engine, ARTICLES[:1])
    assert all_ids(engine) == ["noon"]
    command = [sys.executable, "-c", ANOTHER_PROCESS, url_of(name, tmp_path)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[3])
    assert all_ids(engine) == sorted(one.id for one in ARTICLES)
    assert engine.info().articles == len(ARTICLES)
    engine.close()


@lasting
def test_a_missing_index_says_how_to_make_one(name: str, tmp_path: Path) -> None:
    engine = open_engine(url_of(name, tmp_path / "none"))
    for ask in (engine.generation, engine.info, engine.languages, lambda: engine.article("a")):
        with pytest.raises(
            IndexMissing, match=r"there is no .*index at .*none; make one: onrecord"
        ):
            ask()
    assert not (tmp_path / "none").exists()


@lasting
def test_a_second_writer_is_told_who_holds_the_index(name: str, tmp_path: Path) -> None:
    writer = open_engine(url_of(name, tmp_path)).writer()
    with pytest.raises(IndexLocked, match=r"is being written by process \d+ on .* since "):
        open_engine(url_of(name, tmp_path)).writer()
    writer.close()
    open_engine(url_of(name, tmp_path)).writer().close()


@in_folders
@pytest.mark.parametrize("version", ["schema", "analysis"])
def test_an_index_of_another_version_must_be_rebuilt(
    name: str, version: str, tmp_path: Path
) -> None:
    engine = open_engine(f"{name}:{tmp_path}")
    fill(engine, ARTICLES)
    engine.close()
    file = tmp_path / manifest.FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | {version: 0}))
    for ask in (engine.info, engine.writer, lambda: all_ids(engine)):
        with pytest.raises(IndexOutdated, match=f"its {version} is 0.* index --rebuild FILES"):
            ask()
    rebuild(engine, ARTICLES[:1])
    assert all_ids(engine) == ["noon"]
    engine.close()


@in_folders
def test_the_same_articles_again_and_again_keep_the_index_small(name: str, tmp_path: Path) -> None:
    engine = open_engine(f"{name}:{tmp_path}")
    texts = [" ".join(f"word{n * step % 997}" for step in range(60)) for n in range(60)]
    same = [article(f"{n:03d}", f"Title {n}", text) for n, text in enumerate(texts)]
    sizes = []
    for _ in range(20):
        fill(engine, same)
        sizes.append(folder_bytes(tmp_path))
    assert engine.info().articles == 60
    assert sizes[-1] < 3 * sizes[0]
    engine.close()
