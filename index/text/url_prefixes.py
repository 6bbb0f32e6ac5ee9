"""Where a web address lies: the sites and folders above it, most general first."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

DEEPEST = 12  # folders of a path that are told apart


def places_of(url: str | None) -> tuple[str, ...]:
    """Every place that contains an address: its domains and each folder down to the page.

    https://www.bbc.co.uk/news/x lies in uk, co.uk, bbc.co.uk, www.bbc.co.uk, bbc.co.uk/news ...
    """
    host, folders = _parts(url or "")
    labels = host.split(".") if host else []
    domains = [".".join(labels[i:]) for i in range(len(labels) - 1, -1, -1)]
    paths = ["/".join(folders[: i + 1]) for i in range(min(len(folders), DEEPEST))]
    return tuple(domains) + tuple(
        f"{domain}/{path}" for domain in domains[1:] or domains for path in paths
    )


def place_of(written: str) -> str:
    """The place that a user means by an address, with or without scheme or final slash."""
    host, folders = _parts(written)
    return "/".join([host, *folders[:DEEPEST]])


def host_of(url: str | None) -> str | None:
    """The site of an address, without `www.`."""
    return _parts(url or "")[0].removeprefix("www.") or None


def _parts(url: str) -> tuple[str, list[str]]:
    _, scheme, rest = url.strip().partition("://")
    try:
        parts = urlsplit(f"//{rest if scheme else url.strip().lstrip('/')}")
        host = (parts.hostname or "").strip(".")
    except ValueError:  # such as a broken IPv6 address
        return "", []
    return host, [folder for folder in unquote(parts.path).split("/") if folder]
