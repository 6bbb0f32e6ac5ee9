"""HTML: one article a page, its text by trafilatura and its metadata as the page declares it."""

from __future__ import annotations

import logging

from onrecord.index.article import Article
from onrecord.index.readers.decoding.byte_streams import decompressed
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.html.metadata import extract_metadata
from onrecord.index.readers.html.tree import Element, tree, visible_text
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.cleaning import clean
from onrecord.index.text.markdown import Paragraph, rejoin_sentences
from onrecord.index.text.sentences import title_from


def parse(record: Record) -> Article:
    """The article of a web page."""
    root = tree(decode(decompressed(record), markup=True))
    if root is None:
        raise ReadError(record.source, "has no text")
    page = extract_metadata(root)
    text = _text(root, page["title"])
    if not text:
        raise ReadError(record.source, "has no text: the page may need a browser to show any")
    title = page.pop("title") or title_from(text)
    return record.article(title, text, **page)


def _text(root: Element, title: str | None) -> str:
    """The paragraphs of the article, without a headline that repeats the title."""
    lines = clean(_extracted(root) or visible_text(root)).split("\n")
    parts = rejoin_sentences(
        Paragraph(words) for line in lines if (words := " ".join(line.split()))
    )
    texts = [part.text for part in parts]
    return "\n\n".join(texts[1:] if texts and texts[0] == title and len(texts) > 1 else texts)


def _extracted(root: Element) -> str:
    """The article as trafilatura finds it; empty if it finds none or fails."""
    import trafilatura  # half a second to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # nobody reads its warnings
    try:
        text = trafilatura.extract(root, include_comments=False, deduplicate=False)
    except Exception:  # whatever it is, the visible text of the page remains
        return ""
    return text or ""
