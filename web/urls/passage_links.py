"""Addresses of a passage of an article: where its words stand, and in which edition of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.index.article import Article
from onrecord.web.rendering.safe_html import TextRange, whole_characters
from onrecord.web.urls.search_params import BadParameter, single

if TYPE_CHECKING:
    from onrecord.web.urls.search_params import Arguments

EDITION_DIGITS = 8
GONE = "The article has changed: the passage of this link is not in it."
CHANGED = "The article has changed since this link was made: the words marked may be other ones."
_PASSAGE = re.compile(r"(\d{1,9})-(\d{1,9})\.([0-9a-f]{8})", re.ASCII)


def edition(article: Article) -> str:
    """What tells one state of an article's file or record from another."""
    return article.sha256[:EDITION_DIGITS]


def chosen_passage(arguments: Arguments, article: Article) -> tuple[TextRange | None, str]:
    """The passage that an address asks for, and what the reader should know about it."""
    written = single(arguments, "passage")
    if not written:
        return None, ""
    found = _PASSAGE.fullmatch(written)
    if found is None:
        raise BadParameter("passage is START-END.EDITION, as copied from an article's page")
    stretch = _trimmed(article.text, int(found[1]), int(found[2]))
    if stretch is None:
        return None, GONE
    return stretch, "" if found[3] == edition(article) else CHANGED


def _trimmed(text: str, start: int, end: int) -> TextRange | None:
    """A stretch without white space at its ends; None if nothing is left of it."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    if not words.strip():
        return None
    [stretch] = whole_characters(text, [(start, start + len(words.strip()))])
    return stretch
