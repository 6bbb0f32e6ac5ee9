"""What a passage says beside its verdict: every difference, who spoke, and what was cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.search.quote_check.models import Passage, QuoteReport
from tests.corpus import article, fill
from tests.search.strategies import soup, texts


def checked(text: str, claim: str) -> QuoteReport:
    engine = open_engine("memory:")
    fill(engine, [article("one", "", text)])
    return check(engine, QuoteRequest(claim))


def passage(text: str, claim: str) -> Passage:
    return checked(text, claim).passages[0]


def differences(found: Passage) -> list[str]:
    """Each step that is not the same: kind, claimed | found, and what it affects."""
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
    assert differences(passage(VOTE, claim)) == expected


def test_a_name_is_no_name_where_a_sentence_or_quotation_begins() -> None:
    said = "It rained. Farmers moved the sheep uphill, she said: “Nobody was hurt by the flood.”"
    claim = "It rained. People moved the sheep uphill, she said: “None was hurt by the flood.”"
    assert differences(passage(said, claim)) == [
        "substituted: People | Farmers",
        "substituted: None | Nobody negation",
    ]


INTERRUPTED = "“We shall not move,” said the mayor of Orme. “We shall stay here for ever.”"


def test_an_attribution_in_between_is_shown_and_changes_nothing() -> None:
    found = passage(INTERRUPTED, "We shall not move. We shall stay here for ever.")
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


@pytest.mark.parametrize(
    ("text", "claim", "quoted", "attribution"),
    [
        ("“We shall stay here,” said Ann Lee. It rained.", "We shall stay", True, "said Ann Lee"),
        ("Ann Lee told us: “We shall stay here.” Rain.", "shall stay", True, "Ann Lee told us:"),
        ("According to Lee, “we stay here”.", "we stay here", True, "According to Lee,"),
        ("„Wir bleiben hier“, sagte Lee.", "Wir bleiben", True, "sagte Lee"),
        ("« Nous restons ici », a dit Lee.", "nous restons", True, "a dit Lee"),
        ("'We shall stay here,' Lee said.", "We shall stay", True, "Lee said"),
        ("“We shall stay.” “Go on,” said Bo.", "We shall stay", True, None),
        ("They put up a sign: “Stay here”.", "stay here", True, None),
        ("“We shall stay,” said Lee. The town shall go.", "The town shall go", False, None),
        ("Lee said that we shall stay here.", "we shall stay", False, None),
        ("“One,” said Lee.\n\n“Two and three.\n\n“Four and five,” he added.", "four and five", True,
         "he added"),
        ("It’s Lee’s ‘we stay’ policy", "we stay", True, None),
    ],
)  # fmt: skip
def test_who_said_it(text: str, claim: str, quoted: bool, attribution: str | None) -> None:
    found = passage(text, claim)
    assert (found.quoted, found.attribution) == (quoted, attribution)


@pytest.mark.parametrize(
    ("text", "claim", "words"),
    [
        ("We will go, but only in May.", "We will go", ("but", "only")),
        ("They can win unless it rains.", "They can win", ("unless",)),
        ("Nobody thinks that the vote was free.", "the vote was free", ("nobody",)),
        ("It isn't true that we left.", "we left", ("isn't",)),
        ("Мы уйдем, если будет мир.", "Мы уйдем", ("если",)),
        ("We will go … but only in May.", "We will … but", ("only",)),
        ("We will go. But only in May.", "We will go", ()),
        ("We will go home in May.", "We will go", ()),
        ("“We will go,” said Lee, who did not smile.", "We will go", ()),
        ("“We will go,” said Lee, “unless it rains.”", "We will go", ("unless",)),
        ("We will go, but not now.", "We may go, but not now", ()),  # altered says enough
    ],
)
def test_what_a_quotation_stops_short_of(text: str, claim: str, words: tuple[str, ...]) -> None:
    cut = passage(text, claim).truncated
    assert (cut.words if cut else ()) == words


def test_a_passage_stands_among_its_sentences() -> None:
    text = "It rained all day. Then, at last, the river rose by a metre. Mr. Lee left. Bo stayed."
    found = passage(text, "the river rose")
    assert (found.before, found.lead) == ("It rained all day.", "Then, at last, ")
    assert (found.text, found.rest, found.after) == (
        "the river rose",
        " by a metre.",
        "Mr. Lee left.",
    )
    assert text[found.start : found.end] == found.text


def test_a_long_gap_is_not_shown_whole() -> None:
    text = f"The river rose at noon. {'It rained. ' * 100}The bridge was shut at night."
    found = passage(text, "The river rose at noon […] The bridge was shut at night.")
    assert found.verdict.value == "abridged"
    assert found.text == "The river rose at noon […] The bridge was shut at night"


@given(texts, st.data())
def test_every_stretch_of_a_text_is_verbatim_in_it(text: str, data: st.DataObject) -> None:
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
