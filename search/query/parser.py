"""Query text to query tree. Any text can be read; what was doubtful comes as warnings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.index.schema import FieldKind
from onrecord.search.query.ast import Layer, Near, Nothing, Phrase, Query, Term
from onrecord.search.query.builders import (
    clauses_of,
    is_near_operand,
    make_and,
    make_or,
    make_should,
    negate,
)
from onrecord.search.query.diagnostics import Diagnostics, QueryWarning
from onrecord.search.query.lexer import Lexeme, LexemeKind, lex
from onrecord.search.query.query_terms import QueryTerms, query_terms
from onrecord.search.query.term_parser import MAX_GAP, Scope, parse_number, parse_term

MAX_DEPTH = 50  # brackets within brackets
DEFAULT_DISTANCE = 10  # NEAR without a number
MAX_TERMS = 1024


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as read, with what the user should know; with a `problem` it must not be run."""

    query: Query
    warnings: tuple[QueryWarning, ...] = ()
    problem: QueryWarning | None = None


def parse_query(text: str, *, today: date | None = None) -> ParsedQuery:
    """The reading of a text in the query language."""
    notes = Diagnostics(text)
    query = _Parser(lex(text), today or date.today(), notes).read()
    return ParsedQuery(query, tuple(notes.warnings), notes.problem or _too_long(text, query))


def parse_literal(text: str) -> ParsedQuery:
    """The reading of a text as one phrase, whatever signs it holds."""
    words = _plain_words(text)
    if not words.terms:
        return ParsedQuery(Nothing())
    if len(words.terms) == 1:
        return ParsedQuery(Term(words.terms[0], Layer.EXACT, None, words.raw_text))
    query = Phrase(words.terms, Layer.EXACT, 0, None, words.raw_text)
    return ParsedQuery(query, problem=_too_long(text, query))


def parse_any_word(text: str) -> ParsedQuery:
    """The reading of a text as loose words, whatever signs it holds: any of them may match."""
    words = dict.fromkeys(_plain_words(text).terms)
    query = make_should([Term(word, raw_text=word) for word in words])
    return ParsedQuery(query, problem=_too_long(text, query))


def _plain_words(text: str) -> QueryTerms:
    return query_terms(re.sub(r"[*?]", " ", text))


def _too_long(text: str, query: Query) -> QueryWarning | None:
    if (count := _count_words(query)) <= MAX_TERMS:
        return None
    message = f"a query may have {MAX_TERMS:,} words; this one has {count:,}"
    return QueryWarning(message, 0, len(text), " ".join(text.split()[: MAX_TERMS // 4]))


def _count_words(query: Query) -> int:
    """The words of a tree, without recursion: it may be as wide as the text is long."""
    count, waiting = 0, [query]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Phrase):
            count += len(node.words)
        elif isinstance(node, Near):
            waiting += [node.left, node.right]
        elif clauses := getattr(node, "clauses", None) or getattr(node, "clause", None):
            waiting += clauses if isinstance(clauses, tuple) else [clauses]
        else:
            count += 1
    return count


@dataclass
class _Parser:
    lexemes: list[Lexeme]
    today: date
    notes: Diagnostics
    at: int = 0
    depth: int = 0

    def read(self) -> Query:
        clauses = clauses_of(self._either(Scope()))
        while (stray := self._accept(LexemeKind.CLOSE)) is not None:
            self.notes.warn("this bracket closes nothing", stray, " ")
            clauses += clauses_of(self._either(Scope()))
        return self._joined(clauses)

    # either := all (OR all)*
    def _either(self, scope: Scope) -> Query:
        clauses, dangling = clauses_of(self._all(scope)), []
        while (operator := self._accept(LexemeKind.OR)) is not None:
            clause = clauses_of(self._all(scope))
            if not clauses or not clause:
                dangling.append(self._as_word(operator, scope))
            clauses += clause
        return self._joined([make_or(clauses), *dangling]) if dangling else make_or(clauses)

    # all := (AND? unit)*
    def _all(self, scope: Scope) -> Query:
        clauses: list[Query] = []
        while not self._is_next(LexemeKind.OR, LexemeKind.CLOSE):
            if (operator := self._accept(LexemeKind.AND)) is None:
                clauses += self._unit(scope)
            elif not clauses or self._is_next(LexemeKind.AND, LexemeKind.OR, LexemeKind.CLOSE):
                clauses.append(self._as_word(operator, scope))
        return self._joined(clauses)

    # unit := (NOT | -)* near
    def _unit(self, scope: Scope) -> list[Query]:
        negations = []
        while (negation := self._accept(LexemeKind.NOT, LexemeKind.MINUS)) is not None:
            negations.append(negation)
        units = self._near(scope)
        if units:
            return [negate(make_and(units))] if len(negations) % 2 else units
        dangling = [negation for negation in negations if negation.kind is LexemeKind.NOT]
        return [self._as_word(negation, scope) for negation in dangling[:1]]

    # near := primary (NEAR/n primary)*; a chain holds for each pair
    def _near(self, scope: Scope) -> list[Query]:
        left = self._primary(scope)
        units = clauses_of(left)
        while (operator := self._accept(LexemeKind.NEAR)) is not None:
            right = self._primary(scope)
            if is_near_operand(left) and is_near_operand(right):
                if units[-1] is left:
                    units.pop()
                units.append(Near(left, right, self._distance(operator)))
            else:
                message = "NEAR needs a word or phrase on both sides; read as AND"
                self.notes.warn(
                    message, operator, "AND" if clauses_of(left) and clauses_of(right) else " "
                )
                units += clauses_of(right)
            left = right
        return units

    def _distance(self, operator: Lexeme) -> int:
        if operator.text:
            return parse_number(operator, MAX_GAP, "NEAR/", self.notes)
        message = f"NEAR needs a distance; read as NEAR/{DEFAULT_DISTANCE}"
        self.notes.warn(message, operator, f"NEAR/{DEFAULT_DISTANCE}")
        return DEFAULT_DISTANCE

    # primary := PREFIX* ( '(' either ')' | (quotation | word) TILDE? )
    def _primary(self, scope: Scope) -> Query:
        while (prefix := self._accept(LexemeKind.PREFIX)) is not None:
            scope = scope.under(prefix.text)
        if (opening := self._accept(LexemeKind.OPEN)) is not None:
            return self._bracket(opening, scope)
        if (lexeme := self._accept(LexemeKind.QUOTE, LexemeKind.WORD)) is None:
            return Nothing()
        return parse_term(lexeme, self._accept(LexemeKind.TILDE), scope, self.today, self.notes)

    def _bracket(self, opening: Lexeme, scope: Scope) -> Query:
        if self.depth >= MAX_DEPTH:
            self.notes.warn(f"brackets go no deeper than {MAX_DEPTH}; ignored", opening, " ")
            return Nothing()
        self.depth += 1
        query = self._either(scope)
        self.depth -= 1
        if self._accept(LexemeKind.CLOSE) is None:
            self.notes.warn_at("this bracket is never closed", opening.start, opening.end, " ")
        return query

    def _joined(self, clauses: list[Query]) -> Query:
        kept: list[Query] = [clause for clause in clauses if not isinstance(clause, Nothing)]
        return make_and(kept)

    def _as_word(self, operator: Lexeme, scope: Scope) -> Query:
        word = operator.text
        if scope.kind is not FieldKind.TEXT:
            self.notes.warn(f"{word} joins nothing here; ignored", operator, " ")
            return Nothing()
        self.notes.warn(f"{word} joins nothing here; read as the word {word!r}", operator, " ")
        return Term(word.lower(), Layer.STEM, scope.field, word)

    def _is_next(self, *kinds: LexemeKind) -> bool:
        """Whether one of these comes next, or nothing does."""
        return self.at >= len(self.lexemes) or self.lexemes[self.at].kind in kinds

    def _accept(self, *kinds: LexemeKind) -> Lexeme | None:
        if self.at >= len(self.lexemes) or self.lexemes[self.at].kind not in kinds:
            return None
        self.at += 1
        return self.lexemes[self.at - 1]
