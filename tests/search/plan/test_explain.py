"""The reading shown to a user: the query as read, the days meant, the terms of each word."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.plan.explain import explain
from onrecord.search.query.parser import parse_query
from tests.corpus import article, fill
from tests.search.queries import TODAY

# A text, and the lines shown for it over the small corpus.
LINES: list[tuple[str, list[str]]] = [
    ("Noon", ["read as: noon", "noon (stem): noon"]),
    ("elections", ["read as: elections", "elections (stem): elect, election, elections"]),
    ('"Noon, held"', ['read as: "noon held"', "noon (exact): noon", "held (exact): held"]),
    ("recogni*", ["read as: recogni*", "recogni* (exact): recognise, recognition, recognize"]),
    ('"non recogni*"', [
        'read as: "non recogni*"', "non (exact): non",
        "recogni* (exact): recognise, recognition, recognize",
    ]),
    ("putn~1", ["read as: putn~1", "putn (exact): put, putin"]),
    ("zebra*", ["read as: zebra*", "zebra* (exact): no term in this index"]),
    ("noon NEAR/3 exact:putin", [
        "read as: noon NEAR/3 exact:putin", "noon (stem): noon", "putin (exact): putin",
    ]),
    ("noon NOT war", ["read as: noon AND NOT war", "noon (stem): noon", "war (stem): war"]),
    ('date:"last week"', [
        "read as: date:2024-03-11..2024-03-17", "days: 2024-03-11 to 2024-03-17, both included",
    ]),
    ("before:2023", ["read as: date:..2023-12-31", "days: any to 2023-12-31, both included"]),
    ("outlet:moscow", ["read as: outlet:moscow"]),
    ("*", ["read as: *"]),
    ("?!", ["read as: nothing to search for"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_lines(engine: Engine, text: str, lines: list[str]) -> None:
    assert explain(parse_query(text, today=TODAY).query, engine) == lines


@pytest.mark.parametrize(
    ("terms", "end"), [(20, "w19"), (21, "w19 and 1 more"), (23, "w19 and 3 more")]
)
def test_a_list_of_more_than_20_terms_is_cut(terms: int, end: str) -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "", " ".join(f"w{number:02}" for number in range(terms)))])
    _, line = explain(parse_query("w*").query, engine)
    assert line.startswith("w* (exact): w00, w01, ")
    assert line.endswith(f"w18, {end}")
