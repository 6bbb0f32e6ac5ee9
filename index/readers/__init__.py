"""Readers: `records` finds what there is to read, cheaply; `parse` makes an article of it."""

from __future__ import annotations

from index.readers.corpus import records
from index.readers.parsing import parse
from index.readers.record import ReadError, Record

__all__ = ["ReadError", "Record", "parse", "records"]
