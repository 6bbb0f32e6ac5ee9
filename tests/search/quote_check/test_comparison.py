"""Every difference between a quotation and a passage, from the claim to the report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.models import Passage, QuoteReport
from tests.search.quote_check.samples import check_in, first_passage
from tests.search.strategies import soup, texts


def checked(text: str, claim: str) -> QuoteReport:
    return check_in([text], claim)


def differences(found: Passage) -> list[str]:
    """Each edit that is not the same: kind, claimed | found, and what it affects."""
    return [
        f"{step.kind}: {step.claimed.strip()} | {step.found} {' '.join(step.affects)}".strip()
        for step in found.comparison
        if step.kind != "same"
    ]


VOTE = "Yesterday Anna Berg said the vote in May was not free because 61 percent stayed at home."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (VOTE, []),
        (VOTE.replace(" not", ""), ["deleted:  | not negation"]),
        (VOTE.replace("free", "never free"), ["inserted: never |  negation"]),
        (VOTE.replace("was not", "wasn't"), ["substituted: wasn't | was not negation"]),
        (VOTE.replace("61", "81"), ["substituted: 81 | 61 percentage"]),
        (VOTE.replace("61 percent", "61 men"), ["substituted: men | percent percentage"]),
        (VOTE.replace("May", "June"), ["substituted: June | May date"]),
        (VOTE.replace("Berg", "Bauer"), ["substituted: Bauer | Berg name"]),
        (VOTE.replace("free", "fair"), ["substituted: fair | free"]),
        (VOTE.replace("stayed", "of us stayed"), ["inserted: of us |"]),
        (VOTE.replace("Yesterday", "Today"), ["substituted: Today | Yesterday date"]),
        (VOTE.replace("at home", "in bed"), ["substituted: in bed. | at home"]),
        (VOTE.replace("was not free", "… free"), ["omitted:  | was not"]),
        (VOTE.replace("Anna Berg", "[she]"), ["bracketed: [she] | Anna Berg"]),
        (VOTE.replace("the vote", "the vot[ing]"), ["bracketed: vot[ing] | vote"]),
        (
            "Yesterday the vote in May Anna Berg said was not free because 61 percent stayed",
            ["moved:  | Anna Berg said", "moved: Anna Berg said |"],
        ),
    ],
)
def test_differences(claim: str, expected: list[str]) -> None:
    assert differences(first_passage(VOTE, claim)) == expected


def test_a_name_is_no_name_where_a_sentence_or_quotation_begins() -> None:
    said = "It rained. Farmers moved the sheep uphill, she said: “Nobody was hurt by the flood.”"
    claim = "It rained. People moved the sheep uphill, she said: “None was hurt by the flood.”"
    assert differences(first_passage(said, claim)) == [
        "substituted: People | Farmers",
        "substituted: None | Nobody negation",
    ]


INTERRUPTED = "“We shall not move,” said the mayor of Orme. “We shall stay here for ever.”"


def test_an_attribution_in_between_is_shown_and_changes_nothing() -> None:
    found = first_passage(INTERRUPTED, "We shall not move. We shall stay here for ever.")
    assert found.verdict.value == "verbatim"
    assert differences(found) == ["interrupted:  | said the mayor of Orme"]


@pytest.mark.parametrize(
    "between",
    [
        " said the mayor of Orme. ",  # no quotation marks: the newspaper's words
        ".” The mayor did not come to Orme. “",  # nobody is said to speak
        ",” said the mayor, and then added quite “by the way” that “",
    ],
)
def test_other_words_in_between_are_no_attribution(between: str) -> None:
    text = INTERRUPTED.replace(",” said the mayor of Orme. “", between)
    claim = "We shall not move. We shall stay here for ever."
    assert checked(text, claim).verdict.value in ("altered", "spliced")


@given(texts, st.data())
def test_every_part_of_a_text_is_verbatim_in_it(text: str, data: st.DataObject) -> None:
    analysis = Analysis(text)
    count = len(analysis.tokens)
    if not count:
        return
    first = data.draw(st.integers(0, count - 1))
    start, end = analysis.span(first, data.draw(st.integers(first, count - 1)))
    report = checked(text, text[start:end])
    assert report.verdict.value == "verbatim"
    assert report.exact_characters
    assert (start, end) in [(found.start, found.end) for found in report.passages]


@given(texts, soup | texts)
def test_the_claimed_sides_put_together_are_the_claim(text: str, claim: str) -> None:
    try:
        report = checked(text, claim)
    except QuerySyntaxError:
        return
    for found in (*report.passages, *report.nearest):
        assert "".join(step.claimed for step in found.comparison) == claim
        assert all(step.found in text for step in found.comparison)
        assert 0 <= found.start < found.end <= len(text)
