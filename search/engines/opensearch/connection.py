"""The connection to a cluster, and what goes wrong on it told in our words."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, SSLError, TransportError

from onrecord.search.engines.opensearch.url import Address
from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    InvalidIndexUrl,
    QueryTooBroad,
    ServerError,
    ServerUnreachable,
)

USER, PASSWORD = "ONRECORD_OPENSEARCH_USER", "ONRECORD_OPENSEARCH_PASSWORD"
API_KEY, AUTHORITY = "ONRECORD_OPENSEARCH_API_KEY", "ONRECORD_OPENSEARCH_CA"
TRIES_A_NODE = 2
# The client warns of each answer that is an error; we tell those that matter, in our words.
logging.getLogger("opensearch").addHandler(logging.NullHandler())

AWAY = (429, 502, 503, 504)  # too busy or gone for now: worth another try
SIGNS_OF_A_FULL_DISK = ("flood-stage", "read-only-allow-delete")
SIGNS_OF_RED = ("no_shard_available", "all shards failed", "missing shards")
# What a node says that has just lost another, before it has heard where its shards are now.
SIGNS_OF_A_LOSS = (
    "node_not_connected",
    "node_disconnected",
    "node_closed",
    "connect_transport",
    "no node found for id",
)


def connect(address: Address, environ: Mapping[str, str] = os.environ) -> OpenSearch:
    """A client of all nodes of an address, with the credentials that the environment holds."""
    return OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        use_ssl=address.is_secure,
        timeout=address.settings.timeout,
        max_retries=TRIES_A_NODE * len(address.hosts),
        retry_on_timeout=len(address.hosts) > 1,
        **_authority(address, environ),
        **_credentials(address, environ),
    )


def _authority(address: Address, environ: Mapping[str, str]) -> dict[str, Any]:
    if not address.is_secure:
        return {}
    path = environ.get(AUTHORITY)
    if path and not os.path.isfile(path):  # noqa: PTH113  # a test of a name, nothing is opened
        raise InvalidIndexUrl(f"{AUTHORITY} names {path}, which is no file; it takes a PEM file")
    return {"verify_certs": True, **({"ca_certs": path} if path else {})}


def _credentials(address: Address, environ: Mapping[str, str]) -> dict[str, Any]:
    key, user = environ.get(API_KEY), environ.get(USER)
    if (key or user) and not address.is_secure and not _is_here(address):
        raise InvalidIndexUrl(
            f"a password or key would go over the network in the clear to {address}; "
            "use opensearch+https://"
        )
    if key:
        return {"headers": {"Authorization": f"ApiKey {key}"}}
    return {"http_auth": (user, environ.get(PASSWORD, ""))} if user else {}


def _is_here(address: Address) -> bool:
    return all(host in ("localhost", "127.0.0.1", "::1") for host, _ in address.hosts)


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Whatever the client raises inside comes out as one of our errors, naming the place."""
    try:
        yield
    except OpenSearchException as error:
        raise as_ours(error, address) from error


def as_ours(error: OpenSearchException, address: Address) -> Exception:
    """The error of ours that says what a client's error means, where, and what to do."""
    if isinstance(error, NoConnection):
        return ServerUnreachable(_unreachable(error, address))
    if isinstance(error, TransportError):
        return _answered(error, address)
    return EngineError(f"{address}: {error}")


def _unreachable(error: NoConnection, address: Address) -> str:
    if isinstance(error, SSLError):
        return (
            f"{address} does not prove who it is ({_cause(error)}); "
            f"put the file of its authority's certificate into {AUTHORITY}"
        )
    if isinstance(error, ConnectionTimeout):
        return (
            f"{address} did not answer within {address.settings.timeout} s; "
            "try again, or give it longer with ?timeout=SECONDS"
        )
    return (
        f"{address} cannot be reached ({_cause(error)}); is OpenSearch running there, and does "
        "the address name its HTTP port, and https if it has TLS?"
    )


def _cause(error: NoConnection) -> str:
    return str(error.info).rpartition(": ")[2][:200]


def _answered(error: TransportError, address: Address) -> Exception:
    status, reason = error.status_code, reason_of(error)
    if "too many nested clauses" in reason or "maxClauseCount" in reason:
        return QueryTooBroad(
            "the query has more words than the cluster lets one search have; leave some out, or "
            f"raise indices.query.bool.max_clause_count on the nodes of {address}"
        )
    if status == 401:
        return AccessDenied(
            f"{address} refuses the credentials, or wants some; set {USER} and {PASSWORD}, "
            f"or {API_KEY}"
        )
    if is_full(reason):
        return ServerError(
            f"{address} takes no articles: a disk of the cluster is too full ({reason}); "
            "free space there, then index again"
        )
    if "create-index blocked" in reason:
        return ServerError(
            f"{address} takes no new index: the cluster blocks them, as it does while all its "
            f"disks are nearly full ({reason}); free space there, or lift cluster.blocks."
            "create_index, then index again"
        )
    if status == 503 and any(sign in reason for sign in SIGNS_OF_RED):
        return ServerError(
            f"some articles of {address} are on no node that is up: the cluster is red; bring its "
            "nodes back (_cluster/allocation/explain tells what is missing)"
        )
    if status == 403:
        return AccessDenied(
            f"{address} forbids this to the user ({reason}); the rights needed are listed in "
            "docs/engines.md"
        )
    return ServerError(f"{address} failed ({status}: {reason}); see its log and _cluster/health")


def reason_of(error: TransportError) -> str:
    """What the cluster gave as its reason, root cause first, in one line."""
    try:
        details: Any = error.info["error"]  # type: ignore[index]  # what an answer holds
        causes = [*details.get("root_cause", ()), details, details.get("caused_by", {})]
        reasons = [f"{cause['type']}: {cause['reason']}" for cause in causes if "type" in cause]
        return "; ".join(dict.fromkeys(reasons))[:500]
    except (TypeError, KeyError, AttributeError):
        return str(error.error)[:200]


def is_passing(error: OpenSearchException) -> bool:
    """Whether the same call may succeed in a moment: a node has gone, or is too busy."""
    if isinstance(error, SSLError):
        return False
    if isinstance(error, NoConnection):
        return True
    return isinstance(error, TransportError) and (
        (error.status_code in AWAY and not is_full(error.info))
        or any(sign in str(error.info) for sign in SIGNS_OF_A_LOSS)
    )


def is_full(reason: object) -> bool:
    """Whether a disk was too full, which no waiting mends."""
    return any(sign in str(reason) for sign in SIGNS_OF_A_FULL_DISK)
