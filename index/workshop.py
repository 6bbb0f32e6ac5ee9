"""What every worker needs, loaded once: workers are forked from a process that imports this."""

from __future__ import annotations

from index import pipeline
from index.language import detect

__all__ = ["pipeline"]

detect("")  # reads the model of languages, which workers then share
