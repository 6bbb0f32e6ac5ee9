"""Reading a test collection, and ranking a small one from files to table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.relevance import main, read_judgements, read_queries, topics_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\tnoon\n2\tthe vote\n", {"1": "noon", "2": "the vote"}),
        ("\ttweet\n1\tnoon\n", {"1": "noon"}),  # a header names no id
        ("1\ta\ttab inside\n\n", {"1": "a\ttab inside"}),
        ("", {}),
    ],
)
def test_queries_are_read(text: str, expected: dict[str, str]) -> None:
    assert read_queries(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_queries, "1\tnoon\n2 no tab\n", "query line 2"),
        (read_judgements, "1 0 a 1\n1 0 b\n", "judgement line 2"),
    ],
)
def test_bad_lines_are_pointed_at(read: object, text: str, message: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=message):
        read(text)


def test_judgements_are_read_by_query() -> None:
    assert read_judgements("1 0 a 1\n1\t0\tb\t0\n\n2 Q0 a 2") == {
        "1": {"a": 1, "b": 0},
        "2": {"a": 2},
    }


def test_only_queries_with_an_answer_count() -> None:
    assert [t.text for t in topics_of("1\tx\n2\ty\n3\tz\n", "1 0 a 1\n2 0 a 0\n")] == ["x"]


def test_a_judgement_of_an_unknown_query_is_refused() -> None:
    with pytest.raises(ValueError, match="judged but not among the queries: 9"):
        topics_of("1\tx\n", "9 0 a 1\n")


def test_peers_rank_a_collection(tmp_path: Path) -> None:
    articles = [
        ("a", "Noon", "They came at noon."),
        ("b", "Night", "They left."),
        ("c", "Tea", "-"),
    ]
    rows = [json.dumps(dict(zip(("id", "title", "text"), row, strict=True))) for row in articles]
    files = {"articles": "\n".join(rows), "queries": "1\tcoming: noon!\n", "qrels": "1 0 a 1\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    options = [part for name in files for part in (f"--{name}", str(tmp_path / name))]
    done = CliRunner().invoke(main, [*options, "--out", str(tmp_path / "out.json")])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert found["raw-tantivy-1-thread"]["MAP@5"] == found["sqlite-fts5"]["MAP@5"] == 1.0
