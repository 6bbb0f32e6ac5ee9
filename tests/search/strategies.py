"""Random articles and queries made of a few awkward words, so that they meet often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.search.query.ast import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Layer,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Term,
)
from onrecord.search.query.term_parser import query_terms
from tests.corpus import article

WORDS = (
    *["war", "wars", "warring", "peace", "the", "not", "to", "be"],
    *["don't", "don’t", "Putin’s", "putin", "U.S.", "us", "1,000", "1000", "19.5", "50%"],
    *["café", "cafe\u0301", "co\u00adop", "o\ufb01ce", "Straße", "STRASSE", "Łódź", "well-being"],
    *["Выборы", "выборов", "選挙", "東", "かさ", "ไทย", "한국", "انتخابات", "😀", "हिन्दी"],
)
JOINERS = (" ", " ", " ", ", ", ". ", " – ", "\n\n", "“", "” ", " 'n' ", "\u200b ", "\u00a0")
DAYS = tuple(date(2024, 3, day) for day in (1, 2, 3))
OUTLETS = ("The Times", "The Times of Example", "example.org", "news.example.org")
URLS = ("https://example.org/a/b", "https://news.example.org/a", "http://example.com", "nonsense")
PATTERNS = ("war*", "*r", "w?r", "*o*", "p*n")

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINERS)), max_size=14).map(
    lambda pairs: "".join(word + joiner for word, joiner in pairs)
)
articles = st.builds(
    article,
    st.just(""),
    texts,
    texts,
    date=st.sampled_from((None, *DAYS)),
    outlet=st.sampled_from((None, *OUTLETS)),
    url=st.sampled_from((None, *URLS)),
    author=st.sampled_from((None, "Ann O’Brien", "Peace Warr")),
    language=st.sampled_from(("en", "en", "de", "ru", None)),
)


def _numbered(drawn: list[Article]) -> list[Article]:
    return [replace(one, id=f"{n}", source=f"{n}.txt") for n, one in enumerate(drawn)]


corpora = st.lists(articles, min_size=1, max_size=7).map(_numbered)

tokens = st.sampled_from(sorted({word for text in WORDS for word in query_terms(text).terms}))
fields = st.sampled_from((None, None, "title", "text", "author"))
layers = st.sampled_from(tuple(Layer))
terms = st.builds(Term, tokens, layers, fields)
patterns = st.builds(Term, st.sampled_from(PATTERNS), st.just(Layer.EXACT), fields)
fuzzies = st.builds(Fuzzy, tokens, st.integers(1, 2), fields)
phrase_words = st.lists(tokens | st.sampled_from(PATTERNS), min_size=2, max_size=3).map(tuple)
phrases = st.builds(Phrase, phrase_words, layers, st.sampled_from((0, 0, 1, 3, 40)), fields)
tight_phrases = st.builds(Phrase, phrase_words, layers, st.just(0), fields)
operands = st.recursive(
    terms | patterns | fuzzies | tight_phrases,
    lambda inner: st.lists(inner, min_size=2, max_size=2).map(lambda two: Or(tuple(two))),
    max_leaves=2,
)
nears = st.builds(Near, operands, operands, st.sampled_from((0, 1, 4, 600)))
filters = st.one_of(
    st.builds(Equals, st.just("outlet"), st.sampled_from((*OUTLETS, "times", "example"))),
    st.builds(Equals, st.just("url"), st.sampled_from(("example.org", "example.org/a", "com"))),
    st.builds(Equals, st.just("lang"), st.sampled_from(("en", "de", "xx"))),
    st.builds(Equals, st.just("id"), st.sampled_from(("0", "1", "99"))),
    st.builds(Dates, st.sampled_from(DAYS), st.just(DAYS[-1])),
    st.builds(Dates, st.none(), st.sampled_from(DAYS)),
)
leaves = st.one_of(terms, patterns, fuzzies, phrases, nears, filters, st.just(Everything()))


def _negated(query: Query) -> Query:
    return query.clause if isinstance(query, Not) else Not(query)


def _joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), inner.map(_negated))


queries: st.SearchStrategy[Query] = st.recursive(leaves, _joined, max_leaves=5)

# What the query language is made of, and what trips readers of text.
SIGNS = (
    *["(", ")", '"', "“", "„", "”", "«", "»", "'", "’", "~", "*", "?", "-", ":", "/", "\\", "&"],
    *["|", "<", ">", "[", "]", "{", "}", "!", ".", ",", "0", "a", "日", "é", "\u0301", "\u200d"],
    *["NOT ", "AND ", "OR ", "NEAR/3 ", "title:", "a ", "a~", "1,", "-(", "\ud800", " ", "\n"],
    *["½", "ŉ", "™", "ก", "outlet:", "date:", "2024"],
)
soup = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)
"""Texts of nothing but such signs."""
