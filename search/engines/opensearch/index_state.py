"""Which index stands behind a name, and what it says of itself: one look at its mapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.mapping import ENGINE, manifest_of
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.errors import IndexCorrupt, IndexMissing, IndexOutdated


@dataclass(frozen=True, slots=True)
class State:
    """An index of articles as it was last committed."""

    index: str
    meta: dict[str, Any]

    @property
    def words(self) -> str:
        """The index of its words."""
        return words_of(self.index)

    @property
    def commits(self) -> int:
        return int(self.meta["commits"])

    @property
    def is_open(self) -> bool:
        """Whether something was sent to it that no commit closed."""
        return bool(self.meta["is_open"])

    @property
    def generation(self) -> str:
        return f"{self.index.split('.')[1]}-{self.commits}"


def words_of(index: str) -> str:
    """The index of the words beside an index of articles."""
    return index.removesuffix(".articles") + ".words"


def lock_of(name: str) -> str:
    """The index that says who writes."""
    return f"{name}.lock"


def read_state(client: OpenSearch, address: Address) -> State:
    """The state behind a name; an EngineError that says why it cannot be used."""
    state = find_state(client, address)
    if state is None:
        raise IndexMissing(f"there is no index at {address}; make one: onrecord index FILES")
    made = _manifest(state, address)
    if reason := manifest.needs_rebuild(made):
        raise IndexOutdated(
            f"the index at {address} was made by another version of onrecord ({reason}); "
            "make it anew: onrecord index --rebuild FILES"
        )
    return state


def find_state(client: OpenSearch, address: Address) -> State | None:
    """The state behind a name, whatever version made it; None if there is none."""
    try:
        found = client.indices.get_mapping(
            index=address.name,
            # Of the node asked, which need not know who manages the cluster just now.
            params={"filter_path": "*.mappings._meta", "local": "true"},
        )
    except NotFoundError:
        return None
    for index, body in found.items():
        return State(index, body["mappings"]["_meta"])
    return State(address.name, {})  # somebody else's index


def _manifest(state: State, address: Address) -> manifest.Manifest:
    try:
        made, _, _ = manifest_of(state.meta), state.commits, state.is_open
    except (KeyError, TypeError, ValueError) as error:
        raise not_ours(address) from error
    if made.engine != ENGINE:
        raise IndexCorrupt(f"{address} holds an index of {made.engine}, not of {ENGINE}")
    return made


def not_ours(address: Address) -> IndexCorrupt:
    """That a name is taken by an index which says nothing of onrecord."""
    return IndexCorrupt(
        f"{address} is no index of onrecord: its mapping says nothing of one; take another name"
    )
