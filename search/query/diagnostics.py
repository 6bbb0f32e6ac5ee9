"""What the parser reports besides the tree: warnings, and a problem that prevents the search."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.search.query.lexer import Lexeme

MAX_WARNINGS = 20  # 100,000 unmatched brackets need no more


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """A message about a range of the query text (code points), and a repaired query."""

    message: str
    start: int
    end: int
    suggestion: str | None = None


@dataclass
class Diagnostics:
    """Collects warnings about a text in order, and its first problem."""

    text: str
    warnings: list[QueryWarning] = field(default_factory=list)
    problem: QueryWarning | None = None

    def warn(self, message: str, lexeme: Lexeme, replacement: str) -> None:
        """Warn about a lexeme; the repaired query has the replacement instead."""
        self.warn_at(message, lexeme.start, lexeme.end, replacement)

    def warn_at(self, message: str, start: int, end: int, replacement: str) -> None:
        if len(self.warnings) < MAX_WARNINGS:
            repaired = self._repair(start, end, replacement)
            self.warnings.append(QueryWarning(message, start, end, repaired))

    def fail(self, message: str, start: int, end: int) -> None:
        """Record a problem; the repaired query leaves the range out."""
        if self.problem is None:
            self.problem = QueryWarning(message, start, end, self._repair(start, end, ""))

    def _repair(self, start: int, end: int, replacement: str) -> str | None:
        return " ".join(f"{self.text[:start]}{replacement}{self.text[end:]}".split()) or None
