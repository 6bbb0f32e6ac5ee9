"""Readers: `records` finds what there is to read, cheaply; `parse_each` makes articles of it."""

from __future__ import annotations

from index.readers.corpus import records
from index.readers.parsing import parse, parse_each
from index.readers.record import ReadError, Record

__all__ = ["ReadError", "Record", "parse", "parse_each", "records"]
