"""Plain text and Markdown: one article a file, as people save them from the web."""

from __future__ import annotations

from onrecord.index.article import Article, id_from_source
from onrecord.index.readers.decoding.byte_streams import decompressed
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.plain_text.metadata import find
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.text.cleaning import clean


def parse(record: Record) -> Article:
    """The article of a text file, with what it says of itself."""
    found = find(clean(decode(decompressed(record))))
    if not (found.title or found.text):
        raise ReadError(record.source, "has no text")
    return Article(
        id=id_from_source(record.source),
        title=found.title,
        text=found.text,
        source=record.source,
        sha256=record.sha256,
        date=found.date,
        outlet=found.outlet,
        url=found.url,
        author=found.author,
    )
