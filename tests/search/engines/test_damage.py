"""Damage to the files of an index is told as such, whatever an engine makes of it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from onrecord.index.storage import manifest
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import EngineError, IndexCorrupt
from onrecord.search.plan.plan_nodes import (
    AllOf,
    DateRange,
    MatchAll,
    MatchType,
    Plan,
    Span,
    TermSet,
)
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from tests.corpus import ARTICLES, article, fill, rebuild
from tests.engines import TESTED

in_folders = pytest.mark.parametrize(
    "name", [name for name in TESTED if name not in ("memory", "opensearch")]
)


@in_folders
@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"schema": 1}', "\ufffd" * 99])
def test_a_damaged_manifest_is_told(name: str, content: str, tmp_path: Path) -> None:
    fill(open_engine(f"{name}:{tmp_path}"), ARTICLES)
    (tmp_path / manifest.FILE).write_text(content)
    with pytest.raises(IndexCorrupt, match=str(tmp_path)):
        open_engine(f"{name}:{tmp_path}").info()


TERM = TermSet(("putin",), Layer.EXACT, "putin", MatchType.FOLDED)
BUGS = [  # plans that no planner makes
    object(),
    AllOf((MatchAll(), object())),  # type: ignore[arg-type]  # that is the bug
    Span("nosuchfield", ((TERM,),)),
    Span("text", ((None,),)),  # type: ignore[arg-type]  # that is the bug
    DateRange("monday", None),  # type: ignore[arg-type]  # that is the bug
]


def run_all(engine: Engine, plan: Plan) -> None:
    """Run a plan in every way; RuntimeError if nothing notices that it is wrong."""
    engine.page(plan, Sort.RELEVANCE, None, 10)
    engine.facets(plan)
    raise RuntimeError("this engine answers")


@pytest.mark.parametrize("plan", BUGS, ids=lambda plan: type(plan).__name__)
def test_a_bug_of_ours_is_not_told_as_damage(engine: Engine, plan: Plan) -> None:
    with pytest.raises(Exception, match=r".") as raised:
        run_all(engine, plan)
    assert not isinstance(raised.value, (IndexCorrupt, RuntimeError))


def replaced(file: Path, content: bytes) -> None:
    """A file with another content: a new one, as the old may still be mapped into memory."""
    file.unlink()
    file.write_bytes(content)


@in_folders
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # whoosh's, of what it opened
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("left", [0, 10, 0.5])
def test_damaged_files_are_told_and_a_rebuild_mends_them(
    name: str, left: float, tmp_path: Path
) -> None:
    fill(open_engine(f"{name}:{tmp_path}"), ARTICLES)
    for file in (tmp_path / name).iterdir():
        content = file.read_bytes()
        replaced(file, content[: int(left if left > 1 else left * len(content))])
    engine = open_engine(f"{name}:{tmp_path}")
    with pytest.raises(EngineError, match="cannot be read"):
        engine.page(MatchAll(), Sort.NEWEST, None, 10)
    rebuild(engine, ARTICLES[:1])
    found = engine.page(MatchAll(), Sort.NEWEST, None, 10).documents
    assert [hit.document.article.id for hit in found] == ["noon"]
    engine.close()


def answered(engine: Engine) -> None:
    """Asks for all that an index holds; raises what that raises."""
    for text in ('"word5 word10"', "word1*", "-word5", "word5~1", "word3 NEAR/5 word9"):
        search(engine, SearchRequest(text, facets=True))
    engine.info()
    engine.article("007")


@in_folders
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # whoosh's, of what it opened
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_flipped_bit_is_told_if_it_is_noticed(name: str, tmp_path: Path) -> None:
    texts = [" ".join(f"word{n * step % 97}" for step in range(60)) for n in range(50)]
    fill(
        open_engine(f"{name}:{tmp_path}"),
        [article(f"{n:03d}", f"Title {n}", text) for n, text in enumerate(texts)],
    )
    random = Random(1)
    told = 0
    for file in sorted(tmp_path.joinpath(name).iterdir()):
        whole = file.read_bytes()
        for _ in range(12 if whole else 0):
            damaged = bytearray(whole)
            damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
            replaced(file, bytes(damaged))
            engine = open_engine(f"{name}:{tmp_path}")
            try:
                answered(engine)
            except EngineError:  # and nothing else
                told += 1
            engine.close()
        replaced(file, whole)
    assert told
