"""What every worker needs, loaded once: workers are forked from a process that imports this."""

from __future__ import annotations

from threading import Thread

from onrecord.index.analysis.language_id_batch import language_model

_loading = Thread(target=language_model)  # unpacks its tables while the rest is imported
_loading.start()

from onrecord.index.analysis.stemming import stems_of  # noqa: E402
from onrecord.index.indexing import pipeline  # noqa: E402

stems_of("en")
_loading.join()

__all__ = ["pipeline"]
