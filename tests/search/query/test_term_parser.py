"""A piece of query text becomes folded words, and a term, a phrase or a filter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import tokenize
from onrecord.search.query.ast import Equals, Everything, Nothing, Query
from onrecord.search.query.diagnostics import Diagnostics
from onrecord.search.query.lexer import LexemeKind, lex
from onrecord.search.query.parser import parse_query
from onrecord.search.query.term_parser import Scope, is_pattern, parse_term, query_terms
from tests.search.trees import days, exact, fuzzy, phrase, stems, word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Noon", "noon"),
        ("non-recognition", "non recognition"),
        ("don’t", "don't"),
        ("U.S.", "u.s"),
        ("1,000", "1000"),
        ("Café", "cafe"),
        # Wildcards: * stands for any letters, ? for one.
        ("recogni*", "recogni*"),
        ("*election", "*election"),
        ("e*n", "e*n"),
        ("*o*", "*o*"),
        ("wom?n", "wom?n"),
        ("?ar", "?ar"),
        ("w??r", "w??r"),
        ("??r", "??r"),
        ("non-recogni*", "non recogni*"),
        ("CAFÉ*", "cafe*"),
        # A question mark at the end of a word is one, and stars in a row are emphasis.
        ("what?", "what"),
        ("what?!", "what"),
        ("f***", "f"),
        ("**noon**", "noon"),
        ("***", ""),
        ("*", ""),
        ("?", ""),
        ("a * b", "a b"),
        # Where each character is a word, there is no other letter for a wildcard to stand for.
        ("選挙*", "選 挙"),
        ("?選*挙", "選 挙"),
        ("noon選*", "noon 選"),
        ("noon?選", "noon 選"),
        ("選*'noon'*選", "選 noon 選"),
        ("!…—", ""),
        ("\ud800", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert " ".join(query_terms(text).terms) == words


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Noon", "Noon"),
        ("(“Noon, against Putin!”)", "Noon, against Putin"),
        ("  50%  ", "50"),
        ("*選*", "選"),
        ("…", ""),
    ],
)
def test_what_was_typed_is_kept_without_the_punctuation_around_it(text: str, typed: str) -> None:
    assert query_terms(text).raw_text == typed


@given(st.text())
def test_text_without_wildcards_is_cut_as_an_article_is(text: str) -> None:
    plain = text.replace("*", "").replace("?", "")
    assert list(query_terms(plain).terms) == tokenize(plain)


@given(st.text(alphabet="a*? -.日'\u0301"))
def test_every_word_has_something_besides_wildcards(text: str) -> None:
    for term in query_terms(text).terms:
        assert term.strip("*?")
        assert is_pattern(term) == bool({"*", "?"} & set(term))


def parsed(text: str, *prefixes: str) -> tuple[Query, list[str]]:
    """The first word or quotation of a text under some prefixes, and the messages about it."""
    diagnostics, scope = Diagnostics(text), Scope()
    for prefix in prefixes:
        scope = scope.under(prefix)
    lexeme, *rest = lex(text)
    tilde = rest[0] if rest and rest[0].kind is LexemeKind.TILDE else None
    query = parse_term(lexeme, tilde, scope, date(2024, 3, 20), diagnostics)
    problem = [diagnostics.problem.message] if diagnostics.problem else []
    return query, [warning.message for warning in diagnostics.warnings] + problem


DAY = "2024-03-20"


@pytest.mark.parametrize(
    ("text", "prefixes", "query"),
    [
        ("noon", "", word("noon")),
        ("noon", "exact", exact("noon")),
        ("noon", "title", word("noon", "title")),
        ("noon", "title exact", exact("noon", "title")),
        ("noon", "title text", word("noon", "text")),  # the innermost counts
        ("noo*", "stem", exact("noo*")),
        ('"noon"', "", exact("noon")),
        ('"noon"', "stem", word("noon")),
        ("well-being", "", stems("well being")),
        ('"noon putin"', "", phrase("noon putin")),
        ('"noon putin"', "title", phrase("noon putin", 0, "title")),
        ('"noon putin"~3', "", phrase("noon putin", 3)),
        ('"noon putin"~0', "", phrase("noon putin")),
        ('"noon putin"~', "", phrase("noon putin", 1)),
        ('"noon putin"~1000', "", phrase("noon putin", 1000)),
        ("noon~", "", fuzzy("noon", 1)),
        ("noon~2", "", fuzzy("noon", 2)),
        ("noon~02", "", fuzzy("noon", 2)),
        ("noon~0", "", exact("noon")),
        ("*", "", Everything()),
        ("*", "title", Nothing()),
        ("?!", "", Nothing()),
        ("http://a.org/b.", "", Equals("url", "http://a.org/b")),
        ("HTTPS://a.org", "", Equals("url", "HTTPS://a.org")),
        ("http://a.org", "title", stems("http a org", "title")),
        ("bbc", "outlet", Equals("outlet", "bbc")),
        ('" BBC "', "outlet", Equals("outlet", "BBC")),
        ('" "', "outlet", Nothing()),
        ("2024-03", "date", days("2024-03-01", "2024-03-31")),
        ("2024-03", "after", days("2024-03-01", None)),
        ("2024-03", "before", days(None, "2024-03-31")),
        ("2024..", "after", days("2024-01-01", None)),
        ("..2024", "before", days(None, "2024-12-31")),
        ("today", "date", days(DAY, DAY)),
    ],
)
def test_terms(text: str, prefixes: str, query: Query) -> None:
    assert parsed(text, *prefixes.split()) == (query, [])


@pytest.mark.parametrize(
    ("text", "prefixes", "query", "message"),
    [
        ('"noon', "", exact("noon"), "missing closing quotation mark"),
        ('"noon putin"~1001', "", phrase("noon putin", 1000), "the maximum is 1000; read as ~1000"),
        ("noon~3", "", fuzzy("noon", 2), "the maximum is 2; read as ~2"),
        ("noon~99999999", "", fuzzy("noon", 2), "the maximum is 2; read as ~2"),
        ("noo*~1", "", exact("noo*"), "~ needs one whole word or a quotation; ignored"),
        ("a-b~1", "", stems("a b"), "~ needs one whole word or a quotation; ignored"),
        ("bbc~1", "outlet", Equals("outlet", "bbc"), "~ cannot be used with outlet:"),
        ('"a * b"', "", phrase("a b"), "a lone * in a quotation is ignored; add ~1 to allow"),
        ("2024-13", "date", Nothing(), "there is no month 13"),
        ("..2024", "after", Nothing(), "the range has no first day"),
        ("2024..", "before", Nothing(), "the range has no last day"),
        ("title:", "", word("title"), "expected a word directly after title: here"),
        ("titel:noon", "", stems("titel noon"), "unknown field 'titel'; read as words"),
    ],
)
def test_terms_with_a_message(text: str, prefixes: str, query: Query, message: str) -> None:
    found, messages = parsed(text, *prefixes.split())
    assert found == query
    assert len(messages) == 1
    assert messages[0].startswith(message)


@pytest.mark.parametrize(
    ("text", "spot", "suggestion"),
    [
        ("a date:2024-13 b", "date:2024-13", "a b"),
        ('after:"..2024"', 'after:"..2024"', None),
    ],
)
def test_a_problem_includes_the_field(text: str, spot: str, suggestion: str | None) -> None:
    problem = parse_query(text).problem
    assert problem
    assert (text[problem.start : problem.end], problem.suggestion) == (spot, suggestion)


@pytest.mark.parametrize(
    "text", ["xyzzy:noon", "titres:noon", "ti:noon", "10:30", "titel:", "Titel:noon"]
)
def test_other_words_with_a_colon_need_no_warning(text: str) -> None:
    assert parsed(text)[1] == []


@pytest.mark.parametrize(
    ("text", "spot", "suggestion"),
    [
        ("title: noon", "title: ", "title:noon"),
        ("title:   noon", "title:   ", "title:noon"),
        ("(title: )", "title: ", "(title)"),
        ("title: ", "title: ", "title"),
        ("titel:noon", "titel", "title:noon"),
        ("tit:noon", "tit", "title:noon"),  # three quarters alike
        ("noon~3", "~3", "noon~2"),
        ('"a * b"', '"a * b"', '"a b"~1'),
        ('"noon', "", '"noon"'),
    ],
)
def test_suggestions(text: str, spot: str, suggestion: str) -> None:
    (warning,) = parse_query(text).warnings
    assert text[warning.start : warning.end] == spot
    assert warning.suggestion == suggestion
