"""What each word of a query stands for in an index: stems, patterns, similar words, outlets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from onrecord.search.errors import QueryTooBroad
from onrecord.search.plan.plan_nodes import (
    MATCH_NONE,
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    Plan,
    Span,
    TermSet,
    TermsFilter,
    is_scored,
)
from onrecord.search.plan.planner import MAX_EXPANSIONS, plan_query
from onrecord.search.query.ast import Equals, Layer, Term
from onrecord.search.query.parser import parse_any_word, parse_query

OUTLETS = (
    *["The Moscow Times", "themoscowtimes.com", "The Times", "The New York Times", "BBC News"],
    *["bbc.co.uk", "news.example.org", "Le Monde", "O’Globo", "朝日新聞", "Times-Picayune"],
)


@dataclass(frozen=True)
class Vocabulary:
    """As much of an index as resolving looks at."""

    vocabulary: tuple[str, ...] = ()
    known: tuple[str | None, ...] = ("en", "de", None)

    def languages(self) -> frozenset[str | None]:
        return frozenset(self.known)

    def terms(self, prefix: str) -> Iterable[str]:
        return (word for word in self.vocabulary if word.startswith(prefix))

    def outlets(self) -> Iterable[str]:
        return OUTLETS


@pytest.mark.parametrize(
    ("written", "outlets"),
    [
        ("moscow", "The Moscow Times | themoscowtimes.com"),
        ("moscow times", "The Moscow Times | themoscowtimes.com"),
        ("new york", "The New York Times"),
        ("times", "The Moscow Times | The New York Times | The Times | Times-Picayune"
            " | themoscowtimes.com"),
        ("The Times", "The Times"),  # there is one of this very name
        ("the times", "The Times"),
        ("*tim?s", "The Moscow Times | The New York Times | The Times"),
        ("picayune", "Times-Picayune"),
        ("bbc", "BBC News | bbc.co.uk"),
        ("BBC.co.uk", "bbc.co.uk"),
        ("example.org", "news.example.org"),
        ("example", "news.example.org"),
        ("mon", ""),  # part of a word, in a name
        ("o'globo", "O’Globo"),
        ("朝日", "朝日新聞"),
        ("york times", "The New York Times"),
        ("*times", "The Moscow Times | The New York Times | The Times"),
        ("the*", "The Moscow Times | The New York Times | The Times | themoscowtimes.com"),
        ("*", " | ".join(sorted(OUTLETS))),
        ("nobody", ""),
        ("...", ""),
    ],
)  # fmt: skip
def test_outlets_that_may_be_meant(written: str, outlets: str) -> None:
    plan = plan_query(Equals("outlet", written), Vocabulary())
    assert isinstance(plan, TermsFilter)
    assert " | ".join(sorted(plan.values)) == outlets


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("url", "https://www.Example.org/a/", "www.example.org/a"),
        ("url", "example.org", "example.org"),
        ("lang", "en", "en"),
        ("lang", "EN", "en"),
        ("id", "EN", "EN"),
        ("id", "4f1c", "4f1c"),
    ],
)
def test_values_of_other_fields(field: str, written: str, value: str) -> None:
    assert plan_query(Equals(field, written), Vocabulary()) == TermsFilter(field, (value,))


VOCABULARY = (
    *["war", "wars", "warm", "ward", "award", "wear", "raw", "wr", "wart's", "u.s", "us"],
    *["1000", "選", "挙", "navalnaya", "navalnaja", "nawalnaja"],
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("war*", "war ward warm wars wart's"),
        ("*war", "war"),
        ("*war*", "award war ward warm wars wart's"),
        ("wa?", "wa"),  # a question mark at the end is one
        ("w?r", "war"),
        ("w*r", "war wear wr"),
        ("w??r", "wear"),
        ("?ar", "war"),
        ("u*", "u.s us"),
        ("z*", ""),
        ("war~1", "war ward warm wars wear wr"),
        ("raw~1", "raw"),
        ("wra~1", "war wr"),  # two letters swapped are one difference
        ("navalnaya~1", "navalnaja navalnaya"),
        ("navalnaya~2", "navalnaja navalnaya nawalnaja"),
        ("exact:wars", "wars"),
        ("wars", "war"),
        ("recognition", "recognit recognition"),
        ("u.s.", "us"),
        ("1,000", "1000"),
    ],
)
def test_terms_of_a_word(text: str, terms: str) -> None:
    assert (
        " ".join(sorted(terms_of(plan_query(parse_query(text).query, Vocabulary(VOCABULARY)))))
        == terms
    )


def terms_of(plan: Plan) -> tuple[str, ...]:
    """The terms of the one slot of a word, which is looked for alike in title and text."""
    base = plan.base if isinstance(plan, BoostExact) else plan
    assert isinstance(base, AnyOf)
    title, text = base.plans
    assert isinstance(title, Span)
    assert isinstance(text, Span)
    assert (title.field, text.field, title.groups) == ("title", "text", text.groups)
    ((slot,),) = text.groups
    return slot.terms


def test_a_language_adds_its_stems() -> None:
    plans = [
        plan_query(Term("wahlen"), Vocabulary(known=(language,))) for language in ("en", "de", "ja")
    ]
    assert [terms_of(plan) for plan in plans] == [("wahlen",), ("wahl",), ("wahlen",)]


@pytest.mark.parametrize("text", ["w*", "*1", "w?*1", '"the w*"', "NOT w*", "x NEAR/3 w*"])
def test_a_pattern_for_too_many_words_is_told(text: str) -> None:
    many = Vocabulary(tuple(f"w{number}1" for number in range(MAX_EXPANSIONS + 1)))
    message = "matches 1,025 different words; the maximum is 1,024: write more letters of it"
    with pytest.raises(QueryTooBroad, match=message):
        plan_query(parse_query(text).query, many)


def test_a_pattern_for_as_many_words_as_allowed() -> None:
    many = Vocabulary(tuple(f"w{number}" for number in range(MAX_EXPANSIONS)))
    assert len(terms_of(plan_query(parse_query("w*").query, many))) == MAX_EXPANSIONS


def test_a_word_in_two_fields_counts_once_for_the_limit() -> None:
    twice = Vocabulary(2 * tuple(f"w{number}" for number in range(MAX_EXPANSIONS)))
    assert len(terms_of(plan_query(parse_query("w*").query, twice))) == MAX_EXPANSIONS


def test_loose_words_with_the_same_stem_count_once() -> None:
    plan = plan_query(parse_any_word("wars war Warring peace").query, Vocabulary(known=("en",)))
    assert isinstance(plan, AnyOf)
    assert plan.partial
    assert len(plan.plans) == 2


def test_nothing_and_no_such_word() -> None:
    assert plan_query(parse_query("").query, Vocabulary()) == MATCH_NONE
    assert terms_of(plan_query(parse_query("z*").query, Vocabulary())) == ()


def shown(plan: Plan) -> str:
    """A plan on a line: spans as field(groups)~gap, with "s:" before stems."""
    match plan:
        case Span(field, groups, gap):
            return f"{field}({', '.join(' '.join(map(_terms, group)) for group in groups)})~{gap}"
        case BoostExact(base, bonus):
            return f"{shown(base)} + {shown(bonus)}"
        case AllOf(plans):
            return f"all[{'; '.join(map(shown, plans))}]"
        case AnyOf(plans, partial, dis_max):
            kind = "some" if partial else "max" if dis_max else "any"
            return f"{kind}[{'; '.join(map(shown, plans))}]"
        case Except(inner):
            return f"not {shown(inner)}"
        case TermsFilter(field, values):
            return f"{field}={'|'.join(values)}"
        case DateRange(first, last):
            return f"{first}..{last}"
        case _:
            return "all"


def _terms(terms: TermSet) -> str:
    return ("s:" if terms.layer is Layer.STEM else "") + "|".join(terms.terms)


PLANS = [
    ("exact:war", "max[title(war)~0; text(war)~0]"),
    ("title:exact:war", "title(war)~0"),
    ("title:wars", "title(s:war)~0 + title(wars)~0"),
    ("author:exact:war", "author(war)~0"),
    ('title:"war raw"', "title(war raw)~0"),
    ('title:"war raw"~3', "title(war, raw)~3"),
    ('title:stem:"wars raw"~3', "title(s:war, s:raw)~3 + title(wars, raw)~3"),
    ('title:stem:"wars w*r"', "title(s:war war|wear|wr)~0 + title(wars war|wear|wr)~0"),
    ("title:exact:(war NEAR/2 raw)", "any[title(war, raw)~2; title(raw, war)~2]"),
    ("text:war~1 NEAR/0 title:raw", "any[]"),
    ("exact:war NEAR/2 title:exact:raw", "any[title(war, raw)~2; title(raw, war)~2]"),
    (
        'title:("a b" NEAR/1 (exact:c OR exact:d))',
        "any[title(a b, c)~1; title(c, a b)~1; title(a b, d)~1; title(d, a b)~1]",
    ),
    ("lang:en OR id:x", "any[lang=en; id=x]"),
    ("lang:en -id:x", "all[lang=en; not id=x]"),
    ("date:2024-01-02..", "20240102..None"),
    ("date:..2024", "None..20241231"),
    ("*", "all"),
]


@pytest.mark.parametrize(("text", "plan"), PLANS)
def test_plans(text: str, plan: str) -> None:
    assert shown(plan_query(parse_query(text).query, Vocabulary(VOCABULARY, ("en",)))) == plan


@pytest.mark.parametrize(
    ("text", "scored"),
    [("war", True), ("lang:en war", True), ("exact:war OR *", True), ("lang:en", False),
     ("*", False), ("-war", False), ("date:2024 -war", False)],
)  # fmt: skip
def test_scores_differ_only_by_words(text: str, scored: bool) -> None:
    assert is_scored(plan_query(parse_query(text).query, Vocabulary(VOCABULARY))) is scored


@pytest.mark.parametrize(
    ("field", "raw_text"), [("title:“War!”", "War"), ("title:(war NEAR/1 raw)", None)]
)
def test_spans_know_what_was_typed(field: str, raw_text: str | None) -> None:
    plan = plan_query(parse_query(field).query, Vocabulary())
    span = plan.plans[0] if isinstance(plan, AnyOf) else plan
    assert isinstance(span, Span)
    assert span.raw_text == raw_text
