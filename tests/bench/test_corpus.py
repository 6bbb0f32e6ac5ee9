"""Generated news: the same for the same seed, and shaped like news."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.corpus import LONGEST, SHORTEST, articles, main

SIZE = 60
ROWS = list(articles(SIZE, seed=7))


def test_the_same_seed_makes_the_same_articles() -> None:
    assert list(articles(5, seed=7)) == ROWS[:5]


def test_another_seed_makes_others() -> None:
    assert next(articles(1, seed=8))["text"] != ROWS[0]["text"]


def test_each_article_is_whole() -> None:
    for row in ROWS:
        text, day = row["text"], row["date"]
        assert text
        assert "{" not in text
        assert "%s" not in text
        assert SHORTEST <= len(text) <= LONGEST + 2_000  # the last paragraph is not cut
        assert day is None or date.fromisoformat(day)
        assert all(row[name] for name in ("id", "title", "outlet", "url", "author"))
    assert len({row["id"] for row in ROWS}) == SIZE


@pytest.mark.parametrize("sign", ["“", "”", "’", "-", ",", "\n\n", "%", "said", "percent"])
def test_the_text_has_what_news_has(sign: str) -> None:
    assert any(sign in str(row["text"]) for row in ROWS)


def test_the_command_writes_json_lines(tmp_path: Path) -> None:
    out = tmp_path / "corpus.jsonl"
    done = CliRunner().invoke(main, ["--size", "3", "--seed", "7", str(out)])
    assert done.exit_code == 0, done.output
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == ROWS[:3]
    assert list(tmp_path.iterdir()) == [out]
