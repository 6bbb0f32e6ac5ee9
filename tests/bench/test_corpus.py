"""The made-up news: the same for the same seed, and shaped like news."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import vocabulary
from bench.corpus import LONGEST, SHORTEST, articles, main
from bench.sentence_patterns import compiled

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


@pytest.mark.parametrize(
    ("inflect", "word", "expected"),
    [
        (vocabulary.plural, "city", "cities"),
        (vocabulary.plural, "day", "days"),
        (vocabulary.plural, "church", "churches"),
        (vocabulary.past, "deny", "denied"),
        (vocabulary.past, "play", "played"),
        (vocabulary.past, "release", "released"),
        (vocabulary.gerund, "release", "releasing"),
        (vocabulary.gerund, "agree", "agreeing"),
        (vocabulary.adverb, "angry", "angrily"),
        (vocabulary.adverb, "possible", "possibly"),
        (vocabulary.action, "investigate", "investigation"),
        (vocabulary.action, "confirm", "confirmation"),
    ],
)
def test_inflections(inflect: object, word: str, expected: str) -> None:
    assert callable(inflect)
    assert inflect(word) == expected


def test_a_pattern_becomes_a_format_and_its_slots() -> None:
    assert compiled(" 5% of {N} and {S} ") == ("5%% of %s and %s", "NS")


def test_the_command_writes_json_lines(tmp_path: Path) -> None:
    out = tmp_path / "corpus.jsonl"
    done = CliRunner().invoke(main, ["--size", "3", "--seed", "7", str(out)])
    assert done.exit_code == 0, done.output
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == ROWS[:3]
    assert list(tmp_path.iterdir()) == [out]
