"""Citations of an article: plain text, RIS and CSL-JSON; unknown fields are left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.index.article import Article
from onrecord.search.results.models import Hit

# Line breaks and control characters would start another field, bidi controls reorder the rest.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def to_plain(article: Article | Hit) -> str:
    """A citation in words; without a URL, the file and its digest identify the article."""
    day = article.date
    published = f"{day.day} {day:%B} {day.year}" if day else "undated"
    where = ", ".join(filter(None, [_line(article.outlet), published]))
    address = _line(article.url) or f"{_line(article.source)} (sha256 {article.sha256})"
    author = f"{_line(article.author).rstrip('.')}. " if article.author else ""
    return f"{author}“{_line(article.title) or 'untitled'}”. {where}. {address}"


def to_ris(article: Article | Hit) -> str:
    """A RIS record."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_fields(article))


def to_csl(article: Article | Hit) -> str:
    """A CSL-JSON list of one item."""
    return json.dumps([csl_item(article)], ensure_ascii=False, indent=1)


def csl_item(article: Article | Hit) -> dict[str, Any]:
    """A CSL-JSON item."""
    day = article.date
    item = {
        "id": _line(article.id),
        "type": "article-newspaper",
        "title": _line(article.title),
        "author": [{"literal": _line(article.author)}] if article.author else None,
        "container-title": _line(article.outlet),
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "URL": _line(article.url),
        "language": _line(article.language),
        "note": _provenance(article),
    }
    return {key: value for key, value in item.items() if value}


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A citation format: how to write it and how to serve it as a file."""

    label: str
    media_type: str
    file_name: str
    write: Callable[[Article | Hit], str]


CITATION_FORMATS = {
    "plain": CitationFormat("Plain", "text/plain", "reference.txt", to_plain),
    "ris": CitationFormat("RIS", "application/x-research-info-systems", "reference.ris", to_ris),
    "csl": CitationFormat(
        "CSL-JSON", "application/vnd.citationstyles.csl+json", "reference.json", to_csl
    ),
}


def _ris_fields(article: Article | Hit) -> Iterator[tuple[str, str]]:
    """The fields of a RIS record; TY must come first and ER last."""
    day = article.date
    fields = (
        ("ID", article.id),
        ("TI", article.title),
        ("AU", article.author),
        ("T2", article.outlet),
        ("PY", day and f"{day.year:04d}"),
        ("DA", day and f"{day.year:04d}/{day.month:02d}/{day.day:02d}"),
        ("LA", article.language),
        ("UR", article.url),
        ("N1", _provenance(article)),
    )
    yield "TY", "NEWS"
    yield from ((tag, _line(value)) for tag, value in fields if value)
    yield "ER", ""


def _provenance(article: Article | Hit) -> str:
    """What the article was read from, so that anyone can tell whether it has changed."""
    return f"read from {_line(article.source)}, sha256 {article.sha256}"


def _line(text: str | None) -> str:
    return " ".join(_UNSAFE.sub(" ", text or "").split())
