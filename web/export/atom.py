"""Atom feeds (RFC 4287) of hits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from flask import Response, render_template, request
from markupsafe import Markup

from onrecord.search.results.models import Hit
from onrecord.web.rendering.safe_html import escape_text, safe_url, snippet_html

MEDIA_TYPE = "application/atom+xml"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # for an index that does not know when it was written


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its permanent id, its links by relation, and its hits with their pages."""

    id: str
    title: str
    updated: datetime
    links: dict[str, str]
    entries: list[tuple[Hit, str]]

    def to_response(self) -> Response:
        xml = render_template(
            "feeds/atom.xml", feed=self, urn=urn, content=_content, safe_url=safe_url
        )
        return Response(xml, content_type=f"{MEDIA_TYPE}; charset=utf-8")


def urn(*parts: str) -> str:
    """An id that an article or search has on every server and at every URL."""
    return uuid5(NAMESPACE_URL, "\0".join(("onrecord", *parts))).urn


def external_url(path: str) -> str:
    """A path of this site as an absolute URL."""
    return request.host_url.rstrip("/") + path


def _content(hit: Hit) -> Markup:
    """Outlet, date and snippets with their marks."""
    day = hit.date.isoformat() if hit.date else "undated"
    facts = escape_text(" · ".join(filter(None, [hit.outlet, day])))
    snippets = [
        snippet_html(s.text, s.start, s.highlights) for s in hit.snippets if s.field == "text"
    ]
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in [facts, *snippets])
