"""`onrecord index`: what it takes in, skips, replaces and removes, and what it says of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from onrecord.cli.commands.index import run
from onrecord.search.engines.registry import open_engine
from tests.cli.conftest import Onrecord, Ran


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two articles in a folder to work in, where no index is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_INDEX", raising=False)
    (tmp_path / "news").mkdir()
    write(tmp_path / "news/one.txt", "Noon in May\n\nThey met at noon.")
    write(tmp_path / "news/two.txt", "Midnight in May\n\nThey left at midnight.")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def counts(ran: Ran) -> str:
    """The summary of a run: indexed, unchanged, removed, failed."""
    summary = ran.err.splitlines()[-1]
    found = re.match(
        r"(\d+) indexed, (\d+) unchanged, (\d+) removed, (\d+) failed in [\d.]+ s", summary
    )
    assert found, ran.err
    return " ".join(found.groups())


def sources(onrecord: Onrecord, *options: str) -> list[str]:
    ran = onrecord("search", "*", "--all", "--format", "jsonl", *options)
    return sorted(json.loads(line)["source"] for line in ran.lines)


def test_a_second_run_skips_what_is_unchanged(onrecord: Onrecord, corpus: Path) -> None:
    assert counts(onrecord("index", "news")) == "2 0 0 0"
    assert counts(onrecord("index", "news")) == "0 2 0 0"
    write(corpus / "news/one.txt", "Noon in June\n\nThey met at one.")
    write(corpus / "news/three.txt", "Dawn in May\n\nThey slept.")
    assert counts(onrecord("index", "news/")) == "2 1 0 0"
    assert sources(onrecord) == ["news/one.txt", "news/three.txt", "news/two.txt"]
    assert onrecord("search", "met", "noon", "--format", "jsonl").code == 0
    assert onrecord("search", '"met at noon"').code == 1


def test_prune_takes_out_what_is_gone_below_the_paths(onrecord: Onrecord, corpus: Path) -> None:
    (corpus / "other").mkdir()
    write(corpus / "other/gone.txt", "Dusk in May\n\nThey ate.")
    assert counts(onrecord("index", "news", "other")) == "3 0 0 0"
    (corpus / "news/two.txt").unlink()
    (corpus / "other/gone.txt").unlink()
    assert counts(onrecord("index", "news")) == "0 1 0 0"
    assert counts(onrecord("index", "news", "--prune")) == "0 1 1 0"
    assert sources(onrecord) == ["news/one.txt", "other/gone.txt"]


@pytest.mark.usefixtures("corpus")
def test_other_commands_add_to_an_index() -> None:
    reports = [run(open_engine("index"), [path]) for path in ("news/one.txt", "news")]
    assert [(report.added, report.unchanged) for report in reports] == [(1, 0), (1, 1)]


def test_rebuild_starts_anew(onrecord: Onrecord, corpus: Path) -> None:
    onrecord("index", "news")
    assert counts(onrecord("index", corpus / "news/one.txt", "--rebuild")) == "1 0 0 0"
    assert len(sources(onrecord)) == 1


def test_failures_are_listed_and_do_not_stop_the_run(onrecord: Onrecord, corpus: Path) -> None:
    write(corpus / "news/rows.jsonl", '{"title": "A", "text": "Dawn."}\nno json\n')
    ran = onrecord("index", "news", "missing", "--failures", "failures.jsonl")
    assert ran.code == 2
    assert counts(ran) == "3 0 0 2"
    failures = [json.loads(line) for line in Path("failures.jsonl").read_text().splitlines()]
    assert sorted(failure["source"] for failure in failures) == ["missing", "news/rows.jsonl#2"]
    assert all(list(failure) == ["source", "reason"] for failure in failures)
    for failure in failures:
        assert f"failed: {failure['source']}" in ran.err


def test_only_the_first_failures_are_shown(onrecord: Onrecord, corpus: Path) -> None:
    write(corpus / "news/rows.jsonl", "no json\n" * 30)
    ran = onrecord("index", "news")
    assert ran.err.count("failed:") == 10
    assert counts_line(ran) == "2 indexed, 0 unchanged, 0 removed, 30 failed"
    assert ran.err.splitlines()[-1] == "to list all failures: --failures FILE"
    write(corpus / "news/rows.jsonl", "no json\n" * 10)
    assert "--failures" not in onrecord("index", "news").err


def counts_line(ran: Ran) -> str:
    return ran.err.splitlines()[-2].partition(" in ")[0]


@pytest.mark.usefixtures("corpus")
def test_standard_input_is_read(onrecord: Onrecord) -> None:
    rows = '{"id": "a", "title": "Noon", "text": "At noon."}\n{"id": "b", "text": "Midnight."}\n'
    assert counts(onrecord("index", "-", stdin=rows)) == "2 0 0 0"
    assert onrecord("show", "a").lines[0] == "Noon"


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("url", ["elsewhere", "tantivy:elsewhere", "whoosh:elsewhere"])
def test_the_index_is_made_where_it_is_asked_for(onrecord: Onrecord, url: str) -> None:
    assert counts(onrecord("index", "news", "--index", url, "--workers", "1")) == "2 0 0 0"
    assert len(sources(onrecord, "--index", url)) == 2
    assert (Path("elsewhere") / "manifest.json").exists()
    assert not Path(".onrecord").exists()


def test_an_index_held_by_another_is_told(onrecord: Onrecord, corpus: Path) -> None:
    from onrecord.index.storage import lock

    held = lock.acquire(corpus / ".onrecord")
    ran = onrecord("index", "news")
    held.release()
    assert ran.code == 2
    assert ".onrecord is being written by process" in ran.err
    assert onrecord("index", "news").code == 0


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'PATH...'"),
        (["news", "--workers", "0"], "0 is not in the range"),
        (["missing"], "failed: missing: "),
        (["news", "--index", "news/one.txt"], "news/one.txt: File exists"),
        (
            ["news", "--failures", "missing/failures.jsonl"],
            "error: missing/failures.jsonl: No such",
        ),
    ],
)
def test_errors_exit_2(onrecord: Onrecord, arguments: list[str], message: str) -> None:
    ran = onrecord("index", *arguments)
    assert ran.code == 2
    assert message in ran.err


@pytest.mark.usefixtures("corpus")
def test_no_progress_is_drawn_but_on_a_terminal(onrecord: Onrecord) -> None:
    ran = onrecord("index", "news")
    assert ran.out == ""
    assert "\r" not in ran.err
    assert "\x1b" not in ran.err
