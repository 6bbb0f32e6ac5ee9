"""Many quotations checked, each answer as JSON has it, in order, on all cores if they are many."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import EngineError, SearchError
from onrecord.search.quote_check.check import QuoteRequest, check

AT_ONCE = 16  # quotations handed to a worker
FEW = 64  # quotations that are checked sooner than workers have started

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation to check under its id; or what is wrong with the row it should stand in."""

    id: str
    text: str
    problem: str = ""


def check_all(
    url: str, claims: Iterable[Claim], limit: int | None = None, workers: int | None = None
) -> Iterator[Answer]:
    """The answer to each claim; one that fails has `error` in it, and the rest go on.

    EngineError if the index itself cannot be read.
    """
    left = iter(claims)
    first = list(islice(left, FEW))
    count = workers or os.cpu_count() or 1
    if len(first) < FEW or count == 1 or url.startswith("memory:"):
        yield from _answers(url, [*first, *left], limit)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context) as pool:
        pending: deque[Future[list[Answer]]] = deque()
        for batch in _batches(first, left):
            pending.append(pool.submit(_answers, url, batch, limit))
            while len(pending) > 2 * count or (pending and pending[0].done()):
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def answer_to(engine: Engine, claim: Claim, limit: int | None, info: IndexInfo) -> Answer:
    """One answer, as JSON has it."""
    asked = {"id": claim.id, "quotation": claim.text}
    if claim.problem:
        return {**asked, "error": claim.problem}
    try:
        return {**asked, **check(engine, QuoteRequest(claim.text, limit), info).to_json()}
    except EngineError:
        raise
    except SearchError as error:
        return {**asked, "error": str(error)}


def _batches(first: Sequence[Claim], left: Iterator[Claim]) -> Iterator[list[Claim]]:
    for start in range(0, len(first), AT_ONCE):
        yield list(first[start : start + AT_ONCE])
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _answers(url: str, claims: Sequence[Claim], limit: int | None) -> list[Answer]:
    engine, info = _opened(url)
    return [answer_to(engine, claim, limit, info) for claim in claims]


@cache
def _opened(url: str) -> tuple[Engine, IndexInfo]:
    """The engine of a process, and what it holds, which is counted once."""
    engine = open_engine(url)
    return engine, engine.info()
