"""Alerts: what a saved search has found since a reader last saw its hits.

A hit is new if no earlier check found it: also an old article indexed today, or one changed so that
it matches now, but not one that was replaced and still matches. The page and the command
`onrecord alerts` are separate readers.
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
PAGE_READER, COMMAND_READER = "page", "alerts"


@dataclass(frozen=True, slots=True)
class Alert:
    """The new hits of a saved search: how many, and the latest found of them, newest first.

    Mark hits as seen up to this `revision`, so that later ones stay new.
    """

    saved: SavedSearch
    total: int
    revision: int
    hits: tuple[Hit, ...]


def save_search(
    store: SavedSearchStore, engine: Engine, owner: str, name: str, request: SearchRequest
) -> SavedSearch:
    """Saves a search that can be run; what it finds now is not new."""
    found = list(_iter_ids(engine, request))
    saved = store.add(owner, name, request)
    store.record(saved, found, _state(engine))
    return store.get(owner, saved.number)


def check_search(store: SavedSearchStore, engine: Engine, saved: SavedSearch, reader: str) -> Alert:
    """Runs a search if anything may have changed; its new hits are not marked as seen."""
    state = _state(engine)
    if saved.state != state:
        store.record(saved, list(_iter_ids(engine, saved.request)), state)
        saved = store.get(saved.owner, saved.number)
    unseen = store.unseen(saved, reader)
    hits = hits_for_ids(engine, _as_of_today(saved.request), unseen[:MAX_HITS])
    return Alert(saved, len(unseen), saved.revision, hits)


def _state(engine: Engine) -> str:
    """What results depend on: the index, and the day, as queries may say "last week"."""
    return f"{engine.generation()} {date.today()}"


def _as_of_today(request: SearchRequest) -> SearchRequest:
    return replace(request, today=date.today())


def _iter_ids(engine: Engine, request: SearchRequest) -> Iterator[str]:
    request = replace(_as_of_today(request), sort=Sort.NEWEST, limit=MAX_PAGE_SIZE)
    return iter_ids(engine, request)
