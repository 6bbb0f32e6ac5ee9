"""Color, highlighting, the pager and error messages, on a terminal and elsewhere."""

from __future__ import annotations

import errno

import pytest

from onrecord.cli.output.terminal import highlight, json_line, pluralize, print_error, print_paged
from onrecord.search.errors import IndexMissing, QuerySyntaxError
from tests.cli.conftest import OnTerminal, Terminal

COLORED = "\x1b[33m\x1b[1mnoon\x1b[0m"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1_000, "1,000 articles")],
)
def test_pluralize(count: int, expected: str) -> None:
    assert pluralize(count, "article") == expected


def test_json_is_readable_in_every_script() -> None:
    assert json_line({"id": "Göteborg\n選挙"}) == '{"id": "Göteborg\\n選挙"}'


HIGHLIGHTS = [
    ([], "at noon, noon"),
    ([(3, 7)], "at **noon**, noon"),
    ([(3, 7), (9, 13)], "at **noon**, **noon**"),
    ([(0, 2)], "**at** noon, noon"),
]


@pytest.mark.parametrize(("ranges", "expected"), HIGHLIGHTS)
def test_highlights_as_plain_text(ranges: list[tuple[int, int]], expected: str) -> None:
    assert highlight("at noon, noon", ranges) == expected


def test_highlights_on_a_terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert highlight("at noon", [(3, 7)]) == f"at {COLORED}"
    monkeypatch.setenv("NO_COLOR", "1")
    assert highlight("at noon", [(3, 7)]) == "at **noon**"
    monkeypatch.setenv("NO_COLOR", "")
    assert highlight("at noon", [(3, 7)]) == f"at {COLORED}"
    assert terminal() == ""


ERRORS = [
    (IndexMissing("there is none"), "error: there is none\n"),
    (QuerySyntaxError("bad", 0, 1, "good"), "error: bad\ntry: good\n"),
    (QuerySyntaxError("bad", 0, 1), "error: bad\n"),
    (OSError(errno.ENOSPC, "Disk full"), "error: standard output: Disk full\n"),
    (OSError(errno.EACCES, "Not yours", "a.txt"), "error: a.txt: Not yours\n"),
    (OSError("odd"), "error: standard output: odd\n"),
]


@pytest.mark.parametrize(("error", "expected"), ERRORS, ids=str)
def test_errors(
    error: QuerySyntaxError | OSError, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_error(error)
    assert capsys.readouterr() == ("", expected)


def test_errors_are_red_on_a_terminal(terminal: Terminal) -> None:
    print_error(IndexMissing("there is none"))
    assert terminal() == "\x1b[31m\x1b[1merror: \x1b[0mthere is none\n"


def test_what_fits_is_printed(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "3")
    print_paged(iter(["one", "two", "three"]))
    assert terminal() == "one\ntwo\nthree\n"


def test_a_terminal_gets_color_and_a_pager(on_terminal: OnTerminal) -> None:
    variables = {"PAGER": "sed s/^/paged:/", "COLUMNS": "80"}
    assert "paged:" in on_terminal("search", "noon", **variables, LINES="10")
    printed = on_terminal("search", "noon", **variables, LINES="999")
    assert COLORED in printed
    assert "paged:" not in printed
    assert "**" not in printed


@pytest.mark.parametrize(("lines", "is_paged"), [(3, True), (4, False)])
def test_the_pager_takes_what_does_not_fit(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, lines: int, is_paged: bool
) -> None:
    paged: list[str] = []
    monkeypatch.setattr("click.echo_via_pager", paged.append)
    monkeypatch.setenv("LINES", str(lines))
    monkeypatch.setenv("COLUMNS", "80")
    print_paged(["one", "two", "three", "four"])
    text = "one\ntwo\nthree\nfour\n"
    assert (paged, terminal()) == (([text], "") if is_paged else ([], text))
