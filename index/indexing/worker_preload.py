"""Imported by the fork server, so that workers share the models instead of each loading them."""

from __future__ import annotations

from onrecord.index.analysis.language_id import language_model
from onrecord.index.analysis.stemming import stem_cache
from onrecord.index.indexing import record_preparation

language_model()
stem_cache("en")

__all__ = ["record_preparation"]
