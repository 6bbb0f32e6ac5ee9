"""Parses query text into a syntax tree. Any text parses; what is doubtful becomes a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.index.schema import FieldKind
from onrecord.search.query.ast import (
    Layer,
    Near,
    Nothing,
    Phrase,
    Query,
    Term,
    clauses_of,
    is_near_operand,
    iter_leaves,
    make_and,
    make_not,
    make_or,
    make_should,
)
from onrecord.search.query.diagnostics import Diagnostics, QueryWarning
from onrecord.search.query.lexer import Lexeme, LexemeKind, lex
from onrecord.search.query.term_parser import (
    MAX_GAP,
    QueryTerms,
    Scope,
    parse_number,
    parse_term,
    query_terms,
)

MAX_DEPTH = 50  # of nested brackets
DEFAULT_DISTANCE = 10  # of NEAR without a number
MAX_TERMS = 1024


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A syntax tree with warnings; one with a `problem` must not be run."""

    query: Query
    warnings: tuple[QueryWarning, ...] = ()
    problem: QueryWarning | None = None


def parse_query(text: str, *, today: date | None = None) -> ParsedQuery:
    """Parses a text in the query language."""
    diagnostics = Diagnostics(text)
    query = _Parser(lex(text), today or date.today(), diagnostics).parse()
    problem = diagnostics.problem or _too_many_terms(text, query)
    return ParsedQuery(query, tuple(diagnostics.warnings), problem)


def parse_literal(text: str) -> ParsedQuery:
    """Parses a text as one phrase without any syntax."""
    words = _plain_terms(text)
    if not words.terms:
        return ParsedQuery(Nothing())
    if len(words.terms) == 1:
        return ParsedQuery(Term(words.terms[0], Layer.EXACT, None, words.raw_text))
    query = Phrase(words.terms, Layer.EXACT, 0, None, words.raw_text)
    return ParsedQuery(query, problem=_too_many_terms(text, query))


def parse_any_word(text: str) -> ParsedQuery:
    """Parses a text as words, of which any may match, without any syntax."""
    words = dict.fromkeys(_plain_terms(text).terms)
    query = make_should([Term(word, raw_text=word) for word in words])
    return ParsedQuery(query, problem=_too_many_terms(text, query))


def _plain_terms(text: str) -> QueryTerms:
    return query_terms(re.sub(r"[*?]", " ", text))


def _too_many_terms(text: str, query: Query) -> QueryWarning | None:
    leaves = iter_leaves(query)
    count = sum(len(leaf.words) if isinstance(leaf, Phrase) else 1 for leaf in leaves)
    if count <= MAX_TERMS:
        return None
    message = f"a query may have {MAX_TERMS:,} words; this one has {count:,}"
    return QueryWarning(message, 0, len(text), " ".join(text.split()[: MAX_TERMS // 4]))


@dataclass
class _Parser:
    lexemes: list[Lexeme]
    today: date
    diagnostics: Diagnostics
    at: int = 0
    depth: int = 0

    def parse(self) -> Query:
        clauses = clauses_of(self._or(Scope()))
        while (stray := self._accept(LexemeKind.CLOSE)) is not None:
            self.diagnostics.warn('unmatched ")"', stray, " ")
            clauses += clauses_of(self._or(Scope()))
        return make_and(clauses)

    # or := and (OR and)*
    def _or(self, scope: Scope) -> Query:
        clauses, dangling = clauses_of(self._and(scope)), []
        while (operator := self._accept(LexemeKind.OR)) is not None:
            clause = clauses_of(self._and(scope))
            if not clauses or not clause:
                dangling += self._as_word(operator, scope)
            clauses += clause
        return make_and([*clauses_of(make_or(clauses)), *dangling])

    # and := (AND? not)*
    def _and(self, scope: Scope) -> Query:
        clauses: list[Query] = []
        while not self._is_next(LexemeKind.OR, LexemeKind.CLOSE):
            if (operator := self._accept(LexemeKind.AND)) is None:
                clauses += self._not(scope)
            elif not clauses or self._is_next(LexemeKind.AND, LexemeKind.OR, LexemeKind.CLOSE):
                clauses += self._as_word(operator, scope)
        return make_and(clauses)

    # not := (NOT | -)* near
    def _not(self, scope: Scope) -> list[Query]:
        negations = []
        while (negation := self._accept(LexemeKind.NOT, LexemeKind.MINUS)) is not None:
            negations.append(negation)
        clauses = self._near(scope)
        if clauses:
            return [make_not(make_and(clauses))] if len(negations) % 2 else clauses
        words = [negation for negation in negations if negation.kind is LexemeKind.NOT]
        return self._as_word(words[0], scope) if words else []

    # near := primary (NEAR/n primary)*; in a chain, each pair must be near
    def _near(self, scope: Scope) -> list[Query]:
        left = self._primary(scope)
        clauses = clauses_of(left)
        while (operator := self._accept(LexemeKind.NEAR)) is not None:
            right = self._primary(scope)
            if is_near_operand(left) and is_near_operand(right):
                if clauses[-1] is left:
                    clauses.pop()
                clauses.append(Near(left, right, self._distance(operator)))
            else:
                message = "NEAR needs a word or phrase on both sides; read as AND"
                both = clauses_of(left) and clauses_of(right)
                self.diagnostics.warn(message, operator, "AND" if both else " ")
                clauses += clauses_of(right)
            left = right
        return clauses

    def _distance(self, operator: Lexeme) -> int:
        if operator.text:
            return parse_number(operator, MAX_GAP, "NEAR/", self.diagnostics)
        message = f"NEAR needs a distance; read as NEAR/{DEFAULT_DISTANCE}"
        self.diagnostics.warn(message, operator, f"NEAR/{DEFAULT_DISTANCE}")
        return DEFAULT_DISTANCE

    # primary := PREFIX* ( '(' or ')' | (quotation | word) TILDE? )
    def _primary(self, scope: Scope) -> Query:
        while (prefix := self._accept(LexemeKind.PREFIX)) is not None:
            scope = scope.under(prefix.text)
        if (opening := self._accept(LexemeKind.OPEN)) is not None:
            return self._bracket(opening, scope)
        if (lexeme := self._accept(LexemeKind.QUOTE, LexemeKind.WORD)) is None:
            return Nothing()
        tilde = self._accept(LexemeKind.TILDE)
        return parse_term(lexeme, tilde, scope, self.today, self.diagnostics)

    def _bracket(self, opening: Lexeme, scope: Scope) -> Query:
        if self.depth >= MAX_DEPTH:
            message = f"brackets may be nested {MAX_DEPTH} deep; ignored"
            self.diagnostics.warn(message, opening, " ")
            return Nothing()
        self.depth += 1
        query = self._or(scope)
        self.depth -= 1
        if self._accept(LexemeKind.CLOSE) is None:
            self.diagnostics.warn('unmatched "("', opening, " ")
        return query

    def _as_word(self, operator: Lexeme, scope: Scope) -> list[Query]:
        """An operator without operands as a word; nothing within a filter."""
        word = operator.text
        if scope.kind is not FieldKind.TEXT:
            self.diagnostics.warn(f"{word} lacks an operand; ignored", operator, " ")
            return []
        message = f"{word} lacks an operand; read as the word {word!r}"
        self.diagnostics.warn(message, operator, " ")
        return [Term(word.lower(), Layer.STEM, scope.field, word)]

    def _is_next(self, *kinds: LexemeKind) -> bool:
        """Whether a lexeme of these kinds, or the end, comes next."""
        return self.at >= len(self.lexemes) or self.lexemes[self.at].kind in kinds

    def _accept(self, *kinds: LexemeKind) -> Lexeme | None:
        if self.at >= len(self.lexemes) or self.lexemes[self.at].kind not in kinds:
            return None
        self.at += 1
        return self.lexemes[self.at - 1]
