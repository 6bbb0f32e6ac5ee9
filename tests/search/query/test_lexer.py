"""Query text is cut into lexemes that lie side by side in it."""

from __future__ import annotations

import pytest
from hypothesis import given

from onrecord.search.query.lexer import Lexeme, LexemeKind, lex
from tests.search.strategies import soup


def shown(lexeme: Lexeme) -> str:
    return f"{lexeme.kind.name.lower()}:{lexeme.text}"


@pytest.mark.parametrize(
    ("text", "lexemes"),
    [
        ("noon putin", "word:noon | word:putin"),
        ("(a OR b)", "open:( | word:a | or:OR | word:b | close:)"),
        ("a AND NOT b", "word:a | and:AND | not:NOT | word:b"),
        ("a and or not b", "word:a | word:and | word:or | word:not | word:b"),
        ("ANDy NOTE", "word:ANDy | word:NOTE"),
        ("a NEAR/5 b NEAR c", "word:a | near:5 | word:b | near: | word:c"),
        ("NEAR/ NEAR/٥", "near: | word:NEAR/٥"),
        ("NEAR/x nearby", "word:NEAR/x | word:nearby"),
        # Quotation marks: each closes with its own kind, or with any if its own is missing.
        ('"a b"', "quote:a b"),
        ("“a b”", "quote:a b"),
        ("„a b“", "quote:a b"),
        ("„a b”", "quote:a b"),
        ("«a b»", "quote:a b"),
        ("»a b«", "quote:a b"),
        ("‹a b›", "quote:a b"),
        ("「a b」", "quote:a b"),
        ("＂a b＂", "quote:a b"),
        ('“a b"', "quote:a b"),
        ('"a b”', "quote:a b"),
        ('“a "b" c”', 'quote:a "b" c'),
        ('"a “b” c"', "quote:a “b” c"),
        ("„a „b“ c", "quote:a  | word:b | quote: c"),
        ("“a “b” c", "quote:a  | word:b | quote: c"),
        ("“a” “b”", "quote:a | quote:b"),
        ('"a b', "quote:a b"),
        ("‘a b’", "word:‘a | word:b’"),
        ("don’t 'x'", "word:don’t | word:'x'"),
        ('a 5" gun', "word:a | word:5 | word:gun"),
        ('a"b"', "word:a | quote:b"),
        ('a" b"', "word:a | word:b"),
        ("a” b”", "word:a | quote: b"),
        # A dash negates only before a word and after a space or bracket.
        ("-a", "minus:- | word:a"),
        ('a -"b c"', "word:a | minus:- | quote:b c"),
        ("a -(b)", "word:a | minus:- | open:( | word:b | close:)"),
        ("(-a)", "open:( | minus:- | word:a | close:)"),
        ("a - b", "word:a | word:- | word:b"),
        ("a-b", "word:a-b"),
        ("--a", "word:--a"),
        ("–a", "word:–a"),
        ("-*", "minus:- | word:*"),
        ("-?a", "word:-?a"),
        ("-“a”", "minus:- | quote:a"),
        ("-”a", "minus:- | quote:a"),
        ("(a) -b", "open:( | word:a | close:) | minus:- | word:b"),
        ("(a)-b", "open:( | word:a | close:) | word:-b"),
        ("+a", "word:+a"),
        # Prefixes.
        ("title:a", "prefix:title | word:a"),
        ('title:exact:"a b"', "prefix:title | prefix:exact | quote:a b"),
        ("-title:(a)", "minus:- | prefix:title | open:( | word:a | close:)"),
        ("title: a", "word:title: | word:a"),
        ("title:)", "word:title: | close:)"),
        ("title:exact:", "prefix:title | word:exact:"),
        ("title:-a", "prefix:title | word:-a"),
        ("Title:a foo:b 10:30", "word:Title:a | word:foo:b | word:10:30"),
        # Tildes.
        ("a~ b~2 c~x", "word:a | tilde: | word:b | tilde:2 | word:c~x"),
        ('"a b"~5', "quote:a b | tilde:5"),
        ('"a"~x', "quote:a | tilde: | word:x"),
        ('"a" ~2', "quote:a | word:~2"),
        ("a~1~2", "word:a~1 | tilde:2"),
        ("~2", "word:~2"),
        ("a~2,", "word:a | tilde:2"),
    ],
)
def test_lexemes(text: str, lexemes: str) -> None:
    assert " | ".join(map(shown, lex(text))) == lexemes


@pytest.mark.parametrize(("text", "closed"), [('"a"', True), ('"a', False), ("„a", False)])
def test_a_quotation_knows_whether_it_is_closed(text: str, closed: bool) -> None:
    (quote,) = lex(text)
    assert quote.closed is closed


@given(soup)
def test_lexemes_stand_in_order_and_hold_what_stands_there(text: str) -> None:
    lexemes = lex(text)
    edges = [edge for lexeme in lexemes for edge in (lexeme.start, lexeme.end)]
    assert edges == sorted(edges)
    for lexeme in lexemes:
        assert lexeme.start < lexeme.end
        assert lexeme.kind in LexemeKind
        assert lexeme.text in text[lexeme.start : lexeme.end]
