"""The postings of a segment being made, in bounded memory.

Whoosh's own pool keeps, sorts and files every posting by itself, which takes two thirds of the
time of indexing. This one gathers them by term, as they come in the order of their articles.
"""

from __future__ import annotations

import heapq
import pickle
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path

POOL_BYTES = 96 << 20  # held before they go to a file: what bounds the memory of a run
POSTING_BYTES, TERM_BYTES = 64, 400  # what Python takes for one, about

Key = tuple[str, bytes]  # field and term
Gathered = tuple[Key, list[int], list[bytes]]  # with articles and values
Item = tuple[str, bytes, int, float, bytes]  # a posting as whoosh passes it on


class Pool:
    """Stands in for whoosh's PostingPool."""

    def __init__(self, folder: Path, limit: int = POOL_BYTES) -> None:
        self._folder, self._limit = folder, limit
        self._terms: dict[Key, tuple[list[int], list[bytes]]] = {}
        self._bytes = 0
        self._files: list[Path] = []

    def add(self, item: Item) -> None:
        name, term, article, _weight, value = item
        self.add_all(name, article, [(term, value)])

    def add_all(self, name: str, article: int, postings: Iterable[tuple[bytes, bytes]]) -> None:
        """The terms of a field of an article, with their values; articles come in order."""
        terms, size = self._terms, 0
        for term, value in postings:
            key = (name, term)
            held = terms.get(key)
            if held is None:
                held = terms[key] = [], []
                size += TERM_BYTES
            held[0].append(article)
            held[1].append(value)
            size += POSTING_BYTES + len(value)
        self._bytes += size
        if self._bytes > self._limit:
            self._file_away()

    def iter_postings(self) -> Iterator[Gathered]:
        """Everything, by field and term; the parts of a term in the order of their articles."""
        return heapq.merge(*map(_read, self._files), self._sorted(), key=itemgetter(0))

    def cleanup(self) -> None:
        for file in self._files:
            file.unlink(missing_ok=True)
        self._terms = {}

    def _sorted(self) -> Iterator[Gathered]:
        return ((key, *self._terms[key]) for key in sorted(self._terms))

    def _file_away(self) -> None:
        path = self._folder / f"{len(self._files)}.run"
        with path.open("wb") as file:
            for gathered in self._sorted():
                pickle.dump(gathered, file, pickle.HIGHEST_PROTOCOL)
        self._files.append(path)
        self._terms, self._bytes = {}, 0


def _read(path: Path) -> Iterator[Gathered]:
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return
