"""What needs a node is not even collected without one; tests/conftest.py says so in a line."""

from __future__ import annotations

from pathlib import Path

from tests.engines import NODE

WITHOUT_NODE = {"test_address.py"}
HERE = Path(__file__).parent

collect_ignore = [
    file.name for file in HERE.glob("test_*.py") if not NODE and file.name not in WITHOUT_NODE
]
