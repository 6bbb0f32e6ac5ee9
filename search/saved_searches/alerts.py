"""What a saved search has found since it was last looked at.

New is an article that is found now and that no earlier look found. So one that was published long
ago but indexed today is new, one that is replaced and matches as before is not, and one that is
changed so that it comes to match is. What has been new to one reader, the page or the command
`onrecord alerts`, may still be to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from onrecord.search.engines.base import Engine
from onrecord.search.results.models import Hit
from onrecord.search.results.sorting import Sort
from onrecord.search.saved_searches.store import SavedSearch, SavedSearchStore
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest, hits_for_ids, iter_ids

MAX_HITS = 200
PAGE_READER, COMMAND_READER = "page", "alerts"  # the readers


@dataclass(frozen=True, slots=True)
class Alert:
    """What is new to a reader: how much, and as hits the latest found of it, newest first.

    `look` says up to where; mark it as seen, and no more than was shown is.
    """

    saved: SavedSearch
    total: int
    revision: int
    hits: tuple[Hit, ...]


def save_search(
    searches: SavedSearchStore, engine: Engine, owner: str, name: str, request: SearchRequest
) -> SavedSearch:
    """Save a search that can be run; what it finds now is not news."""
    found = list(_found(engine, request))
    saved = searches.add(owner, name, request)
    searches.record(saved, found, _state(engine))
    return searches.get(owner, saved.number)


def check_search(
    searches: SavedSearchStore, engine: Engine, saved: SavedSearch, reader: str
) -> Alert:
    """Look at a search now: what is new to a reader, which is not marked as seen by that."""
    state = _state(engine)
    if saved.state != state:
        searches.record(saved, list(_found(engine, saved.request)), state)
        saved = searches.get(saved.owner, saved.number)
    unseen = searches.unseen(saved, reader)
    hits = hits_for_ids(engine, _today(saved.request), unseen[:MAX_HITS])
    return Alert(saved, len(unseen), saved.revision, hits)


def _state(engine: Engine) -> str:
    """What an answer depends on: the index, and the day, as queries may say "last week"."""
    return f"{engine.generation()} {date.today()}"


def _today(request: SearchRequest) -> SearchRequest:
    return replace(request, today=date.today())


def _found(engine: Engine, request: SearchRequest) -> Iterator[str]:
    return iter_ids(engine, replace(_today(request), sort=Sort.NEWEST, limit=MAX_PAGE_SIZE))
