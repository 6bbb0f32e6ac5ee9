"""Checkpoint of a long run: answers are kept in a file, so the run can be resumed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from onrecord.cli.output.terminal import json_line
from onrecord.search.quote_check.batch import Answer


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A file beside the output: a header with the index generation, then an answer per line."""

    path: Path
    generation: str

    @classmethod
    def beside(cls, out: Path, generation: str) -> Checkpoint:
        return cls(out.with_name(f"{out.name}.part"), generation)

    def start(self) -> None:
        """Discard the answers of an earlier run."""
        self.path.write_text(json_line({"generation": self.generation}) + "\n", "utf-8")

    def resume(self) -> list[Answer]:
        """The answers of an earlier run, without an unfinished last line."""
        lines = self.path.read_text("utf-8", "replace") if self.path.exists() else ""
        header, *answers = [json.loads(line) for line in lines.split("\n")[:-1]] or [None]
        if header and header.get("generation") != self.generation:
            raise click.ClickException(
                f"{self.path} belongs to another state of the index; start again without --resume"
            )
        self.start()
        return list(self.record(answers))

    def record(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The same answers, each written to the file before it is passed on."""
        with self.path.open("a", encoding="utf-8") as file:
            for answer in answers:
                file.write(json_line(answer) + "\n")
                file.flush()
                yield answer

    def remove(self) -> None:
        self.path.unlink()
