"""Atom feeds (RFC 4287) of articles found: entries with their matches marked, and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from flask import Response, request
from markupsafe import Markup

from onrecord.search.results.models import Hit
from onrecord.web.rendering.safe_html import clean, fragment, web_link

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # of an index that does not say when it was written


@dataclass(frozen=True, slots=True)
class Entry:
    """An article found and the address of its page here."""

    hit: Hit
    href: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its name for ever, its title, when it last changed, and its links by relation."""

    identity: str
    title: str
    updated: datetime
    links: dict[str, str]
    entries: tuple[Entry, ...]


def urn(*parts: str) -> str:
    """A name that the same article or search has on every server and at every address."""
    return uuid5(NAMESPACE_URL, "\0".join(("onrecord", *parts))).urn


def outside(link: str) -> str:
    """A link of ours with the server's name in front, for readers that know no base."""
    return request.host_url.rstrip("/") + link


def to_response(feed: Feed) -> Response:
    """The feed as it is sent."""
    return Response(to_xml(feed), content_type=f"{MEDIA_TYPE}; charset=utf-8")


def to_xml(feed: Feed) -> bytes:
    """The feed as a document."""
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(_tag("feed"))
    _add(root, "id", feed.identity)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    for relation, href in feed.links.items():
        Xml.SubElement(root, _tag("link"), rel=relation, href=href)
    _add_author(root, "onrecord")  # for the entries whose author is not known
    for entry in feed.entries:
        _add_entry(root, entry, feed.updated)
    document: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add_entry(root: Xml.Element, entry: Entry, changed: datetime) -> None:
    hit = entry.hit
    element = Xml.SubElement(root, _tag("entry"))
    _add(element, "id", urn("article", hit.id))
    _add(element, "title", hit.title or "untitled")
    _add(element, "updated", _midnight(hit.date).isoformat() if hit.date else changed.isoformat())
    if hit.date:  # what is not known is left out
        _add(element, "published", _midnight(hit.date).isoformat())
    Xml.SubElement(element, _tag("link"), rel="alternate", type="text/html", href=entry.href)
    if source := web_link(hit.url):
        Xml.SubElement(element, _tag("link"), rel="via", href=clean(source))
    if author := hit.author or hit.outlet:
        _add_author(element, author)
    _add(element, "content", str(_content(hit)), type="html")


def _content(hit: Hit) -> Markup:
    """Outlet and day, and the snippets with their marks."""
    facts = " · ".join(filter(None, [hit.outlet, hit.date.isoformat() if hit.date else "undated"]))
    shown = (fragment(s.text, s.start, s.highlights) for s in hit.snippets if s.field == "text")
    return _paragraphs([Markup("{}").format(clean(facts)), *shown])


def _paragraphs(texts: Iterable[Markup]) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts)


def _add_author(parent: Xml.Element, name: str) -> None:
    _add(Xml.SubElement(parent, _tag("author")), "name", name)


def _add(parent: Xml.Element, name: str, text: str, **attributes: str) -> None:
    Xml.SubElement(parent, _tag(name), attributes).text = clean(text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
