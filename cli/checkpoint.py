"""Answers kept as they come, so that a long run that was stopped can go on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from onrecord.search.quote_check.batch import Answer, Claim


@dataclass(frozen=True, slots=True)
class Journal:
    """A file beside the output: a line that says of what index, then an answer a line."""

    path: Path
    generation: str

    @classmethod
    def beside(cls, out: Path, generation: str) -> Journal:
        return cls(out.with_name(f"{out.name}.part"), generation)

    def begin(self) -> None:
        """Forget what an earlier run did."""
        self.path.write_text(json.dumps({"generation": self.generation}) + "\n", "utf-8")

    def resume(self) -> list[Answer]:
        """What an earlier run did; a line that it did not finish is dropped."""
        if not self.path.exists():
            self.begin()
            return []
        header, *answers = _whole_lines(self.path) or [{}]
        if header.get("generation") != self.generation:
            raise click.ClickException(
                f"{self.path} was begun on another state of the index; start again without --resume"
            )
        self.begin()
        return list(self.keep(answers))

    def keep(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The same answers, each written down before it is passed on."""
        with self.path.open("a", encoding="utf-8") as lines:
            for answer in answers:
                lines.write(json.dumps(answer, ensure_ascii=False) + "\n")
                lines.flush()
                yield answer

    def end(self) -> None:
        self.path.unlink()


def left_of(claims: Iterable[Claim], done: Iterable[Answer]) -> Iterator[Claim]:
    """The claims that have no answer yet."""
    answered = {(answer["id"], answer["quotation"]) for answer in done}
    return (claim for claim in claims if (claim.id, claim.text) not in answered)


def _whole_lines(path: Path) -> list[Any]:
    lines = path.read_text("utf-8", "replace").split("\n")[:-1]
    return [json.loads(line) for line in lines]
