"""An export of many thousand hits: all of them, in order, in the memory of a few pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord.search.engines.registry import open_engine
from tests.corpus import article, fill
from tests.web.conftest import client_of

STATUS = Path("/proc/self/status")
TITLE = "Zebra " + "seen again " * 90


def held() -> int:
    """The bytes that this process holds for itself: mapped files are not among them."""
    found = re.search(r"RssAnon:\s*(\d+) kB", STATUS.read_text("ascii"))
    assert found is not None
    return int(found[1]) * 1024


@pytest.mark.skipif(not STATUS.exists(), reason="tells memory by Linux's /proc")
@pytest.mark.parametrize("many", [6_000, pytest.param(30_000, marks=pytest.mark.slow)])
def test_complete_in_order_and_in_little_memory(tmp_path: Path, many: int) -> None:
    engine = open_engine(f"tantivy:{tmp_path / 'index'}")
    first = date(2020, 1, 1).toordinal()
    days = [date.fromordinal(first + number * 7 % 1000) for number in range(many)]
    fill(engine, (article(f"a{n:05}", TITLE, "zebra", date=day) for n, day in enumerate(days)))
    ids, size, most = [], 0, 0
    with client_of(engine).get("/api/search.jsonl?q=zebra&sort=newest", buffered=False) as answer:
        pieces: Iterator[bytes] = iter(answer.response)  # type: ignore[arg-type]  # we send bytes
        rest, before = next(pieces), held()
        for piece in pieces:
            *lines, rest = (rest + piece).splitlines(keepends=True)
            ids += [json.loads(line)["id"] for line in lines]
            size, most = size + len(piece), max(most, held())
    ids.append(json.loads(rest)["id"])
    engine.close()
    assert ids == sorted(ids, key=lambda one: (-days[int(one[1:])].toordinal(), one))
    assert len(set(ids)) == len(ids) == many
    assert most - before < size / 2
