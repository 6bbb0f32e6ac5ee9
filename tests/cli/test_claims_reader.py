"""Quotations to check, from whatever a file of them looks like."""

from __future__ import annotations

import io

import pytest

from onrecord.cli.claims_reader import read_claims


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("claims.txt", "one thing\n\nanother\r\n", ["1 one thing", "3 another"]),
        ("claims.txt", "a7\tone thing\n", ["a7 one thing"]),
        ("-", '{"id": "a7", "quotation": "one thing"}\n', ["a7 one thing"]),
        ("claims.jsonl", '{"quote": "one"}\n{"id": 5, "text": "two"}', ["1 one", "5 two"]),
        ("claims.csv", "id,quotation\na7,one thing\n", ["a7 one thing"]),
        ("CLAIMS.CSV", "Quotation;Who\n“one thing”;Ann\n", ["1 “one thing”"]),
        ("claims.csv", 'quote,id\n"one,\nthing",a7\n', ["a7 one,\nthing"]),
        ("claims.txt", "", []),
        ("claims.csv", "", []),
        ("claims.txt", "na\xefve".encode("latin-1"), ["1 naïve"]),
        # what is wrong with a row is told, and the next one read
        ("c.jsonl", '{"id": 1\n{"text": "two"}', ["1 ! line 1 is not JSON", "2 two"]),
        ("c.jsonl", '{"id": "x", "words": "two"}', ["x ! line 1 has no quotation"]),
        ("c.jsonl", '{"id": "x", "quotation": 5}', ["x ! line 1 has no quotation"]),
        ("c.csv", "id,quotation\na,one,two,three\nb,two\n", ["1 ! line 2 has 4 fields", "b two"]),
        ("c.csv", "id,words\na,one\n", ["a ! line 2 has no quotation"]),
    ],
)  # fmt: skip
def test_claims(name: str, content: str | bytes, expected: list[str]) -> None:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    read = [
        f"{claim.id} ! {claim.problem}" if claim.problem else f"{claim.id} {claim.text}"
        for claim in read_claims(file, name)
    ]
    assert len(read) == len(expected)
    assert [line[: len(start)] for line, start in zip(read, expected, strict=True)] == expected
