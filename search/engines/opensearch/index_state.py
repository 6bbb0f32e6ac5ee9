"""The index behind an alias and its last commit, read from its mapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.mapping import ENGINE, manifest_of
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.errors import IndexMissing, IndexOutdated, IndexUnusable


@dataclass(frozen=True, slots=True)
class State:
    """An index of articles as last committed."""

    index: str
    meta: dict[str, Any]

    @property
    def words(self) -> str:
        """The vocabulary index."""
        return words_of(self.index)

    @property
    def commits(self) -> int:
        return int(self.meta["commits"])

    @property
    def is_open(self) -> bool:
        """Whether something was sent but not committed."""
        return bool(self.meta["is_open"])

    @property
    def generation(self) -> str:
        return f"{self.index.split('.')[1]}-{self.commits}"


def words_of(index: str) -> str:
    """The vocabulary index of an index of articles."""
    return index.removesuffix(".articles") + ".words"


def lock_of(name: str) -> str:
    """The index that holds the writer lock."""
    return f"{name}.lock"


def read_state(client: OpenSearch, address: Address) -> State:
    """The state behind an alias; an EngineError if this version cannot use it."""
    state = find_state(client, address)
    if state is None:
        raise IndexMissing(f"there is no index at {address}; make one: onrecord index FILES")
    made = _manifest(state, address)
    if reason := manifest.needs_rebuild(made):
        raise IndexOutdated(
            f"the index at {address} was made by another version of onrecord ({reason}); "
            "rebuild it: onrecord index --rebuild FILES"
        )
    return state


def find_state(client: OpenSearch, address: Address) -> State | None:
    """The state behind an alias, whatever version made it; None if there is none."""
    try:
        found = client.indices.get_mapping(
            index=address.name,
            # Answered by the node itself, also while no cluster manager is elected.
            params={"filter_path": "*.mappings._meta", "local": "true"},
        )
    except NotFoundError:
        return None
    for index, body in found.items():
        return State(index, body["mappings"]["_meta"])
    return State(address.name, {})  # not ours


def _manifest(state: State, address: Address) -> manifest.Manifest:
    try:
        made, _, _ = manifest_of(state.meta), state.commits, state.is_open
    except (KeyError, TypeError, ValueError) as error:
        raise not_ours(address) from error
    if made.engine != ENGINE:
        raise IndexUnusable(f"{address} holds an index of {made.engine}, not of {ENGINE}")
    return made


def not_ours(address: Address) -> IndexUnusable:
    """The error for an index that is not ours."""
    return IndexUnusable(f"{address} is not an index of onrecord; choose another name")
