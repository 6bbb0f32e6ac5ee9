"""Shared options and parameter types: dates, periods, text, and which index is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from onrecord.cli.options import (
    Date,
    Period,
    Text,
    format_option,
    index_option,
    port_option,
    saved_option,
    workers_option,
)

FIRST, LAST, PERIOD = Date(last=False), Date(last=True), Period()

CONVERTED = [
    (FIRST, "2024", date(2024, 1, 1)),
    (LAST, "2024", date(2024, 12, 31)),
    (FIRST, "2024-02", date(2024, 2, 1)),
    (LAST, "2024-02", date(2024, 2, 29)),
    (FIRST, "2024-03-15", date(2024, 3, 15)),
    (FIRST, "2024-03..", date(2024, 3, 1)),
    (LAST, "..2024-03", date(2024, 3, 31)),
    (PERIOD, "2024-02", "2024-02"),
    (PERIOD, "2024-02..2024-03-15", "2024-02..2024-03-15"),
    (PERIOD, "..2024", "..2024"),
    (Text(), "Göteborg", "Göteborg"),
    (Text(), "noon\udcff", "noon\ufffd"),
]
REFUSED = [
    (FIRST, "..2024-03", "'..2024-03' is open at this end"),
    (LAST, "2024-03..", "'2024-03..' is open at this end"),
    (FIRST, "2024-13", "there is no month 13"),
    (LAST, "yesteryear", "'yesteryear' is not a date"),
    (PERIOD, "2024-13", "there is no month 13"),
    (PERIOD, "2024-03..2024-02", "before it begins"),
]


def row_id(value: object) -> str:
    return value.name if isinstance(value, click.ParamType) else ascii(value)


@pytest.mark.parametrize(("kind", "typed", "value"), CONVERTED, ids=row_id)
def test_converted(kind: click.ParamType[Any], typed: str, value: object) -> None:
    assert kind.convert(typed, None, None) == value


@pytest.mark.parametrize(("kind", "typed", "message"), REFUSED, ids=row_id)
def test_refused(kind: click.ParamType[Any], typed: str, message: str) -> None:
    with pytest.raises(click.BadParameter, match=message.replace(".", r"\.")):
        kind.convert(typed, None, None)


@pytest.mark.parametrize(
    ("option", "typed", "is_allowed"),
    [
        (workers_option, "--workers=0", False),
        (workers_option, "--workers=1", True),
        (workers_option, "--workers=64", True),
        (workers_option, "--workers=65", False),
        (port_option, "--port=-1", False),
        (port_option, "--port=0", True),
        (port_option, "--port=65535", True),
        (port_option, "--port=65536", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_ranges(option: Any, typed: str, is_allowed: bool) -> None:
    command = click.command()(option(lambda **_: None))
    try:
        command.make_context("test", [typed])
    except click.BadParameter:
        assert not is_allowed
    else:
        assert is_allowed


COMMON = click.command("test")(
    workers_option(port_option(saved_option(format_option("text", "json")(lambda **_: None))))
)


def test_defaults() -> None:
    assert COMMON.make_context("test", []).params == {
        "workers": None,
        "port": 8400,
        "saved": None,
        "output_format": "text",
    }


def test_help_shows_defaults() -> None:
    text = COMMON.get_help(click.Context(COMMON, terminal_width=200))
    assert "[default: 8400; 0<=x<=65535]" in text
    assert "[default: text]" in text


@pytest.mark.parametrize(("typed", "url"), [([], "outer"), (["--index", "inner"], "inner")])
def test_the_index_of_the_command_goes_before_that_of_the_program(
    typed: list[str], url: str
) -> None:
    outer = click.Context(click.Command("onrecord"))
    outer.params["index_url"] = "outer"
    command = click.command("test")(index_option(lambda **_: None))
    assert command.make_context("test", typed, parent=outer).params == {"index_url": url}


def test_saved_searches_are_kept_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="is a directory"):
        COMMON.make_context("test", ["--saved", str(tmp_path)])
    context = COMMON.make_context("test", ["--saved", f"{tmp_path}/saved"])
    assert context.params["saved"] == tmp_path / "saved"
