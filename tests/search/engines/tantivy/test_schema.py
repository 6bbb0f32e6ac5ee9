"""How an article is encoded for tantivy."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.writer_protocol import FieldTokens
from onrecord.search.engines.tantivy.schema import (
    interleave,
    pack,
    position_of,
    prepare,
    term_of,
    unpack,
)
from onrecord.search.query.ast import Layer
from tests.corpus import article


@pytest.mark.parametrize(
    ("tokens", "language", "stream"),
    [
        ("wars left", "en", "wars _war left _left"),
        ("wars left", None, "wars _war left _left"),  # as English
        ("wahlen wars", "de", "wahlen _wahl wars _war"),
        ("wahlen", "xx", "wahlen _wahlen"),
        ("", "en", ""),
    ],
)
def test_layers_are_one_stream(tokens: str, language: str | None, stream: str) -> None:
    assert interleave(FieldTokens(tokens.split(), language)) == stream


@pytest.mark.parametrize(
    ("layer", "term", "positions"),
    [(Layer.EXACT, "war", [0, 2, 4]), (Layer.STEM, "_war", [1, 3, 5])],
)
def test_terms_and_positions_of_a_layer(layer: Layer, term: str, positions: list[int]) -> None:
    assert term_of(layer, "war") == term
    assert [position_of(layer, position) for position in range(3)] == positions


@pytest.mark.parametrize(
    "one",
    [
        article("a", "Title", "line\nline\n\nline", date=date(2024, 3, 15), outlet="Ö"),
        article("b", "", "", language=None),
    ],
)
def test_an_article_survives_packing(one: Article) -> None:
    assert unpack(pack(one)) == one


def test_prepared_values() -> None:
    values = prepare(analyse(article("a", "Wars", "They left."), "00000000000000f"))
    assert values["fingerprint"] == 15
    assert (values["title"], values["text"], values["author"]) == (
        "wars _war",
        "they _they left _left",
        "",
    )
    assert unpack(values["article"]).title == "Wars"
