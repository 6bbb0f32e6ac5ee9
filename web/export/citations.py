"""An article as a reference to cite: plain, RIS and CSL-JSON; what is unknown is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

RIS_TYPE = "application/x-research-info-systems"
# A line break or control character would begin another field, a direction sign turn the rest.
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


class Cited(Protocol):
    """What a reference is made of: an article and a hit both have it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def date(self) -> date | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def source(self) -> str: ...
    @property
    def sha256(self) -> str: ...


def plain(cited: Cited) -> str:
    """A reference in words; where there is no address, the file and its digest stand for it."""
    day = f"{cited.date.day} {cited.date:%B} {cited.date.year}" if cited.date else "undated"
    where = ", ".join(filter(None, [_line(cited.outlet), day]))
    address = _line(cited.url) or f"{_line(cited.source)} (sha256 {cited.sha256})"
    author = f"{_line(cited.author).rstrip('.')}. " if cited.author else ""
    return f"{author}“{_line(cited.title) or 'untitled'}”. {where}. {address}"


def ris(cited: Cited) -> str:
    """A reference as one RIS record, with its line ends."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_fields(cited))


def csl(cited: Cited) -> str:
    """A reference as a CSL-JSON list of one item."""
    return json.dumps([csl_item(cited)], ensure_ascii=False, indent=1)


def csl_item(cited: Cited) -> dict[str, Any]:
    """A reference as one item of CSL-JSON."""
    day = cited.date
    known = {
        "id": _line(cited.id),
        "type": "article-newspaper",
        "title": _line(cited.title),
        "author": [{"literal": _line(cited.author)}] if cited.author else None,
        "container-title": _line(cited.outlet),
        "issued": day and {"date-parts": [[day.year, day.month, day.day]]},
        "URL": _line(cited.url),
        "language": _line(cited.language),
        "note": _record(cited),
    }
    return {key: value for key, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a reference, and the file that holds it."""

    label: str
    media_type: str
    file: str
    write: Callable[[Cited], str]


FORMS = {
    "plain": Form("Plain", "text/plain", "reference.txt", plain),
    "ris": Form("RIS", RIS_TYPE, "reference.ris", ris),
    "csl": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", "reference.json", csl),
}


def _ris_fields(cited: Cited) -> Iterator[tuple[str, str]]:
    """The fields of a RIS record in order: TY has to be the first and ER the last."""
    day = cited.date
    known = (
        ("ID", cited.id),
        ("TI", cited.title),
        ("AU", cited.author),
        ("T2", cited.outlet),
        ("PY", day and f"{day.year:04d}"),
        ("DA", day and f"{day.year:04d}/{day.month:02d}/{day.day:02d}"),
        ("LA", cited.language),
        ("UR", cited.url),
        ("N1", _record(cited)),
    )
    yield "TY", "NEWS"
    yield from ((tag, _line(value)) for tag, value in known if value)
    yield "ER", ""


def _record(cited: Cited) -> str:
    """What the reference was made from, so that anyone can tell whether it is still the same."""
    return f"read from {_line(cited.source)}, sha256 {cited.sha256}"


def _line(text: str | None) -> str:
    return " ".join(_NO_LINE.sub(" ", text or "").split())
