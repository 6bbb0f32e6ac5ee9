"""What is whoosh's own: postings packed by us, segments merged by us, damage told plainly."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.index.indexing.pipeline import analyse
from onrecord.search.engines.base import Engine
from onrecord.search.engines.memory import MemoryEngine
from onrecord.search.engines.whoosh import schema, storage
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.engines.whoosh.merge_policy import CROWD, Candidate, crowded
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.errors import IndexCorrupt, IndexLocked, IndexMissing
from onrecord.search.plan.nodes import MatchAll, Plan
from onrecord.search.plan.planner import plan_query
from onrecord.search.query.parser import parse_query
from onrecord.search.results.sorting import Sort
from tests.corpus import ARTICLES, article, fill, rebuild
from tests.search.strategies import articles, queries

QUERIES = (
    "war",
    '"to be"',
    "peace OR war*",
    "-war",
    "lang:en the",
    "putin~1 not",
    "date:2024-03-02",
)

iter_ids = st.sampled_from(("a", "b", "c", "d"))
puts = st.builds(
    lambda one, identity, source: replace(one, id=identity, source=source),
    articles,
    iter_ids,
    iter_ids,
)
changes = st.lists(
    puts | iter_ids | st.sampled_from(("commit", "abandon")), min_size=1, max_size=20
)


@given(life=changes, asked=st.lists(queries, max_size=4))
def test_an_index_that_changes_agrees_with_memory_in_scores_too(
    tmp_path_factory: pytest.TempPathFactory, life: list[Any], asked: list[Any]
) -> None:
    engine = WhooshEngine.open(str(tmp_path_factory.mktemp("life")))
    oracle = MemoryEngine.open("")
    for one in (engine, oracle):
        live(one, life)
    for query in (*(parse_query(text).query for text in QUERIES), *asked):
        plan = plan_query(query, oracle)
        for sort in Sort:
            assert ranks(engine, plan, sort) == ranks(oracle, plan, sort)
        assert engine.facets(plan) == oracle.facets(plan)
    assert summary(engine) == summary(oracle)
    engine.close()


def live(engine: Engine, life: list[Any]) -> None:
    """Go through changes: an article is put, a source removed, the rest committed or given up."""
    writer = engine.writer()
    for change in life:
        if isinstance(change, Article):
            writer.add(writer.prepare(analyse(change)))
        elif change == "commit":
            writer.commit()
        elif change == "abandon":
            writer.close()
            writer = engine.writer()
        else:
            writer.remove(change)
    writer.commit()
    writer.close()


def ranks(engine: Engine, plan: Plan, sort: Sort) -> list[tuple[Article, float]]:
    page = engine.page(plan, sort, None, 100)
    assert page.total == len(page.documents)
    return [(one.document.article, round(one.search_after.score, 3)) for one in page.documents]


def summary(engine: Engine) -> list[Any]:
    info = engine.info()
    counts = (info.articles, info.undated, info.first_day, info.last_day)
    return [*counts, info.outlets, info.languages, sorted(engine.outlets()), engine.languages()]


@pytest.mark.parametrize("positions", [[0], [1, 65_535], [3, 65_536], list(range(70_000))])
def test_positions_come_out_as_they_went_in(positions: list[int]) -> None:
    packed = schema.packed(positions)
    assert list(schema.unpacked(packed)) == positions
    assert schema.count(packed) == len(positions)


def test_two_terms_of_a_slot_are_united_in_order() -> None:
    united = schema.united(schema.packed([2, 70_000]), schema.packed([1, 3]))
    assert list(schema.unpacked(united)) == [1, 2, 3, 70_000]


# Every article has "common"; by number, "n<i>"; every hundredth "rare", at the end.
MANY = [
    article(f"{n:04d}", "", f"common n{n}" + (" and rare" if n % 100 == 0 else ""))
    for n in range(1, 701)
]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("common", 700),
        ("rare", 7),
        ('"common n257"', 1),
        ('"common n*00 and"', 7),
        ('"common rare"~2', 7),
        ("common -rare", 693),
    ],
)
def test_terms_longer_than_a_block(many: Engine, text: str, total: int) -> None:
    plan = plan_query(parse_query(text).query, many)
    assert many.page(plan, Sort.RELEVANCE, None, 10).total == total


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = WhooshEngine.open(str(tmp_path_factory.mktemp("many")))
    fill(engine, MANY)
    yield engine
    engine.close()


class Sized:
    """A segment as far as the merge policy looks at one."""

    def __init__(self, live: int, deleted: int = 0) -> None:
        self.live, self.all = live, live + deleted

    def doc_count_all(self) -> int:
        return self.all


@pytest.mark.parametrize(
    ("segments", "new", "merged"),
    [
        ([], 1, []),
        ([(1, 0)] * 6, 1, []),
        ([(1, 0)] * 7, 1, [1] * 7),  # the new one is the eighth
        ([(1, 0)] * 7, 9, []),  # of another size
        ([(9, 0)] * 7 + [(1, 0)] * 7, 2, [1] * 7 + [9] * 7),  # eight of one make the eighth
        ([(1000, 0)] * 7 + [(1, 0)] * 2, 3, []),
        ([(1000, 0), (40, 41)], 3, [40]),  # mostly deleted
        ([(1000, 0), (0, 5)], 0, [0]),
        ([(41, 40)], 3, []),
    ],
)
def test_which_segments_are_merged(
    segments: list[tuple[int, int]], new: int, merged: list[int]
) -> None:
    candidates = [Candidate(Sized(*sizes), sizes[0], bytes=1) for sizes in segments]  # type: ignore[arg-type]  # looks like one
    assert [candidate.live for candidate in crowded(candidates, new)] == merged


def test_many_small_commits_leave_few_segments_and_nothing_replaced(tmp_path: Path) -> None:
    engine = WhooshEngine.open(str(tmp_path))
    writer = engine.writer()
    for number in range(80):
        one = article(f"{number % 50}", f"title {number}", "text")
        writer.add(writer.prepare(analyse(one)))
        writer.commit()
    writer.close()
    segments = Segments.open(storage.open_index(tmp_path))
    assert len(segments.live) == engine.page(MatchAll(), Sort.NEWEST, None, 1).total == 50
    assert len(segments.parts) < 2 * CROWD
    assert len(segments.deleted) <= 50
    assert leftovers(tmp_path) == len(segments.parts)


def leftovers(folder: Path) -> int:
    """The files of the index besides its table of contents and whoosh's own lock."""
    names = {path.name for path in (folder / "whoosh").iterdir()}
    return sum(not name.endswith((".toc", "WRITELOCK")) for name in names)


def test_what_another_object_commits_is_seen(tmp_path: Path) -> None:
    reading, writing = WhooshEngine.open(str(tmp_path)), WhooshEngine.open(str(tmp_path))
    fill(writing, ARTICLES[:1])
    before = reading.generation()
    assert [one.document.article for one in everything(reading)] == [ARTICLES[0]]
    fill(writing, ARTICLES[1:2])
    assert reading.generation() != before
    assert len(list(everything(reading))) == 2


def everything(engine: Engine) -> Iterable[Any]:
    return engine.page(MatchAll(), Sort.NEWEST, None, 100).documents


def test_an_index_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    engine = WhooshEngine.open(str(tmp_path / "none"))
    with pytest.raises(IndexMissing, match=r"make one: onrecord --index whoosh:.*none index FILES"):
        engine.info()
    assert not (tmp_path / "none").exists()


def test_only_one_may_write(tmp_path: Path) -> None:
    writer = WhooshEngine.open(str(tmp_path)).writer()
    with pytest.raises(IndexLocked, match="is being written by process"):
        WhooshEngine.open(str(tmp_path)).writer()
    writer.close()
    WhooshEngine.open(str(tmp_path)).writer().close()


@pytest.fixture
def untidy() -> Iterator[None]:
    """Whoosh leaves open what it fails to read."""
    yield
    gc.collect()


@pytest.mark.usefixtures("untidy")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
@pytest.mark.parametrize("left", [0, 7, 0.5, 0.9])
def test_damage_is_told_and_a_rebuild_mends_it(tmp_path: Path, pattern: str, left: float) -> None:
    engine = WhooshEngine.open(str(tmp_path))
    fill(engine, ARTICLES)
    (file,) = (tmp_path / "whoosh").glob(pattern)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(left if left > 1 else left * len(whole))])
    for asked in (lambda: list(everything(engine)), engine.writer):
        with pytest.raises(
            IndexCorrupt, match=r"cannot be .*: onrecord --index .* --rebuild FILES"
        ):
            asked()
    rebuild(engine, [])
    assert list(everything(engine)) == []
