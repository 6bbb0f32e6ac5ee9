"""Untrusted text as HTML: escaped, without control characters, and with matches marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

TextRange = tuple[int, int]

_SPACE = re.compile("[\x0b-\x0d\x1c-\x1f\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates: left open, they would reorder the page after them.
_BIDI_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER = "\u2060"  # invisible, and no line break
_ZERO_WIDTH_JOINER = "\u200d"
_EXTEND = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_SENTENCE_END = re.compile(r"[.!?…。！？:;][\"'”’»)\]」』]*$")


def replace_unsafe_chars(text: str) -> str:
    """Replace control and bidi characters one by one, so that offsets stay the same."""
    if text.isascii() and text.isprintable():
        return text  # fast path
    text = _SPACE.sub(" ", text)
    return _BIDI_CONTROL.sub(_WORD_JOINER, _CONTROL.sub("\ufffd", text))


def sanitize_output(value: object) -> object:
    """Jinja's `finalize`: sanitize every string; the template escapes it afterwards."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return replace_unsafe_chars(value)
    return value


def escape_text(text: str) -> Markup:
    return escape(replace_unsafe_chars(text))


Mark = Callable[[Markup, int], Markup]


def mark_tag(piece: Markup, _number: int) -> Markup:
    # Markup of an f-string is 20 times as fast as Markup.format; the piece is escaped already.
    return Markup(f"<mark>{piece}</mark>")


def highlight(text: str, ranges: Iterable[TextRange], mark: Mark = mark_tag) -> Markup:
    """Mark ranges (code points, in order); `mark` gets their numbers from 0."""
    pieces: list[Markup] = []
    position = 0
    for number, (start, end) in enumerate(expand_to_graphemes(text, ranges)):
        pieces += [escape_text(text[position:start]), mark(escape_text(text[start:end]), number)]
        position = end
    return Markup("".join([*pieces, escape_text(text[position:])]))


def expand_to_graphemes(text: str, ranges: Iterable[TextRange]) -> list[TextRange]:
    """Expand ranges so that none splits a grapheme; overlapping ones are merged."""
    expanded: list[TextRange] = []
    for start, end in ranges:
        while _is_inside_grapheme(text, start):
            start -= 1
        while _is_inside_grapheme(text, end):
            end += 1
        if expanded and start < expanded[-1][1]:
            start, end = expanded[-1][0], max(end, expanded[-1][1])
            expanded.pop()
        expanded.append((start, end))
    return expanded


def _is_inside_grapheme(text: str, offset: int) -> bool:
    """Whether a character and its accents, joiners or modifiers surround an offset."""
    if not 0 < offset < len(text) or text[offset].isspace():
        return False
    is_accent = unicodedata.category(text[offset])[0] == "M"
    return (
        is_accent
        or text[offset - 1] == _ZERO_WIDTH_JOINER
        or _EXTEND.match(text[offset]) is not None
    )


def snippet_html(text: str, start: int, ranges: Iterable[TextRange]) -> Markup:
    """A snippet with its matches marked, and an ellipsis where it is cut off."""
    before = Markup("… ") if start else Markup("")
    after = Markup("") if _SENTENCE_END.search(text[-8:]) else Markup(" …")
    return before + highlight(text, ranges) + after


def highlight_spot(text: str, start: int, end: int, context: int = 80) -> Markup:
    """A spot in a query with its context; a caret if the spot is empty."""
    start, end = max(start, 0), max(end, start, 0)
    first, last = max(0, start - context), min(len(text), end + context)
    shown = text[start : min(end, start + 2 * context)] or "‸"
    return Markup('{}{}<strong class="spot">{}</strong>{}{}').format(
        "…" if first else "",
        escape_text(text[first:start]),
        escape_text(shown),
        escape_text(text[end:last]),
        "…" if last < len(text) else "",
    )


def safe_url(url: str | None) -> str | None:
    """A URL if it is safe to link to: http or https, with a host; else None."""
    if not url or _CONTROL.search(url) or any(map(str.isspace, url)):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
