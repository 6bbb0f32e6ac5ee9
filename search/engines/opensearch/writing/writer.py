"""Writing an index on a cluster: one process at a time, seen and lasting from commit to commit."""

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
from onrecord.search.engines.opensearch.connection import told
from onrecord.search.engines.opensearch.documents import Prepared
from onrecord.search.engines.opensearch.index_state import State, find_state, read_state
from onrecord.search.engines.opensearch.mapping import ENGINE, key_of, meta_of
from onrecord.search.engines.opensearch.retry import patiently
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.engines.opensearch.vocabulary import words_to_send
from onrecord.search.engines.opensearch.writing import index_admin
from onrecord.search.engines.opensearch.writing.existing import MOST_SOURCES, Held
from onrecord.search.engines.opensearch.writing.lease import Lease
from onrecord.search.errors import ServerError

LOT_BYTES = 8 << 20  # gathered before they are sent
MOST_KNOWN_WORDS = 1_000_000  # remembered as sent; those forgotten are sent again

Lot = dict[str, Prepared | None]  # changes by source; None: what came from there is removed


@dataclass
class OpenSearchWriter:
    """The hold on an index; changes are sent as they come to be many, and at the commit."""

    client: OpenSearch
    address: Address
    lease: Lease
    state: State
    is_rebuild: bool
    pending: Lot = field(default_factory=dict)
    pending_bytes: int = 0
    pending_words: set[str] = field(default_factory=set)  # also of changes that others undid
    owners: dict[str, str | None] = field(default_factory=dict)  # of the ids sent, since a commit
    homes: dict[str, str] = field(default_factory=dict)  # of the sources sent, since a commit
    known_words: set[str] = field(default_factory=set)
    sender: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1))
    sending: Future[None] | None = None
    refused: list[ReadError] = field(default_factory=list)  # since a commit
    is_replicated: bool = False
    is_finished: bool = False

    @classmethod
    def open(cls, client: OpenSearch, address: Address, *, rebuild: bool) -> OpenSearchWriter:
        """The hold on an index, made if need be; IndexLocked if another process has it."""
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
        index_admin.clear_away(client, address, *([before] if before else []))
        if rebuild or before is None:
            state = index_admin.create(client, address, is_seen=not rebuild)
            return cls(client, address, lease, state, rebuild)
        writer = cls(client, address, lease, before, rebuild, is_replicated=before.commits > 0)
        if before.is_open:  # what a killed run has sent is whole, article by article
            writer.commit()
        return writer

    @property
    def _held(self) -> Held:
        return Held(self.client, self.state.index)

    @property
    def prepare(self) -> Callable[[AnalysedArticle], Prepared]:
        return partial(documents.prepare, writer=self.lease.token)

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        with told(self.address):
            found = self._held.found(list(sources), ("source", "fingerprint"))
        prints: dict[str, list[str]] = defaultdict(list)
        for hit in found:
            prints[hit["fields"]["source"][0]] += hit["fields"]["fingerprint"]
        # Two articles of one source are what a killed run has left: both are made anew.
        return {source: known[0] for source, known in prints.items() if len(known) == 1}

    def sources(self) -> Iterable[str]:
        with told(self.address):
            yield from self._held.sources()

    def count(self) -> int:
        with told(self.address):
            return self._held.count()

    def add(self, prepared: Prepared) -> None:
        self.pending_words |= prepared.words
        self._put(prepared.source, prepared, len(prepared.line))

    def remove(self, source: str) -> None:
        self._put(source, None, len(source))

    def _put(self, source: str, change: Prepared | None, size: int) -> None:
        self.pending.pop(source, None)  # the last change counts, in the order of last changes
        self.pending[source] = change
        self.pending_bytes += size
        if self.pending_bytes >= LOT_BYTES or len(self.pending) >= MOST_SOURCES:
            with told(self.address):
                self._start_sending()

    def commit(self) -> Sequence[ReadError]:
        with told(self.address):
            self._start_sending()
            self._settle()
            if not self.is_replicated and not self.is_rebuild:
                self._replicate()
            self._publish()
        self.owners.clear()
        self.homes.clear()
        refused, self.refused = self.refused, []
        return refused

    def finish(self) -> None:
        self.is_finished = True

    def close(self) -> None:
        with told(self.address):
            try:
                self._settle()
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
        """Send what is pending behind the back of the caller, one lot after the other."""
        self._settle()
        if self.pending:
            self.sending = self.sender.submit(self._send, self.pending, self.pending_words)
            self.pending, self.pending_bytes, self.pending_words = {}, 0, set()

    def _settle(self) -> None:
        """Wait until all is sent that was to be; what went wrong is raised here."""
        sending, self.sending = self.sending, None
        if sending is not None:
            sending.result()

    def _send(self, lot: Lot, words: set[str]) -> None:
        """Words first, so that no article is seen whose words are not."""
        self.lease.renew(self.address)
        self._note_open()
        if refused := send(self.client, self._new_words(words)):
            raise ServerError(f"{self.address} takes no words: {refused[0].reason}")
        for refusal in send(self.client, self._changes(lot).values()):
            self._note_refused(refusal)

    def _note_refused(self, refusal: Refusal) -> None:
        """What the cluster does not take is as if it had never been sent."""
        source = self.owners.pop(refusal.identity, None)
        if source is None:
            raise ServerError(f"{self.address} does not delete: {refusal.reason}")
        del self.homes[source]
        self.refused.append(ReadError(source, refusal.reason))

    def _new_words(self, words: set[str]) -> Iterator[Action]:
        if len(self.known_words) > MOST_KNOWN_WORDS:
            self.known_words.clear()
        new = words - self.known_words
        self.known_words |= new
        return words_to_send(self.state.words, sorted(new))

    def _changes(self, lot: Lot) -> dict[str, Action]:
        """The last change of each document that a lot touches."""
        there = self._ids_of(list(lot))
        changes: dict[str, Action] = {}
        for source, prepared in lot.items():
            home = self.homes.pop(source, None)
            for old in {*there[source], *([home] if home else [])}:
                if self.owners.get(old, source) == source:
                    changes[old] = Action(self.state.index, old)
                    self.owners[old] = None
            if prepared:
                identity = prepared.document
                changes[identity] = Action(self.state.index, identity, prepared.line)
                self.owners[identity], self.homes[source] = source, identity
        return changes

    def _ids_of(self, sources: list[str]) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = defaultdict(list)
        for hit in self._held.found(sources, ("source",)):
            ids[hit["fields"]["source"][0]].append(hit["_id"])
        return defaultdict(list, {source: ids[key_of(source)] for source in sources})

    def _note_open(self) -> None:
        """Write into the mapping that something is under way."""
        if not self.state.is_open:
            self._write_meta(self.state.meta | {"is_open": True})

    def _publish(self) -> None:
        """Let searches see all that was sent."""
        for index in (self.state.words, self.state.index):
            index_admin.refresh(self.client, index)
        made = manifest.current(ENGINE)
        self._write_meta(meta_of(made, self.state.commits + 1, is_open=False))

    def _write_meta(self, meta: dict[str, Any]) -> None:
        put = self.client.indices.put_mapping
        patiently(partial(put, index=self.state.index, body={"_meta": meta}))
        self.state = State(self.state.index, meta)
