"""CSRF protection by checking `Sec-Fetch-Site` and `Origin`, without form tokens.

Scripts cannot set these headers, so they tell where a form was submitted. `Sec-Fetch-Site` decides
if it is sent: browsers since 2020 (Safari since 2023) send it to HTTPS and localhost. Otherwise
`Origin`, which browsers send with every POST, must be ours. A request with neither is refused: only
browsers submit our forms, and the API is read-only.

This relies on
- `request.host` being the host in the address bar: proxies forward it, and host_check stops DNS
  rebinding on local addresses;
- `Referrer-Policy: same-origin`: with `no-referrer` browsers send `Origin: null` even to us.
"""

from __future__ import annotations

from flask import Flask, request

from onrecord.search.errors import SearchError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TRUSTED_SITES = frozenset({"same-origin", "none"})  # none: the user's own doing, such as a reload


class CrossOriginRequest(SearchError):
    """An unsafe request that does not come from one of our pages."""


def register(app: Flask) -> None:
    """Refuse unsafe requests from other origins."""
    app.before_request(_check_origin)


def _check_origin() -> None:
    if request.endpoint is None or request.method in SAFE_METHODS:
        return
    own = f"{request.scheme}://{request.host}"
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if not (origin == own if site is None else site in TRUSTED_SITES):
        raise CrossOriginRequest(
            f"this form was submitted from {(origin or 'an unknown origin')[:100]}, not from a "
            f"page of {own[:100]}; load the page again and submit it there"
        )
