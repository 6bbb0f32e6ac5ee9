"""The `onrecord` command: help, start-up, exit codes, closed pipes, full disks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from onrecord.cli.main import COMMANDS
from onrecord.search.engines.registry import open_engine
from tests.cli.conftest import PROGRAM, Onrecord
from tests.corpus import article, fill


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_examples_to_copy(onrecord: Onrecord, command: str) -> None:
    for option in ("-h", "--help"):
        ran = onrecord(*command.split(), option)
        assert (ran.code, ran.err) == (0, "")
        assert f"\n  onrecord {command}".rstrip() in ran.out


def test_help_lists_every_command(onrecord: Onrecord) -> None:
    words = " ".join(onrecord("--help").out.split())
    assert [name for name, text in COMMANDS.items() if f"{name} {text}" not in words] == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--version"], 0, ""),
        (["sphinx"], 2, "No such command 'sphinx'"),
        (["search", "noon", "-putin"], 2, "onrecord search -- 'noon -putin'"),
        (["search", "noon", "--limit"], 2, "requires an argument"),
        (["show", "nobody", "--index", "none"], 2, "error: there is no index at none"),
        (["search", "--index", "none", "--queries", "none.tsv"], 2, "none.tsv"),
    ],
)
def test_exit_codes(onrecord: Onrecord, arguments: list[str], code: int, message: str) -> None:
    ran = onrecord(*arguments)
    assert ran.code == code
    assert message in ran.err
    assert ("To search for a text" in ran.err) == ("-putin" in arguments)


def test_interrupted(onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr("click.prompt", interrupt)
    assert onrecord("password", "alice").code == 130


@pytest.mark.usefixtures("library")
def test_the_index_is_named_after_or_before_the_command_or_by_the_environment(
    onrecord: Onrecord, small_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert onrecord("search", "noon").code == 0
    assert onrecord("--index", "none", "search", "noon").code == 2
    assert onrecord("--index", "none", "search", "noon", "--index", small_index).code == 0
    monkeypatch.setenv("ONRECORD_INDEX", "none")
    assert onrecord("search", "noon").code == 2
    assert onrecord("--index", small_index, "search", "noon").code == 0
    monkeypatch.delenv("ONRECORD_INDEX")
    assert "there is no index at .onrecord" in onrecord("search", "noon").err


@pytest.fixture
def large_index(tmp_path: Path) -> str:
    """More to print than a pipe holds."""
    engine = open_engine(str(tmp_path / "large"))
    fill(engine, (article(f"{n}", f"Title {n}", "noon " * 400) for n in range(200)))
    return str(tmp_path / "large")


def test_a_closed_pipe_is_no_error(
    environment: dict[str, str], large_index: str, tmp_path: Path
) -> None:
    command = [*PROGRAM, "--index", large_index, "search", "noon", "--all", "--format", "csv"]
    with (tmp_path / "err").open("w+") as err:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, env=environment)
        assert process.stdout is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.wait() == 0
        err.seek(0)
        assert err.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [["search", "noon"], ["info"]])
def test_a_full_disk_is_reported(environment: dict[str, str], command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, env=environment, text=True
        )
    assert (ran.returncode, ran.stderr) == (2, "error: standard output: No space left on device\n")


MODULES = """
import json, sys
from onrecord.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("query", ['"noon against Putin"', "elections -war puti* OR outlet:moscow"])
def test_a_search_imports_only_what_it_needs(environment: dict[str, str], query: str) -> None:
    command = [sys.executable, "-c", MODULES, "search", query]
    ran = subprocess.run(command, stdout=subprocess.PIPE, env=environment, text=True, check=True)
    loaded = set(json.loads(ran.stdout.splitlines()[-1]))
    unwanted = {
        *["nltk", "nltk.corpus", "nltk.tokenize", "flask", "waitress", "jinja2", "whoosh"],
        *["trafilatura", "py3langid", "numpy", "lxml", "charset_normalizer", "rapidfuzz"],
        *["multiprocessing", "concurrent.futures", "onrecord.web", "onrecord.index.readers"],
    }
    assert "tantivy" in loaded
    assert loaded & unwanted == set()
