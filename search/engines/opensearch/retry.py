"""Trying again what a cluster could not do just now: nodes come and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from opensearchpy.exceptions import OpenSearchException

from onrecord.search.engines.opensearch.connection import is_passing

Answer = TypeVar("Answer")

FIRST_PAUSE = 0.25  # seconds; each is twice the one before
LONGEST_PAUSE = 8.0
TRIES_TO_READ = 6  # over 8 seconds: somebody waits for the page
TRIES_TO_WRITE = 12  # over a minute: a cluster that loses a node takes a while to go on


def pauses(tries: int) -> Iterator[float]:
    """The seconds to wait before each further try."""
    for number in range(tries - 1):
        yield min(FIRST_PAUSE * 2.0**number, LONGEST_PAUSE)


def patiently(call: Callable[[], Answer], tries: int = TRIES_TO_WRITE) -> Answer:
    """What a call returns, made again while what goes wrong may pass; it must be harmless twice."""
    for pause in pauses(tries):
        try:
            return call()
        except OpenSearchException as error:
            if not is_passing(error):
                raise
        time.sleep(pause)
    return call()
