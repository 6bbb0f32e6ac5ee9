"""The order of passages, and how many are kept."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.search.plan.document import Document
from onrecord.search.quote_check.comparison.diff import Edit, EditKind
from onrecord.search.quote_check.comparison.verdict import Similarity
from onrecord.search.quote_check.passage import ScoredPassage
from onrecord.search.quote_check.quotation import read_quotation
from onrecord.search.quote_check.retrieval.top_passages import TopPassages
from tests.corpus import article
from tests.search.quote_check.samples import filler

TEXT = f"a b. C d {filler(200)}"
SAME, OMITTED, INSERTED = EditKind.SAME, EditKind.OMITTED, EditKind.INSERTED


def passage(identity: str, weight: float = 1.0, *edits: Edit, day: int | None = None,
            text: str = TEXT) -> ScoredPassage:  # fmt: skip
    published = date(2024, 1, day) if day else None
    document = Document(article(identity, "", text, date=published))
    made = list(edits) or [Edit(SAME, 0, 2, 0, 2)]
    return ScoredPassage(document, "text", made, Similarity(1.0, weight))


def altered(identity: str, weight: float, day: int | None = None) -> ScoredPassage:
    return passage(identity, weight, Edit(SAME, 0, 1, 0, 1), Edit(INSERTED, 1, 2, 1, 1), day=day)


def abridged(identity: str, skipped: int, day: int, text: str = TEXT) -> ScoredPassage:
    edits = Edit(SAME, 0, 1, 0, 1), Edit(OMITTED, 1, 1, 1, 1 + skipped)
    last = Edit(SAME, 1, 2, 1 + skipped, 2 + skipped)
    return passage(identity, 1.0, *edits, last, day=day, text=text)


def order(top: TopPassages) -> str:
    return " ".join(found.article.id for found in top.passages)


def top_of(*found: ScoredPassage, limit: int = 9) -> TopPassages:
    top = TopPassages(read_quotation("a … b"), limit)
    for one in found:
        top.add(one)
    return top


def test_by_verdict_then_by_date_then_undated() -> None:
    top = top_of(passage("old", day=2), altered("worse", 1.0, 1), passage("undated"),
                 passage("older", day=1))  # fmt: skip
    assert order(top) == "older old undated worse"
    assert (top.verdict.value, top.total) == ("verbatim", 3)
    assert top.articles == {"old", "worse", "undated", "older"}


def test_two_passages_of_an_article_come_in_its_order() -> None:
    edits = Edit(SAME, 0, 2, 5, 7), Edit(SAME, 0, 2, 1, 3)
    top = top_of(*(passage("one", 1.0, edit, day=1) for edit in edits))
    assert [found.start for found in top.passages] == sorted(f.start for f in top.passages)


@pytest.mark.parametrize(
    ("limit", "expected"), [(1, "first"), (2, "first second"), (3, "first second third")]
)
def test_the_first_are_kept_whatever_order_they_come_in(limit: int, expected: str) -> None:
    found = [passage(name, day=day) for day, name in ((2, "second"), (3, "third"), (1, "first"))]
    top = top_of(*found, limit=limit)
    assert (order(top), top.total) == (expected, 3)


@pytest.mark.parametrize(("weight", "expected"), [(0.8951, "early best"), (0.8949, "best early")])
def test_passages_within_0_005_of_the_best_are_as_good(weight: float, expected: str) -> None:
    top = top_of()
    top.add_near([altered("best", 0.9, 2), altered("early", weight, 1)])
    assert order(top) == expected


def test_near_passages_are_less_good_than_exact_ones() -> None:
    top = top_of(altered("exact", 1.0, 3))
    top.add_near([altered("near", 0.9, 1)])
    assert order(top) == "exact near"


def test_nothing_is_not_found() -> None:
    assert (top_of().verdict.value, top_of().total, top_of().passages) == ("not_found", 0, ())


@pytest.mark.parametrize(("skipped", "expected"), [(100, "long crossing"), (101, "crossing long")])
def test_omissions_of_more_than_100_words_come_last(skipped: int, expected: str) -> None:
    within = abridged("long", skipped, 2, text=f"a {filler(200)}")
    assert order(top_of(abridged("crossing", 1, 1), within)) == expected


def test_omissions_within_a_sentence_come_first() -> None:
    within = abridged("within", 1, 2, text="a x b")
    assert order(top_of(abridged("crossing", 1, 1, text="a. X b"), within)) == "within crossing"
    assert order(top_of(abridged("crossing", 1, 1, text="a x. B"), within)) == "within crossing"
