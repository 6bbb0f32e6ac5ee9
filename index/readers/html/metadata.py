"""The metadata that a page declares: meta tags, JSON-LD, canonical link. Nothing is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from onrecord.index.readers.html.tree import Element
from onrecord.index.text.cleaning import one_line
from onrecord.index.text.dates import parse_date_field
from onrecord.index.text.urls import web_address

_DATES = (
    *("article:published_time", "datepublished", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "published_time", "publication_date", "article_date_original", "date"),
    *("sailthru.date", "parsely-pub-date", "dc.date.issued", "dc.date", "dcterms.date"),
    "cxenseparse:recs:publishtime",
)
_AUTHORS = ("author", "article:author", "article_author", "byl", "parsely-author", "dc.creator")
_ARTICLE_TYPES = ("article", "blogposting", "reportagenewsarticle")
_SEPARATOR = re.compile(r"\s+[|\-–—»·:]+\s+")
_MAX_NODES = 10_000  # of JSON-LD; pages have tens


def extract_metadata(root: Element) -> dict[str, Any]:
    """What a page declares, by field of an article: JSON-LD first, as it is more exact."""
    meta, data = _meta(root), _linked_data(root)
    outlet = meta.get("og:site_name", "").split(" | ")[0] or _names(data.get("publisher"))
    return {
        "title": _title(root, meta, data, outlet),
        "date": _date(root, meta, data),
        "outlet": outlet,
        "url": _url(root, meta),
        "author": _names(data.get("author")) or _author(meta),
    }


def _meta(root: Element) -> dict[str, str]:
    """The meta tags by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = one_line(tag.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(root: Element) -> Mapping[str, object]:
    """The first article described in JSON-LD."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for node in _nodes(script.text or ""):
                kinds = node.get("@type")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if str(kind).lower().endswith(_ARTICLE_TYPES):
                        return node
    return {}


def _nodes(text: str) -> Iterator[Mapping[str, object]]:
    try:
        waiting = [json.loads(text, strict=False, parse_int=str)]
    except (ValueError, RecursionError):  # many pages have broken JSON-LD; the rest is as good
        return
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += reversed([node[key] for key in ("@graph", "mainEntity") if key in node])
        elif isinstance(node, list):
            waiting += reversed(node)


def _title(
    root: Element, meta: Mapping[str, str], data: Mapping[str, object], outlet: str | None
) -> str | None:
    """The headline in the body if the head confirms it, else the head's without the site name."""
    named = [meta.get("og:title"), _string(data.get("headline")), _tag_text(root, "title")]
    heads = [_without_site(name, outlet) for name in named if name]
    confirmed = [_alphanumeric(name) for name in named if name]
    for level in ("h1", "h2"):
        headlines = {words for tag in root.iter(level) if (words := _words(tag))}
        for headline in sorted(headlines, key=len, reverse=True):
            words = _alphanumeric(headline)
            if any(words in name and 2 * len(words) >= len(name) for name in confirmed):
                return headline
        if level == "h1" and len(headlines) == 1 and not heads:
            return headlines.pop()
    return next(iter(heads), None)


def _alphanumeric(words: str) -> str:
    """Letters and digits only: page title and headline differ in quotes and spaces."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _without_site(title: str, outlet: str | None) -> str:
    """`Headline | Politics | The Site` without the site name."""
    parts = _SEPARATOR.split(title)
    site = (outlet or "").casefold()
    if len(parts) > 1 and site and (site in parts[-1].casefold() or parts[-1].casefold() in site):
        return title[: title.rindex(parts[-1])].rstrip(" |-–—»·:")
    return title


def _date(root: Element, meta: Mapping[str, str], data: Mapping[str, object]) -> date | None:
    written = [_string(data.get("datePublished")), *(meta.get(name) for name in _DATES)]
    written += [
        tag.get("content") or tag.get("datetime")
        for tag in root.iter("time", "span", "abbr")
        if tag.get("itemprop") == "datePublished" or "pubdate" in tag.attrib
    ]
    return next((day for text in written if text and (day := parse_date_field(text))), None)


def _url(root: Element, meta: Mapping[str, str]) -> str | None:
    links = [tag.get("href") for tag in root.iter("link") if tag.get("rel") == "canonical"]
    return next(
        (url for link in [*links, meta.get("og:url")] if link and (url := web_address(link))), None
    )


def _author(meta: Mapping[str, str]) -> str | None:
    names = (meta.get(name, "") for name in _AUTHORS)
    return next(
        (re.sub(r"^[Bb]y\s+", "", name) for name in names if name and not web_address(name)), None
    )


def _names(value: object) -> str | None:
    """The names of the people or organisations of a JSON-LD field."""
    people = value if isinstance(value, list) else [value]
    named = (person.get("name") if isinstance(person, dict) else person for person in people)
    return ", ".join(dict.fromkeys(words for name in named if (words := _string(name)))) or None


def _string(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _tag_text(root: Element, name: str) -> str:
    return next((words for tag in root.iter(name) if (words := _words(tag))), "")


def _words(tag: Element) -> str:
    return one_line("".join(tag.itertext()))
