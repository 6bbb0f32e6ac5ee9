"""What every engine promises of an index made anew: the old one answers until it is whole."""

from __future__ import annotations

from pathlib import Path
from threading import Timer

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.storage import manifest
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexMissing
from tests.corpus import ARTICLES, fill
from tests.search.engines.test_commits import all_ids, in_folders


def test_searches_are_answered_from_the_old_index_until_a_rebuild_is_finished(
    empty_engine: Engine,
) -> None:
    fill(empty_engine, ARTICLES)
    writer = empty_engine.writer(rebuild=True)
    for one in ARTICLES[2:4]:
        writer.add(writer.prepare(analyse(one)))
        writer.commit()
        assert len(all_ids(empty_engine)) == len(ARTICLES)
    writer.finish()
    writer.close()
    assert all_ids(empty_engine) == sorted(one.id for one in ARTICLES[2:4])
    fill(empty_engine, ARTICLES[:1])
    assert len(all_ids(empty_engine)) == 3


def test_a_rebuild_broken_off_after_a_commit_changes_nothing(empty_engine: Engine) -> None:
    fill(empty_engine, ARTICLES)
    before = empty_engine.generation()
    writer = empty_engine.writer(rebuild=True)
    writer.add(writer.prepare(analyse(ARTICLES[2])))
    writer.commit()
    writer.close()
    assert empty_engine.generation() == before
    assert len(all_ids(empty_engine)) == len(ARTICLES)


def test_a_rebuild_of_nothing_is_empty(empty_engine: Engine) -> None:
    fill(empty_engine, ARTICLES)
    writer = empty_engine.writer(rebuild=True)
    writer.finish()
    writer.close()
    assert all_ids(empty_engine) == []


# What a finished rebuild does to take the place of the old index; it may be killed after each step.
STEPS = (
    lambda folder, name: (folder / name).rename(folder / "rebuilt" / "replaced"),
    lambda folder, _: (folder / "rebuilt" / manifest.FILE).replace(folder / manifest.FILE),
    lambda folder, name: (folder / "rebuilt" / name).rename(folder / name),
)


@in_folders
@pytest.mark.parametrize(
    ("done", "left"), [(0, "noon"), (1, "troops"), (2, "troops"), (3, "troops")]
)
def test_a_rebuild_killed_while_it_takes_its_place_leaves_one_whole(
    name: str, done: int, left: str, tmp_path: Path
) -> None:
    engine = open_engine(f"{name}:{tmp_path}")
    fill(engine, ARTICLES[:1])
    fill(open_engine(f"{name}:{tmp_path / 'rebuilt'}"), [ARTICLES[2]])
    for step in STEPS[:done]:
        step(tmp_path, name)
    engine.writer().close()
    assert all_ids(engine) == [left]
    assert not (tmp_path / "rebuilt").exists()
    engine.close()


@in_folders
def test_a_search_in_the_middle_of_that_waits_for_its_end(name: str, tmp_path: Path) -> None:
    engine = open_engine(f"{name}:{tmp_path}")
    fill(engine, ARTICLES[:1])
    fill(open_engine(f"{name}:{tmp_path / 'rebuilt'}"), [ARTICLES[2]])
    for step in STEPS[:2]:
        step(tmp_path, name)
    with pytest.raises(IndexMissing):
        all_ids(engine)
    last = Timer(0.02, STEPS[2], (tmp_path, name))
    last.start()
    assert all_ids(engine) == ["troops"]
    last.join()
    engine.close()
