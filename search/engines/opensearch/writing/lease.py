"""The writer lease, kept in the cluster: one writer at a time, and it says who holds it."""

from __future__ import annotations

import os
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, NotFoundError, RequestError, TransportError

from onrecord.index.storage import lock
from onrecord.search.engines.opensearch.connection import retry
from onrecord.search.engines.opensearch.index_state import lock_of
from onrecord.search.engines.opensearch.mapping import lock_body
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.errors import IndexLocked

LEASE_SECONDS = 300.0  # without a renewal, after which another may write
RENEWAL_SECONDS = 30.0
LOCK = "writer"


@dataclass
class Lease:
    """A held lease; it must be renewed, and ends when released or when its holder is gone."""

    client: OpenSearch
    index: str
    holder: dict[str, Any]
    version: dict[str, int]
    renewed: float

    @property
    def token(self) -> str:
        """Unique to this lease."""
        return str(self.holder["token"])

    @classmethod
    def take(cls, client: OpenSearch, address: Address) -> Lease:
        """The lease on an index name; IndexLocked, naming the holder, if another has it."""
        index = lock_of(address.name)
        _create(client, index)
        before = _read(client, index)
        if before is not None and _is_held(before["_source"]["holder"]):
            raise _busy(address, before["_source"]["holder"])
        holder = _signature()
        try:
            version = _write(client, index, holder, None if before is None else _version(before))
        except ConflictError as error:
            raise _busy(address, {}) from error
        return cls(client, index, holder, version, time.monotonic())

    def renew(self, address: Address) -> None:
        """Extend the lease if it is due; IndexLocked if another has taken the lease."""
        if time.monotonic() - self.renewed < RENEWAL_SECONDS:
            return
        holder = self.holder | {"until": time.time() + LEASE_SECONDS}
        try:
            self.version = retry(partial(_write, self.client, self.index, holder, self.version))
        except (ConflictError, NotFoundError) as error:
            self._keep_if_ours(address, error)
        self.renewed = time.monotonic()

    def _keep_if_ours(self, address: Address, error: TransportError) -> None:
        """Keep the lease if a renewal was made although its answer was lost."""
        found = _read(self.client, self.index) or {"_source": {"holder": {}}}
        holder = found["_source"]["holder"]
        if holder.get("token") != self.token:
            raise _busy(address, holder) from error
        self.version = _version(found)

    def release(self) -> None:
        """Let others write, unless another has taken the lease already."""
        params = {**_conditions(self.version), "refresh": "false"}
        with suppress(ConflictError, NotFoundError):
            self.client.delete(index=self.index, id=LOCK, params=params)


def _create(client: OpenSearch, index: str) -> None:
    if client.indices.exists(index=index):
        return
    try:
        client.indices.create(index=index, body=lock_body())
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def _read(client: OpenSearch, index: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = client.get(index=index, id=LOCK)
    except NotFoundError:
        return None
    return found


def _write(
    client: OpenSearch, index: str, holder: dict[str, Any], version: dict[str, int] | None
) -> dict[str, int]:
    """Write the lease if it still has this version, or if None, only if there is none."""
    params: dict[str, Any] = {"op_type": "create"} if version is None else _conditions(version)
    return _version(client.index(index=index, id=LOCK, body={"holder": holder}, params=params))


def _version(answer: dict[str, Any]) -> dict[str, int]:
    return {name: answer[name] for name in ("_seq_no", "_primary_term")}


def _conditions(version: dict[str, int]) -> dict[str, int]:
    return {"if_seq_no": version["_seq_no"], "if_primary_term": version["_primary_term"]}


def _signature() -> dict[str, Any]:
    lease = {"token": uuid.uuid4().hex, "until": time.time() + LEASE_SECONDS}
    return lock.owner_details() | lease


def _is_held(holder: dict[str, Any]) -> bool:
    """Whether the holder may still write: its time is not over, nor has it died on this host."""
    if time.time() > holder["until"]:
        return False
    return holder["host"] != socket.gethostname() or _is_alive(holder["process"])


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _busy(address: Address, holder: dict[str, Any]) -> IndexLocked:
    owner = lock.describe_owner(holder)
    return IndexLocked(f"{address} is being written by {owner}; wait until it is done")
