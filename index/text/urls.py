"""Web addresses: which texts are one, and whose site it is."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(text: str) -> str | None:
    """The text, if it is one http or https address and nothing else."""
    address = text.strip().strip("<>").strip()
    return address if host_of(address) and len(address.split()) == 1 else None


def host_of(url: str) -> str | None:
    """The host of a web address, without `www.`; None if it is not one."""
    if "//" not in url:  # as the name of an outlet, which is asked for too
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return host.removeprefix("www.") or None if host else None
