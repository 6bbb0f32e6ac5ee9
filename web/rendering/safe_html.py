"""Untrusted text to HTML: what is shown is escaped, harmless, and marked in whole characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

TextRange = tuple[int, int]

_SPACE = re.compile("[\x0b-\x0d\x1c-\x1f\x85]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates: one left open would turn round the page behind it.
_TURNERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOTHING = "\u2060"  # a word joiner: not seen, and no word is broken at it
_JOINER = "\u200d"
_EXTENDS = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_SENTENCE_END = re.compile(r"[.!?…。！？:;][\"'”’»)\]」』]*$")

RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


def clean(text: str) -> str:
    """A text as it may be shown: no control characters, nothing that turns the page round.

    It stays as long as it is, so that offsets in what is shown are offsets in the text.
    """
    if text.isascii() and text.isprintable():
        return text  # as nearly all are, and told at a glance
    text = _SPACE.sub(" ", text)
    return _TURNERS.sub(_NOTHING, _NO_CHARACTER.sub("\ufffd", text))


def finalized(value: object) -> object:
    """What a template may print: any string cleaned (and then escaped by the template)."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def safe(text: str) -> Markup:
    """A text cleaned and escaped."""
    return escape(clean(text))


Mark = Callable[[Markup, int], Markup]


def plain_mark(piece: Markup, _number: int) -> Markup:
    # Markup of an f-string, not Markup.format: 20 times as fast, and the piece is escaped.
    return Markup(f"<mark>{piece}</mark>")


def marked(text: str, stretches: Iterable[TextRange], mark: Mark = plain_mark) -> Markup:
    """A text with stretches (code points, in order) marked; `mark` gets their numbers from 0."""
    pieces: list[Markup] = []
    at = 0
    for number, (start, end) in enumerate(whole_characters(text, stretches)):
        pieces += [safe(text[at:start]), mark(safe(text[start:end]), number)]
        at = end
    return Markup("".join([*pieces, safe(text[at:])]))


def whole_characters(text: str, stretches: Iterable[TextRange]) -> list[TextRange]:
    """Stretches widened so that none parts what the eye sees as one character, still disjoint."""
    wide: list[TextRange] = []
    for start, end in stretches:
        while _is_inside(text, start):
            start -= 1
        while _is_inside(text, end):
            end += 1
        if wide and start < wide[-1][1]:
            start, end = wide[-1][0], max(end, wide[-1][1])
            wide.pop()
        wide.append((start, end))
    return wide


def _is_inside(text: str, at: int) -> bool:
    """Whether a point lies inside a character with its accents, joiners and modifiers."""
    if not 0 < at < len(text) or text[at].isspace():
        return False
    is_accent = unicodedata.category(text[at])[0] == "M"
    return is_accent or text[at - 1] == _JOINER or _EXTENDS.match(text[at]) is not None


def fragment(text: str, start: int, stretches: Iterable[TextRange]) -> Markup:
    """A snippet, with … where it begins after the text does or breaks off within a sentence."""
    before = Markup("… ") if start else Markup("")
    after = Markup("") if _SENTENCE_END.search(text[-8:]) else Markup(" …")
    return before + marked(text, stretches) + after


def spot(text: str, start: int, end: int, around: int = 80) -> Markup:
    """A stretch of a query pointed out, with what stands around it; a caret if it is empty."""
    start, end = max(start, 0), max(end, start, 0)
    first, last = max(0, start - around), min(len(text), end + around)
    shown = text[start : min(end, start + 2 * around)] or "‸"
    return Markup('{}{}<strong class="spot">{}</strong>{}{}').format(
        "…" if first else "",
        safe(text[first:start]),
        safe(shown),
        safe(text[end:last]),
        "…" if last < len(text) else "",
    )


def web_link(url: str | None) -> str | None:
    """An address that may be made a link: http or https with a host; else None."""
    if not url or _NO_CHARACTER.search(url) or any(map(str.isspace, url)):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def direction(language: str | None) -> str:
    """A value for the attribute `dir`: a sentence that begins with a foreign name turns no text."""
    return "rtl" if language in RIGHT_TO_LEFT else "auto"


def language_tag(code: str | None) -> str:
    """A value for the attribute `lang`; empty, which says unknown, if it is not a language tag."""
    return code if code and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", code) else ""
