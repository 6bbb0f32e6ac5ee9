"""URL validation, hosts, and the prefixes that an address is filed under."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

MAX_PATH_DEPTH = 12  # deeper folders share the prefix of their ancestor


def web_address(text: str) -> str | None:
    """The text if it is a single http or https URL, else None."""
    address = text.strip().strip("<>").strip()
    return address if host_of(address) and len(address.split()) == 1 else None


def host_of(url: str) -> str | None:
    """The host of an http or https URL without `www.`, else None."""
    if "//" not in url:  # most values asked about are outlet names
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
    return host.removeprefix("www.") or None if host else None


def url_prefixes(url: str | None) -> tuple[str, ...]:
    """Every domain and folder above a URL, and the page itself, most general first.

    https://www.bbc.co.uk/news/x: uk, co.uk, bbc.co.uk, www.bbc.co.uk, bbc.co.uk/news ...
    """
    host, folders = _split(url or "")
    labels = host.split(".") if host else []
    domains = [".".join(labels[i:]) for i in range(len(labels) - 1, -1, -1)]
    paths = ["/".join(folders[: i + 1]) for i in range(min(len(folders), MAX_PATH_DEPTH))]
    return tuple(domains) + tuple(
        f"{domain}/{path}" for domain in domains[1:] or domains for path in paths
    )


def url_prefix(address: str) -> str:
    """The prefix that a user means by an address, with or without scheme or trailing slash."""
    host, folders = _split(address)
    return "/".join([host, *folders[:MAX_PATH_DEPTH]])


def _split(url: str) -> tuple[str, list[str]]:
    """Host and path segments; an empty host if the URL is malformed."""
    _, scheme, rest = url.strip().partition("://")
    try:
        parts = urlsplit(f"//{rest if scheme else url.strip().lstrip('/')}")
        host = (parts.hostname or "").strip(".")
    except ValueError:  # such as a broken IPv6 address
        return "", []
    return host, [folder for folder in unquote(parts.path).split("/") if folder]
