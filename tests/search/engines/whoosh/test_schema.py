"""Postings and articles as whoosh stores them come back as they went in."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.index.writer_protocol import FieldTokens
from onrecord.search.engines.whoosh import schema
from onrecord.search.query.ast import Layer
from tests.corpus import article


@pytest.mark.parametrize(
    ("positions", "size"),
    [
        ([0], 2),
        ([1, 65_535], 4),  # the last that fits into two bytes
        ([3, 65_536], 9),
        (list(range(70_000)), 280_001),
    ],
)
def test_positions_round_trip(positions: list[int], size: int) -> None:
    encoded = schema.encode_positions(positions)
    assert len(encoded) == size
    assert list(schema.decode_positions(encoded)) == positions
    assert schema.count_positions(encoded) == len(positions)


def test_merged_positions_are_in_order() -> None:
    merged = schema.merge_positions(
        schema.encode_positions([2, 70_000]), schema.encode_positions([1, 3])
    )
    assert list(schema.decode_positions(merged)) == [1, 2, 3, 70_000]


def test_a_token_that_is_its_own_stem_has_one_list_for_both_layers() -> None:
    postings = dict(schema.postings_of(FieldTokens(["troop", "troops", "leaves", "troops"], "en")))
    positions = {term: list(schema.decode_positions(at)) for term, at in postings.items()}
    assert positions == {
        b"=troop": [0],
        b"xtroops": [1, 3],
        b"stroop": [1, 3],
        b"xleaves": [2],
        b"sleav": [2],
    }


def test_each_layer_reads_the_shared_list_and_its_own() -> None:
    assert schema.terms_of(Layer.EXACT, "troop") == (b"=troop", b"xtroop")
    assert schema.terms_of(Layer.STEM, "troop") == (b"=troop", b"stroop")


@pytest.mark.parametrize("day", [None, date(2024, 3, 15)])
def test_an_article_comes_back(day: date | None) -> None:
    one = article("a", "Été \ud800", "Text, “quoted”.", date=day, source="odd \udcff name")
    assert schema.unpack_article(schema.pack_article(one)) == one
