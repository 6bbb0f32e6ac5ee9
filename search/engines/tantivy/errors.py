"""What comes out of tantivy when the files of an index are damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zstandard import ZstdError

from onrecord.search.engines.local_storage import broken

# Tantivy's own complaints are ValueErrors; the rest is what garbage makes of an article.
DAMAGE = (ValueError, TypeError, KeyError, OSError, ZstdError)


@contextmanager
def failing_as_broken(folder: Path, verb: str) -> Iterator[None]:
    """What goes wrong in being "read" or "written", as an IndexCorrupt that names the folder."""
    try:
        yield
    except DAMAGE as error:
        raise broken("tantivy", folder, verb, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust: no class to import
            raise
        raise broken("tantivy", folder, verb, error) from error
