"""Translates the client's errors into ours, and tells those worth a retry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, SSLError, TransportError

from onrecord.search.engines.opensearch.url import API_KEY, CA_FILE, PASSWORD, USER, Address
from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    QueryTooBroad,
    SearchError,
    ServerError,
    ServerUnreachable,
)

UNAVAILABLE = (429, 502, 503, 504)  # overloaded or gone for now: worth a retry
DISK_FULL_SIGNS = ("flood-stage", "read-only-allow-delete")
RED_CLUSTER_SIGNS = ("no_shard_available", "all shards failed", "missing shards")
TOO_MANY_CLAUSES_SIGNS = ("too many nested clauses", "maxClauseCount")
# From a node that has lost another and does not yet know where its shards are.
LOST_NODE_SIGNS = (
    "node_not_connected",
    "node_disconnected",
    "node_closed",
    "connect_transport",
    "no node found for id",
)


@contextmanager
def translated_errors(address: Address) -> Iterator[None]:
    """Raises the client's errors as ours, naming the address."""
    try:
        yield
    except OpenSearchException as error:
        raise translate(error, address) from error


def translate(error: OpenSearchException, address: Address) -> SearchError:
    """Our error for a client's error: what it means, where, and what to do."""
    if isinstance(error, NoConnection):
        return ServerUnreachable(_connection_message(error, address))
    if isinstance(error, TransportError):
        return _from_answer(error, address)
    return EngineError(f"{address}: {error}")


def _connection_message(error: NoConnection, address: Address) -> str:
    cause = str(error.info).rpartition(": ")[2][:200]
    if isinstance(error, SSLError):
        return (
            f"the certificate of {address} cannot be verified ({cause}); "
            f"set {CA_FILE} to the PEM file of its certificate authority"
        )
    if isinstance(error, ConnectionTimeout):
        return (
            f"{address} did not answer within {address.settings.timeout} s; "
            "try again, or allow more time with ?timeout=SECONDS"
        )
    return (
        f"{address} cannot be reached ({cause}); is OpenSearch running there, and does "
        "the address name its HTTP port, and https if it uses TLS?"
    )


def _from_answer(error: TransportError, address: Address) -> SearchError:
    status, reason = error.status_code, reason_of(error)
    if any(sign in reason for sign in TOO_MANY_CLAUSES_SIGNS):
        return QueryTooBroad(
            "the query has more words than the cluster allows in one search; remove some, or "
            f"raise indices.query.bool.max_clause_count on the nodes of {address}"
        )
    if status == 401:
        return AccessDenied(
            f"{address} requires valid credentials; set {USER} and {PASSWORD}, or {API_KEY}"
        )
    if trouble := _cluster_trouble(status, reason, address):
        return ServerError(trouble)
    if status == 403:
        return AccessDenied(
            f"{address} denies access to this user ({reason}); the permissions needed are listed "
            "under Security in docs/opensearch.md"
        )
    return ServerError(f"{address} failed ({status}: {reason}); see its log and _cluster/health")


def _cluster_trouble(status: str | int, reason: str, address: Address) -> str | None:
    """What is wrong with the cluster itself, if the answer says so."""
    if is_disk_full(reason):
        return (
            f"{address} takes no articles: a disk of the cluster is too full ({reason}); "
            "free space there, then index again"
        )
    if "create-index blocked" in reason:
        return (
            f"{address} takes no new index: the cluster blocks them, as it does while all its "
            f"disks are nearly full ({reason}); free space there, or lift cluster.blocks."
            "create_index, then index again"
        )
    if status == 503 and any(sign in reason for sign in RED_CLUSTER_SIGNS):
        return (
            f"some articles of {address} are on no running node: the cluster is red; restart its "
            "nodes (_cluster/allocation/explain tells what is missing)"
        )
    return None


def reason_of(error: TransportError) -> str:
    """The reason the cluster gave, root cause first, in one line."""
    try:
        details: Any = error.info["error"]  # type: ignore[index]  # what an answer holds
        causes = [*details.get("root_cause", ()), details, details.get("caused_by", {})]
        reasons = [f"{cause['type']}: {cause['reason']}" for cause in causes if "type" in cause]
        return "; ".join(dict.fromkeys(reasons))[:500]
    except (TypeError, KeyError, AttributeError):
        return " ".join(str(error.error).split())[:200]  # an HTML page, perhaps


def is_transient(error: OpenSearchException) -> bool:
    """Whether a retry may succeed: a node is gone or overloaded."""
    if isinstance(error, SSLError):
        return False
    if isinstance(error, NoConnection):
        return True
    return isinstance(error, TransportError) and (
        (error.status_code in UNAVAILABLE and not is_disk_full(error.info))
        or any(sign in str(error.info) for sign in LOST_NODE_SIGNS)
    )


def is_disk_full(reason: object) -> bool:
    """Whether a disk was too full, which no retry mends."""
    return any(sign in str(reason) for sign in DISK_FULL_SIGNS)
