"""`onrecord demo`: the seeds are indexed, then the server starts."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from onrecord.cli.commands.demo import SEEDS
from tests.cli.conftest import Onrecord


@pytest.mark.parametrize(("folder", "source"), [(SEEDS.parent, "seeds/"), (None, f"{SEEDS}/")])
def test_the_seeds_are_known_by_the_path_from_here(
    onrecord: Onrecord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path | None,
    source: str,
) -> None:
    monkeypatch.chdir(folder or tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = onrecord("demo", "--port", port, "--index", tmp_path / "index")
    assert ran.code == 2
    assert "4 indexed, 0 unchanged, 0 removed, 0 failed" in ran.err
    assert str(port) in ran.err.splitlines()[-1]
    found = onrecord("search", "putin", "--index", tmp_path / "index", "--format", "csv").out
    assert f",{source}000_95028462875a6020.txt," in found
