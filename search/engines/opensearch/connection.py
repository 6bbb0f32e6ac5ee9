"""Connects to a cluster and retries what it cannot do just now: nodes come and go."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from onrecord.search.engines.opensearch.errors import is_transient
from onrecord.search.engines.opensearch.url import API_KEY, CA_FILE, PASSWORD, USER, Address
from onrecord.search.errors import InvalidIndexUrl

T = TypeVar("T")

TRIES_PER_NODE = 2
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
FIRST_PAUSE = 0.25  # seconds; each pause is twice the one before
MAX_PAUSE = 8.0
READ_TRIES = 6  # over 8 seconds: somebody waits for the page
WRITE_TRIES = 12  # over a minute: a cluster that lost a node takes a while to recover
# The client warns of each answer that is an error; ours say those that matter.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


def connect(address: Address, environ: Mapping[str, str] = os.environ) -> OpenSearch:
    """A client for the nodes of an address, with the credentials in the environment."""
    return OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        use_ssl=address.is_secure,
        timeout=address.settings.timeout,
        max_retries=TRIES_PER_NODE * len(address.hosts),
        retry_on_timeout=len(address.hosts) > 1,
        **_certificates(address, environ),
        **_credentials(address, environ),
    )


def _certificates(address: Address, environ: Mapping[str, str]) -> dict[str, Any]:
    if not address.is_secure:
        return {}
    path = environ.get(CA_FILE)
    if path and not os.path.isfile(path):  # noqa: PTH113  # a test of a name, nothing is opened
        raise InvalidIndexUrl(f"{CA_FILE} is set to {path}, which is not a file; set a PEM file")
    return {"verify_certs": True, **({"ca_certs": path} if path else {})}


def _credentials(address: Address, environ: Mapping[str, str]) -> dict[str, Any]:
    key, user = environ.get(API_KEY), environ.get(USER)
    is_local = all(host in LOCAL_HOSTS for host, _ in address.hosts)
    if (key or user) and not address.is_secure and not is_local:
        raise InvalidIndexUrl(
            f"credentials would be sent unencrypted to {address}; use opensearch+https://"
        )
    if key:
        return {"headers": {"Authorization": f"ApiKey {key}"}}
    return {"http_auth": (user, environ.get(PASSWORD, ""))} if user else {}


def pauses(tries: int) -> Iterator[float]:
    """The seconds to wait before each further try."""
    for number in range(tries - 1):
        yield min(FIRST_PAUSE * 2.0**number, MAX_PAUSE)


def retry(call: Callable[[], T], tries: int = WRITE_TRIES) -> T:
    """The result of a call, retried on transient errors; it must be safe to repeat."""
    for pause in pauses(tries):
        try:
            return call()
        except OpenSearchException as error:
            if not is_transient(error):
                raise
        time.sleep(pause)
    return call()
