"""Articles as they are sent, and the words passed on with them."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.readers import ReadError
from onrecord.search.engines.opensearch import documents
from onrecord.search.engines.opensearch.documents import prepare
from onrecord.search.engines.opensearch.mapping import (
    MAX_ID_CHARS,
    MAX_KEY_CHARS,
    document_id,
    key_of,
)
from onrecord.search.engines.stored_fields import from_json
from tests.corpus import article

ONE = article(
    "a",
    "Troops",
    "Troops left.",
    date=date(2024, 3, 15),
    outlet="Example",
    url="https://example.org/x",
)


def test_an_article_is_one_line() -> None:
    prepared = prepare(analyse(ONE, "0" * 15), "writer of one line")
    sent = json.loads(prepared.line)
    assert from_json(sent.pop("article")) == ONE
    assert b"\n" not in prepared.line
    assert prepared.source == "a.txt"
    assert prepared.document == "a"
    assert {name: sent[name] for name in ("title", "text", "text_stem", "outlet", "language")} == {
        "title": "troops",
        "text": "troops left",
        "text_stem": "troop left",
        "outlet": "Example",
        "language": "en",
    }
    assert (sent["day"], sent["month"], sent["fingerprint"]) == (20240315, 202403, "0" * 15)
    assert "example.org" in str(sent["place"])
    assert "author" in sent


def test_what_is_unknown_is_left_out() -> None:
    sent = json.loads(prepare(analyse(article("a", "", "", language=None)), "w").line)
    assert not {"day", "month", "outlet", "language"} & set(sent)


def test_words_are_passed_on_once_a_writer() -> None:
    assert prepare(analyse(ONE), "first").words == {"troops", "left"}
    assert prepare(analyse(ONE), "first").words == frozenset()
    more = article("b", "", "Troops marched.")
    assert prepare(analyse(more), "first").words == {"marched"}
    assert prepare(analyse(more), "second").words == {"troops", "marched"}


def test_an_article_larger_than_a_request_is_refused_and_its_words_go_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = len(prepare(analyse(ONE), "size").line)
    monkeypatch.setattr(documents, "MAX_LINE_BYTES", size)
    assert prepare(analyse(ONE), "fits").words
    monkeypatch.setattr(documents, "MAX_LINE_BYTES", size - 1)
    with pytest.raises(ReadError, match=r"a\.txt: too large for OpenSearch"):
        prepare(analyse(ONE), "large")
    assert "troops" in prepare(analyse(article("b", "", "")), "large").words


def test_a_request_fits_a_node(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 99_000_000 < documents.MAX_LINE_BYTES < 100 << 20  # what a node takes
    monkeypatch.setattr(documents, "MAX_LINE_BYTES", 1 << 20)
    large = article("a", "", "x" * (2 << 20))
    with pytest.raises(ReadError, match=r"2 MB as it is sent, and a request may have 1 MB"):
        prepare(analyse(large), "megabytes")


@pytest.mark.parametrize(
    ("identity", "is_kept"),
    [("a", True), ("x" * MAX_ID_CHARS, True), ("x" * (MAX_ID_CHARS + 1), False), ("", False)],
)
def test_document_ids_are_short_and_not_empty(identity: str, is_kept: bool) -> None:
    digest = sha256(identity.encode()).hexdigest()
    assert document_id(identity) == (identity if is_kept else digest)


def test_keys_are_cut_and_told_apart() -> None:
    longest = "x" * (MAX_KEY_CHARS + 64)
    assert key_of(longest) == longest
    cut, other = key_of(longest + "y"), key_of(longest + "z")
    assert cut != other
    assert len(cut) == len(other) == len(longest)
    assert cut.startswith("x" * MAX_KEY_CHARS)
    assert key_of(cut) == cut
    assert len(key_of("\udcff" * 9000).encode("utf-8", "surrogatepass")) < 32_766
