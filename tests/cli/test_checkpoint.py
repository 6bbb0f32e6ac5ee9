"""Checkpoints: what a run finds of an interrupted one, and what it writes itself."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from onrecord.cli.checkpoint import Checkpoint

HEADER = '{"generation": "7"}\n'
A, B = {"id": "a", "quotation": "Göteborg"}, {"id": "b", "quotation": "noon"}
LINE_A, LINE_B = '{"id": "a", "quotation": "Göteborg"}\n', '{"id": "b", "quotation": "noon"}\n'


@pytest.fixture
def checkpoint(tmp_path: Path) -> Checkpoint:
    return Checkpoint.beside(tmp_path / "out.csv", "7")


def test_it_is_a_file_beside_the_output(checkpoint: Checkpoint) -> None:
    assert checkpoint.path.name == "out.csv.part"
    checkpoint.start()
    assert checkpoint.path.read_text("utf-8") == HEADER
    checkpoint.remove()
    assert not checkpoint.path.exists()


def test_an_answer_is_written_before_it_is_passed_on(checkpoint: Checkpoint) -> None:
    checkpoint.start()
    answers = checkpoint.record([A, B])
    for answer, written in ((A, HEADER + LINE_A), (B, HEADER + LINE_A + LINE_B)):
        assert next(answers) == answer
        assert checkpoint.path.read_text("utf-8") == written


FOUND = [
    (None, []),
    ("", []),
    ('{"gen', []),
    (HEADER, []),
    (HEADER + LINE_A, [A]),
    (HEADER + LINE_A + LINE_B, [A, B]),
    (HEADER + LINE_A + LINE_B[:-1], [A]),  # the line is whole, but nothing says so
    (HEADER + LINE_A + LINE_A[:31], [A]),
]


@pytest.mark.parametrize(("text", "answers"), FOUND)
def test_resume(checkpoint: Checkpoint, text: str | None, answers: list[object]) -> None:
    if text is not None:
        checkpoint.path.write_text(text, "utf-8")
    assert checkpoint.resume() == answers
    kept = "".join([HEADER, LINE_A, LINE_B][: 1 + len(answers)])
    assert checkpoint.path.read_text("utf-8") == kept


def test_a_letter_cut_in_two_is_no_trouble(checkpoint: Checkpoint) -> None:
    checkpoint.path.write_bytes((HEADER + LINE_B).encode() + '{"id": "ö'.encode()[:-1])
    assert checkpoint.resume() == [B]


def test_another_state_of_the_index_is_refused(checkpoint: Checkpoint) -> None:
    written = HEADER.replace("7", "6") + LINE_A
    checkpoint.path.write_text(written, "utf-8")
    with pytest.raises(click.ClickException, match="another state of the index; start again"):
        checkpoint.resume()
    assert checkpoint.path.read_text("utf-8") == written
