"""What the sources say of themselves, as cog puts it into engines.md and ARCHITECTURE.md."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from docs.query_tables import code, table
from onrecord.search.engines.registry import ENGINES

ROOT = Path(__file__).parent.parent
LOCATIONS = {"memory": "", "opensearch": "//HOST:PORT/NAME"}


def engines() -> str:
    """The engines there are, by their URLs."""
    rows = []
    for name, where in ENGINES.items():
        module = where.partition(":")[0]
        rows.append((code(f"{name}:{LOCATIONS.get(name, 'PATH')}"), promise(module)))
    return table(("URL", "what it is"), rows)


def protocol(interface: type) -> str:
    """The calls of a protocol with their promises."""
    tree = ast.parse(inspect.getsource(interface)).body[0]
    assert isinstance(tree, ast.ClassDef)
    rows = [
        (
            code(f"{call.name}({_arguments(call)})"),
            " ".join((ast.get_docstring(call) or "").split()),
        )
        for call in tree.body
        if isinstance(call, ast.FunctionDef)
    ]
    return table(("call", "promise"), rows)


def modules(*folders: str) -> str:
    """The modules of some folders, each with the first sentence it says of itself."""
    rows = [
        (f"[{path}]({path})", first_lines(ROOT / path))
        for folder in folders
        for path in sorted(_sources(folder))
    ]
    return table(("module", "what it is"), rows)


def promise(module: str) -> str:
    """What a module or package says of itself in its first sentence."""
    path = ROOT / module.replace(".", "/")
    return first_lines(path / "__init__.py" if path.is_dir() else path.with_suffix(".py"))


def first_lines(path: Path) -> str:
    """The first paragraph of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def _sources(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).glob("*.py"):
        if path.stat().st_size:
            yield path.relative_to(ROOT).as_posix()


def _arguments(call: ast.FunctionDef) -> str:
    names = [argument.arg for argument in call.args.args if argument.arg not in ("self", "cls")]
    named = [f"{argument.arg}=…" for argument in call.args.kwonlyargs]
    return ", ".join(names + named)
