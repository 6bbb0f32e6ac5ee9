"""What a parser has to say of a text besides its tree: warnings, and the problem that stops it."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.search.query.lexer import Lexeme

MAX_WARNINGS = 20  # a text of 100,000 loose brackets needs no more


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something the user should know of how the query was read, where, and a repaired query."""

    message: str
    start: int
    end: int
    suggestion: str | None = None


@dataclass
class Diagnostics:
    """Warnings in the order they came up, each with a spot in the text and a repaired text."""

    text: str
    warnings: list[QueryWarning] = field(default_factory=list)
    problem: QueryWarning | None = None

    def warn(self, message: str, lexeme: Lexeme, instead: str) -> None:
        """Note a doubtful lexeme, and what the user may write instead of it."""
        self.warn_at(message, lexeme.start, lexeme.end, instead)

    def warn_at(self, message: str, start: int, end: int, instead: str) -> None:
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(
                QueryWarning(message, start, end, self._repaired(start, end, instead))
            )

    def fail(self, message: str, start: int, end: int) -> None:
        """Note what makes the text unfit to be run; the repair leaves that part out."""
        if self.problem is None:
            self.problem = QueryWarning(message, start, end, self._repaired(start, end, ""))

    def _repaired(self, start: int, end: int, instead: str) -> str | None:
        return " ".join(f"{self.text[:start]}{instead}{self.text[end:]}".split()) or None
