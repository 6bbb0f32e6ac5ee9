"""The verdict on a quotation and where it stands, the same on every engine."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.search.quote_check.models import QuoteReport
from tests.corpus import article, fill
from tests.search.quote_check.samples import check_in, filler, names

COPIES = "early wire copy undated"  # by date, the undated last

CHECKS = [
    # verbatim: case, accents, signs and line breaks may differ
    ("We will not recognise the vote", "verbatim", COPIES),
    ("“we will NOT recognise\n the vóte!”", "verbatim", COPIES),
    ("the river rose", "verbatim", "weather"),
    ("rain", "verbatim", "weather weather"),  # in the title and in the text
    ("Мы не признаем эти выборы", "verbatim", "putin"),
    ("この選挙の結果を認めない", "verbatim", "tokyo"),
    ("Minister rejects the ballot", "verbatim", "wire"),  # a headline is said too
    # a quotation goes on behind the words that say who spoke
    ("We will not recognise the vote. It was held at gunpoint", "verbatim", "wire copy"),
    # abridged: only where the quotation says so
    ("We will not … the vote", "abridged", COPIES),
    ("Rain fell [...] Farmers moved their sheep", "abridged", "weather"),
    ("Rain fell on [them] and the river rose", "abridged", "weather"),
    ("the bridge at [that village] was shut", "abridged", "weather"),
    ("[T]he river rose by a met[er]", "abridged", "weather"),
    ("We will not recogni[z]e the vote", "abridged", COPIES),
    # altered
    ("We will recognise the vote", "altered", COPIES),
    ("We will never recognise the vote", "altered", COPIES),
    ("Farmers drove their sheep to the upper fields", "altered", "weather"),
    ("Farmers moved all their sheep to the upper fields", "altered", "weather"),
    ("Turnout was 81.3 percent in March", "altered", "wire"),
    ("Rain fell on the river and the hills rose by a metre", "altered", "weather"),
    ("Мы признаем эти выборы, — сказала Навальная", "altered", "putin"),
    # spliced
    ("The council met for two hours. The harbour stays closed", "spliced", "wire"),
    ("The harbour stays closed until the summer. The council met for two hours", "spliced", "wire"),
    # not found
    ("The moon is made of green cheese", "not_found", ""),
    ("the vote", "verbatim", COPIES),
    ("the voters", "not_found", ""),  # under four words nothing but the phrase counts
    ("Rain fell … Anna Berg", "not_found", ""),  # of two articles
    ("Farmers moved … Rain fell", "not_found", ""),  # the other way round, and too short
]


def ids(report: QuoteReport) -> str:
    """The articles of the passages with the verdict, in order."""
    found = [p.article.id for p in report.passages if p.verdict is report.verdict]
    return " ".join(found)


@pytest.mark.parametrize(("claim", "verdict", "articles"), CHECKS)
def test_verdicts(quoting: Engine, claim: str, verdict: str, articles: str) -> None:
    report = check(quoting, QuoteRequest(claim))
    assert (report.verdict.value, ids(report)) == (verdict, articles)
    assert report.total == len(articles.split())


@pytest.mark.parametrize(
    ("claim", "exact"),
    [
        ("We will not recognise the vote", True),
        ("“We will not recognise the vote,”", True),
        ("'We will not recognise the vote'", True),
        ("‘We will not recognise the vote’", True),
        ("We will not recognise the vote!", False),
        ("we will not recognise the vote", False),
        ("We will  not recognise the vote", False),
        ("no border had moved. Turnout was 61.3 percent in March,", True),
        ("no border had moved Turnout was 61.3 percent in March", False),
        ("We will … recognise the vote", False),
    ],
)
def test_to_the_character(quoting: Engine, claim: str, exact: bool) -> None:
    assert check(quoting, QuoteRequest(claim)).exact_characters is exact


def test_a_no_says_what_was_searched_and_what_came_nearest(quoting: Engine) -> None:
    report = check(quoting, QuoteRequest("The mayor told that the river rose by four hundred feet"))
    assert report.verdict.value == "not_found"
    assert (report.passages, report.verdict.is_faithful) == ((), False)
    assert report.longest_run
    assert (report.longest_run.text, report.longest_run.articles) == ("the river rose by", 1)
    assert report.nearest[0].article.id == "weather"
    searched = report.searched
    assert (searched.articles, searched.undated, searched.outlets) == (7, 3, 3)
    assert str(searched.first_day) == "2024-02-01"


TEN = names(10)


@pytest.mark.parametrize(
    ("text", "claim", "verdict"),
    [
        # seven words of ten must be the same
        (TEN, f"{names(7)} x y z", "altered"),
        (TEN, f"{names(6)} w x y z", "not_found"),
        # fewer than four words are a phrase
        ("a b d e", "a b x e", "altered"),
        ("a b d", "a x d", "not_found"),
        # up to eight words may be deleted
        (f"{names(5)} {filler(8)} {names(5, 'm')}", f"{names(5)} {names(5, 'm')}", "altered"),
        (f"{names(5)} {filler(9)} {names(5, 'm')}", f"{names(5)} {names(5, 'm')}", "spliced"),
        # a bracket stands for up to six words
        (f"{TEN} {filler(6)} d e", f"{TEN} [x] d e", "abridged"),
        (f"{TEN} {filler(7)} d e", f"{TEN} [x] d e", "altered"),
        # and in a word for up to five letters
        ("it was misunderst12345 then", "it was misunderst[ood] then", "abridged"),
        ("it was misunderst123456 then", "it was misunderst[ood] then", "altered"),
    ],
)
def test_the_limits_of_each_verdict(text: str, claim: str, verdict: str) -> None:
    assert check_in([text], claim).verdict.value == verdict


@pytest.mark.parametrize(("limit", "shown"), [(0, 1), (1, 1), (2, 2), (None, 3)])
def test_limits(limit: int | None, shown: int) -> None:
    report = check_in(["a b"] * 3, "a b", limit)
    assert (len(report.passages), report.total) == (shown, 3)


def test_a_limit_hides_passages_and_still_counts_them(quoting: Engine) -> None:
    report = check(quoting, QuoteRequest("We will not recognise the vote", limit=2))
    assert [passage.article.id for passage in report.passages] == ["early", "wire"]
    assert report.total == 4


def test_abridged_passages_that_skip_much_come_last(empty_engine: Engine) -> None:
    texts = {
        "far": f"The river rose at noon. {'It rained. ' * 60}The bridge was shut.",
        "next": "The river rose at noon and at night. The bridge was shut.",
        "same": "The river rose at noon, and the bridge was shut.",
    }
    days = (date(2024, 1, day) for day in (1, 2, 3))
    fill(empty_engine, [article(i, "", text, date=next(days)) for i, text in texts.items()])
    report = check(empty_engine, QuoteRequest("The river rose … the bridge was shut"))
    assert [passage.article.id for passage in report.passages] == ["same", "next", "far"]


def test_common_words_near_one_half_of_a_splice_do_not_hide_the_other(
    empty_engine: Engine,
) -> None:
    first = "Orme Mills said its March results reflected higher volume and a weak crown."
    lure = "Earnings rose to 78 crowns, it said."
    second = "Sales of flour and bread in the first quarter rose to 456 crowns, it said."
    fill(empty_engine, [article("mills", "", f"{first} {lure} {'It rained. ' * 40}{second}")])
    report = check(empty_engine, QuoteRequest(f"{first} {second}"))
    assert report.verdict.value == "spliced"


def test_a_quotation_of_hundreds_of_words(empty_engine: Engine) -> None:
    said = " ".join(f"word{number} and so on" for number in range(100))
    fill(empty_engine, [article("long", "Speech", f"He spoke. {said} He sat down.")])
    assert check(empty_engine, QuoteRequest(said)).verdict.value == "verbatim"
    changed = said.replace("word50", "other").replace("word70 and", "word70")
    report = check(empty_engine, QuoteRequest(changed))
    differences = [s for s in report.passages[0].comparison if s.kind != "same"]
    assert report.verdict.value == "altered"
    assert [(s.kind, s.claimed.strip(), s.found) for s in differences] == [
        ("substituted", "other", "word50"),
        ("deleted", "", "and"),
    ]


def test_nothing_is_found_in_an_empty_index(empty_engine: Engine) -> None:
    empty_engine.writer().close()
    report = check(empty_engine, QuoteRequest("We will not recognise the vote"))
    assert (report.verdict.value, report.longest_run, report.nearest) == ("not_found", None, ())
