"""Checks a batch of quotations, in several processes if it is large."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import EngineError, SearchError
from onrecord.search.quote_check.check import QuoteRequest, check

BATCH_SIZE = 16  # quotations per task of a worker
MIN_PARALLEL = 64  # with fewer quotations, starting workers takes longer than checking

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation to check with its id, or the problem of an input row without one."""

    id: str
    text: str
    problem: str = ""


def check_all(
    url: str, claims: Iterable[Claim], limit: int | None = None, workers: int | None = None
) -> Iterator[Answer]:
    """The JSON answer to each claim in order; a claim that fails has an `error` instead.

    EngineError if the index cannot be read.
    """
    remaining = iter(claims)
    first = list(islice(remaining, MIN_PARALLEL))
    claims = chain(first, remaining)
    count = workers or os.cpu_count() or 1
    if is_parallel(url, len(first), count):
        yield from _in_parallel(url, claims, limit, count)
    else:
        yield from _answers(url, claims, limit)


def is_parallel(url: str, claims: int, workers: int) -> bool:
    """Whether to start workers; an index in memory has no other process to read it."""
    return claims >= MIN_PARALLEL and workers > 1 and not url.startswith("memory:")


def batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    remaining = iter(claims)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch


def answer_to(engine: Engine, claim: Claim, limit: int | None, info: IndexInfo) -> Answer:
    """The answer to one claim."""
    answer = {"id": claim.id, "quotation": claim.text}
    if claim.problem:
        return {**answer, "error": claim.problem}
    try:
        return {**answer, **check(engine, QuoteRequest(claim.text, limit), info).to_dict()}
    except EngineError:
        raise
    except SearchError as error:
        return {**answer, "error": str(error)}


def _in_parallel(
    url: str, claims: Iterable[Claim], limit: int | None, workers: int
) -> Iterator[Answer]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        pending: deque[Future[list[Answer]]] = deque()
        for batch in batches(claims):
            pending.append(pool.submit(_batch_answers, url, batch, limit))
            while len(pending) > 2 * workers or (pending and pending[0].done()):
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _batch_answers(url: str, claims: Sequence[Claim], limit: int | None) -> list[Answer]:
    return list(_answers(url, claims, limit))


def _answers(url: str, claims: Iterable[Claim], limit: int | None) -> Iterator[Answer]:
    engine, info = _opened(url)
    return (answer_to(engine, claim, limit, info) for claim in claims)


@cache
def _opened(url: str) -> tuple[Engine, IndexInfo]:
    """One engine per process, with its info, which takes time to collect."""
    engine = open_engine(url)
    return engine, engine.info()
