"""Creates, replicates, swaps and deletes the indexes behind an alias."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import partial
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.connection import retry
from onrecord.search.engines.opensearch.index_state import State, not_ours
from onrecord.search.engines.opensearch.mapping import ENGINE, articles_body, meta_of, words_body
from onrecord.search.engines.opensearch.url import Address

REPLICATION_SECONDS = 120  # that a commit waits for the first replicas


def create(client: OpenSearch, address: Address, *, is_visible: bool) -> State:
    """Create an empty index and its vocabulary; if visible, the alias names it at once."""
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}"
    index = f"{address.name}.{stamp}.articles"
    state = State(index, meta_of(manifest.current(ENGINE), 0, is_open=False))
    client.indices.create(index=state.words, body=words_body())
    body = articles_body(address.settings, state.meta)
    if is_visible:
        body["aliases"] = {address.name: {}}
    client.indices.create(index=index, body=body)
    return state


def replicate(client: OpenSearch, state: State, replicas: int) -> None:
    """Replicate each shard to as many other nodes as there are, and wait for that."""
    wanted = {"index.auto_expand_replicas": f"0-{replicas}" if replicas else "false"}
    both = f"{state.index},{state.words}"
    retry(partial(client.indices.put_settings, index=both, body=wanted))
    client.cluster.health(
        index=both,
        params={
            "wait_for_status": "green",
            "wait_for_no_initializing_shards": "true",
            "timeout": f"{REPLICATION_SECONDS}s",
            "request_timeout": REPLICATION_SECONDS + 10,
            "ignore": (408,),
        },
    )


def refresh(client: OpenSearch, index: str) -> None:
    """Make what was sent visible to searches, on every shard."""

    def refreshed() -> None:
        answer = client.indices.refresh(index=index)
        if answer["_shards"]["failed"]:
            raise TransportError(503, "refresh_failed", {"error": str(answer["_shards"])})

    retry(refreshed)


def swap_alias(client: OpenSearch, address: Address, new: State, old: State | None) -> None:
    """Point the alias to a new index and delete the old one, in one step."""
    actions: list[dict[str, Any]] = [{"add": {"index": new.index, "alias": address.name}}]
    if old is not None:
        actions.append({"remove_index": {"index": old.index}})
    client.indices.update_aliases(body={"actions": actions})
    if old is not None:
        delete(client, [old.words])


def delete_leftovers(client: OpenSearch, address: Address, *kept: State) -> None:
    """Delete what killed rebuilds have left behind."""
    used = {index for state in kept for index in (state.index, state.words)}
    there = client.indices.get_alias(index=f"{address.name}.*.articles,{address.name}.*.words")
    delete(client, [index for index in there if index not in used])


def delete(client: OpenSearch, indexes: list[str]) -> None:
    """Delete indexes, if they exist."""
    for index in indexes:
        client.indices.delete(index=index, params={"ignore_unavailable": "true"})


def check_ours(state: State | None, address: Address) -> None:
    """IndexUnusable if the name is taken by an index that is not ours."""
    if state is not None and not state.index.startswith(f"{address.name}."):
        raise not_ours(address)
