"""Readers: `records` finds records cheaply, `parse_each` makes articles of them."""

from __future__ import annotations

from onrecord.index.readers.corpus_reader import records
from onrecord.index.readers.record import ReadError, Record
from onrecord.index.readers.record_parser import parse, parse_each

__all__ = ["ReadError", "Record", "parse", "parse_each", "records"]
