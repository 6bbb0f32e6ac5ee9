"""HTML pages and fragments to a tree, and to plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from onrecord.index.text.cleaning import clean

Element: TypeAlias = Any  # lxml brings no types

_BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "ol", "p", "pre", "section", "table"),
        *("td", "th", "tr", "ul"),
    )
)
_INVISIBLE_TAGS = frozenset(("head", "noscript", "script", "style", "svg", "template", "title"))
_INLINE = (
    "a|abbr|b|big|br|cite|code|em|font|i|img|mark|q|s|script|small|span|strong|style|sub|sup|u"
)
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCK_TAGS))}|{_INLINE})(?:\s[^<>]*)?/?>|<!--", re.I)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|td|blockquote)\b", re.IGNORECASE)
_TRUNCATED_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s+[\w-]+=[^<>]*)?$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[^\S\n\xa0]+")
_GAP = re.compile(r"\n{3,}")


def strip_markup(text: str) -> str:
    """The visible text if there are HTML tags or entities; else the text unchanged."""
    if "<" in text and _TAG.search(text):
        root = tree(_TRUNCATED_TAG.sub("", text))
        return "" if root is None else visible_text(root, own_lines=not _BLOCK_TAG.search(text))
    if "&" in text:
        return clean(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    return text


def tree(text: str) -> Element | None:
    """The tree of a page or fragment; None if it is empty."""
    import lxml.html  # type: ignore[import-untyped]  # lxml brings no types

    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    content = clean(_DECLARATION.sub("", text, count=1)).encode()
    try:
        return lxml.html.document_fromstring(content, parser=parser)
    except lxml.etree.ParserError:
        return None


def visible_text(root: Element, *, own_lines: bool = False) -> str:
    """The visible text, with an empty line between paragraphs; `own_lines` keeps line breaks."""
    pieces = (
        piece if mark or own_lines else piece.replace("\n", " ") for piece, mark in _pieces(root)
    )
    lines = _SPACES.sub(" ", "".join(pieces)).split("\n")
    return _GAP.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def _pieces(root: Element) -> Iterator[tuple[str, bool]]:
    """Pieces of text in order, and the line breaks (True) that tags make between them."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _BLOCK_TAGS:
            yield "\n\n", True
        if event == "start":
            if tag == "br":
                yield "\n", True
            if tag in _INVISIBLE_TAGS:
                walk.skip_subtree()
            elif isinstance(tag, str):
                yield element.text or "", False
        elif element is not root:
            yield element.tail or "", False
