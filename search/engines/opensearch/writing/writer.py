"""Writes an index on a cluster: one process at a time, visible from commit to commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from opensearchpy import OpenSearch

from onrecord.index.readers import ReadError
from onrecord.index.storage import manifest
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.opensearch import documents
from onrecord.search.engines.opensearch.bulk import Action, Refusal, send
from onrecord.search.engines.opensearch.connection import retry
from onrecord.search.engines.opensearch.documents import Prepared
from onrecord.search.engines.opensearch.errors import translated_errors
from onrecord.search.engines.opensearch.index_state import State, find_state, read_state
from onrecord.search.engines.opensearch.mapping import ENGINE, key_of, meta_of
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.engines.opensearch.vocabulary_index import words_to_send
from onrecord.search.engines.opensearch.writing import index_admin
from onrecord.search.engines.opensearch.writing.lease import Lease
from onrecord.search.errors import ServerError

BATCH_BYTES = 8 << 20  # collected before they are sent
SOURCES_PER_REQUEST = 10_000
MAX_KNOWN_WORDS = 1_000_000  # remembered as sent; words forgotten are sent again

Batch = dict[str, Prepared | None]  # changes by source; None: a removal


@dataclass(frozen=True, slots=True)
class CommittedArticles:
    """The articles of an index as last committed, by source."""

    client: OpenSearch
    index: str

    def count(self) -> int:
        return int(retry(partial(self.client.count, index=self.index))["count"])

    def sources(self) -> Iterator[str]:
        """All sources, in order."""
        asked: dict[str, Any] = {"size": SOURCES_PER_REQUEST, "sort": ["source"], "_source": False}
        while hits := self._hits(asked):
            yield from (hit["sort"][0] for hit in hits)
            asked["search_after"] = hits[-1]["sort"]

    def find(self, sources: list[str], fields: tuple[str, ...]) -> list[dict[str, Any]]:
        """The hits of these sources, with some fields."""
        asked = {
            "query": {"bool": {"filter": [{"terms": {"source": list(map(key_of, sources))}}]}},
            "size": SOURCES_PER_REQUEST,
            "_source": False,
            "docvalue_fields": list(fields),
        }
        return self._hits(asked)

    def _hits(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        whole = {"allow_partial_search_results": "false"}
        ask = partial(self.client.search, index=self.index, body=asked, params=whole)
        hits: list[dict[str, Any]] = retry(ask)["hits"]["hits"]
        return hits


@dataclass
class OpenSearchWriter:
    """Exclusive write access; changes are sent in batches, and the rest by the commit."""

    client: OpenSearch
    address: Address
    lease: Lease
    state: State
    is_rebuild: bool
    pending: Batch = field(default_factory=dict)
    pending_bytes: int = 0
    pending_words: set[str] = field(default_factory=set)  # also of changes superseded since
    # Of what was sent since the last commit: the source of each document, None if it was deleted.
    source_of: dict[str, str | None] = field(default_factory=dict)
    document_of: dict[str, str] = field(default_factory=dict)  # and the document of each source
    known_words: set[str] = field(default_factory=set)
    sender: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1))
    sending: Future[None] | None = None
    refused: list[ReadError] = field(default_factory=list)  # since the last commit
    is_replicated: bool = False
    is_finished: bool = False

    @classmethod
    def open(cls, client: OpenSearch, address: Address, *, rebuild: bool) -> OpenSearchWriter:
        """Lock an index, creating it if needed; IndexLocked if another process has it."""
        before = find_state(client, address)
        index_admin.check_ours(before, address)
        if before is not None and not rebuild:
            read_state(client, address)
        lease = Lease.take(client, address)
        try:
            return cls._begun(client, address, lease, rebuild)
        except BaseException:
            lease.release()
            raise

    @classmethod
    def _begun(
        cls, client: OpenSearch, address: Address, lease: Lease, rebuild: bool
    ) -> OpenSearchWriter:
        before = find_state(client, address)
        index_admin.delete_leftovers(client, address, *([before] if before else []))
        if rebuild or before is None:
            state = index_admin.create(client, address, is_visible=not rebuild)
            return cls(client, address, lease, state, rebuild)
        writer = cls(client, address, lease, before, rebuild, is_replicated=before.commits > 0)
        if before.is_open:  # each article that a killed run has sent is complete
            writer.commit()
        return writer

    @property
    def _committed(self) -> CommittedArticles:
        return CommittedArticles(self.client, self.state.index)

    @property
    def prepare(self) -> Callable[[AnalysedArticle], Prepared]:
        return partial(documents.prepare, writer=self.lease.token)

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        with translated_errors(self.address):
            found = self._committed.find(list(sources), ("source", "fingerprint"))
        prints: dict[str, list[str]] = defaultdict(list)
        for hit in found:
            prints[hit["fields"]["source"][0]] += hit["fields"]["fingerprint"]
        # A killed run can leave two articles of one source: both are indexed again.
        return {source: known[0] for source, known in prints.items() if len(known) == 1}

    def sources(self) -> Iterable[str]:
        with translated_errors(self.address):
            yield from self._committed.sources()

    def count(self) -> int:
        with translated_errors(self.address):
            return self._committed.count()

    def add(self, prepared: Prepared) -> None:
        self.pending_words |= prepared.words
        self._put(prepared.source, prepared, len(prepared.line))

    def remove(self, source: str) -> None:
        self._put(source, None, len(source))

    def _put(self, source: str, change: Prepared | None, size: int) -> None:
        self.pending.pop(source, None)  # the last change counts, and its position
        self.pending[source] = change
        self.pending_bytes += size
        if self.pending_bytes >= BATCH_BYTES or len(self.pending) >= SOURCES_PER_REQUEST:
            with translated_errors(self.address):
                self._start_sending()

    def commit(self) -> Sequence[ReadError]:
        with translated_errors(self.address):
            self._start_sending()
            self._wait_until_sent()
            if self.state.is_open:
                if not self.is_replicated and not self.is_rebuild:
                    self._replicate()
                self._publish()
        self.source_of.clear()
        self.document_of.clear()
        refused, self.refused = self.refused, []
        return refused

    def finish(self) -> None:
        self.is_finished = True

    def close(self) -> None:
        with translated_errors(self.address):
            try:
                self._wait_until_sent()
                if self.is_rebuild:
                    self._end_rebuild()
            finally:
                self.sender.shutdown()
                self.lease.release()

    def _end_rebuild(self) -> None:
        if not self.is_finished:
            return index_admin.delete(self.client, [self.state.index, self.state.words])
        self._replicate()
        before = find_state(self.client, self.address)
        return index_admin.swap_alias(self.client, self.address, self.state, before)

    def _replicate(self) -> None:
        index_admin.replicate(self.client, self.state, self.address.settings.replicas)
        self.is_replicated = True

    def _start_sending(self) -> None:
        """Send what is pending in the background, one batch after the other."""
        self._wait_until_sent()
        if self.pending:
            self.sending = self.sender.submit(self._send, self.pending, self.pending_words)
            self.pending, self.pending_bytes, self.pending_words = {}, 0, set()

    def _wait_until_sent(self) -> None:
        """Wait until the last batch is sent; its errors are raised here."""
        sending, self.sending = self.sending, None
        if sending is not None:
            sending.result()

    def _send(self, batch: Batch, words: set[str]) -> None:
        """Sends words first, so that no article is visible without its words."""
        self.lease.renew(self.address)
        changes = self._changes(batch)
        if not changes and not words:
            return
        self._mark_open()
        if refused := send(self.client, self._new_words(words)):
            raise ServerError(f"{self.address} takes no words: {refused[0].reason}")
        for refusal in send(self.client, changes.values()):
            self._note_refused(refusal)

    def _note_refused(self, refusal: Refusal) -> None:
        """Treat a rejected article as if it had never been sent."""
        source = self.source_of.pop(refusal.identity, None)
        if source is None:
            raise ServerError(f"{self.address} refuses a deletion: {refusal.reason}")
        del self.document_of[source]
        self.refused.append(ReadError(source, refusal.reason))

    def _new_words(self, words: set[str]) -> Iterator[Action]:
        if len(self.known_words) > MAX_KNOWN_WORDS:
            self.known_words.clear()
        new = words - self.known_words
        self.known_words |= new
        return words_to_send(self.state.words, sorted(new))

    def _changes(self, batch: Batch) -> dict[str, Action]:
        """The last change of each document in a batch."""
        existing = self._ids_of(list(batch))
        changes: dict[str, Action] = {}
        for source, prepared in batch.items():
            sent = self.document_of.pop(source, None)
            for old in {*existing[source], *([sent] if sent else [])}:
                if self.source_of.get(old, source) == source:
                    changes[old] = Action(self.state.index, old)
                    self.source_of[old] = None
            if prepared:
                identity = prepared.document
                changes[identity] = Action(self.state.index, identity, prepared.line)
                self.source_of[identity], self.document_of[source] = source, identity
        return changes

    def _ids_of(self, sources: list[str]) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = defaultdict(list)
        for hit in self._committed.find(sources, ("source",)):
            ids[hit["fields"]["source"][0]].append(hit["_id"])
        return defaultdict(list, {source: ids[key_of(source)] for source in sources})

    def _mark_open(self) -> None:
        """Note in the mapping that something was sent but not committed."""
        if not self.state.is_open:
            self._write_meta(self.state.meta | {"is_open": True})

    def _publish(self) -> None:
        """Make all that was sent visible."""
        for index in (self.state.words, self.state.index):
            index_admin.refresh(self.client, index)
        made = manifest.current(ENGINE)
        self._write_meta(meta_of(made, self.state.commits + 1, is_open=False))

    def _write_meta(self, meta: dict[str, Any]) -> None:
        put = self.client.indices.put_mapping
        retry(partial(put, index=self.state.index, body={"_meta": meta}))
        self.state = State(self.state.index, meta)
