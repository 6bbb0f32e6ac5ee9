"""Plain text and Markdown: one article a file, as people save them from the web."""

from __future__ import annotations

from index.article import Article, id_of
from index.characters import clean
from index.metadata import find
from index.readers.encoding import decode
from index.readers.record import ReadError, Record
from index.readers.streams import unpacked


def parse(record: Record) -> Article:
    """The article of a text file, with what it says of itself."""
    found = find(clean(decode(unpacked(record))))
    if not (found.title or found.text):
        raise ReadError(record.source, "has no text")
    return Article(
        id=id_of(record.source),
        title=found.title,
        text=found.text,
        source=record.source,
        sha256=record.sha256,
        date=found.date,
        outlet=found.outlet,
        url=found.url,
        author=found.author,
    )
