"""What is in quotation marks, and which words beside them name the speaker."""

from __future__ import annotations

import pytest

from onrecord.search.quote_check.attribution import (
    attribution,
    is_interruption,
    quoted_around,
    quoted_ranges,
)
from tests.search.quote_check.samples import filler


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("say “a b” and “c”", ["a b", "c"]),
        ("„a b“, „c”", ["a b", "c"]),
        ("«a», »b«, ‹c›, 「d」, 『e』", ["a", "b", "c", "d", "e"]),
        ('"a" b "c"', ["a", "c"]),
        ("'a b' c ‘d e’", ["a b", "d e"]),
        ("“a ‘b’ c”", ["a ‘b’ c"]),
        ("a” b “c”", ["c"]),
        # an apostrophe neither opens nor closes a quotation
        ("It’s Lee’s ‘we don’t stay’ policy", ["we don’t stay"]),
        ("It's Lee's 'we don't stay' policy", ["we don't stay"]),
        ("the dogs’ and cats’ food", []),
        # an unclosed mark ends with its paragraph, unless it may be an apostrophe
        ("“a b\n\nc “d”", ["a b", "d"]),
        ("“a\nb” c", ["a\nb"]),
        ("‘tis a\n\nb “c”", ["c"]),
        ("'tis a\n\nb “c”", ["c"]),
        ("“a b", []),
    ],
)
def test_quoted_ranges(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_ranges(text)] == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“a” “x” “b”", ["x"]),
        ("“a x b”", ["a x b"]),
        ("“a” x “b”", []),
        ("“ax” “b”", ["ax"]),
        # marks are looked for within the paragraph, 3,000 characters away
        (f"“{'y' * 2_999}x”", [f"{'y' * 2_999}x"]),
        (f"“{'y' * 3_000}x”", []),
        (f"“x{'y' * 2_999}”", [f"x{'y' * 2_999}"]),
        (f"“x{'y' * 3_000}”", []),
        ("“y\n\nx”", []),
        ("“y”\n\n“x” z", ["x"]),
        ("y\n\nb\n\n“a x” z “b”", ["a x"]),
        (f"{'y' * 4_000} “x” {'y' * 4_000}", ["x"]),
    ],
)
def test_quoted_ranges_around_a_passage(text: str, quoted: list[str]) -> None:
    at = text.index("x")
    assert [text[start:end] for start, end in quoted_around(text, at, at + 1)] == quoted


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (",” said X. “", True),
        ("», — сказала Навальная, — «", True),
        (",’ he told us, ‘", True),
        (" said X. ", False),  # no marks
        (".” X came home. “", False),  # nobody speaks
        (",” said X and then “by the way” “", False),
        (f",” said X {filler(23)}. “", True),  # 25 words
        (f",” said X {filler(24)}. “", False),
    ],
)
def test_interruptions(between: str, expected: bool) -> None:
    assert is_interruption(between) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“x,” said Ann Lee. It rained.", "said Ann Lee"),
        ("Ann Lee told us: “x.” Rain.", "Ann Lee told us:"),
        ("It rained. According to Lee, “x”.", "According to Lee,"),
        ("„x“, sagte Lee.", "sagte Lee"),
        ("« x », a dit Lee.", "a dit Lee"),
        ("'x,' Lee said.", "Lee said"),
        ("Bo said: “x,” said Lee.", "said Lee"),  # what follows comes first
        ("Bo said so. It rained. “x.”", None),  # another sentence
        ("It rained. Bo said so. “Axe.”", "Bo said so."),  # the sentence before
        ("“Go on,” said Bo “x.”", "said Bo"),
        ("“x.” “Go on,” said Bo.", None),
        ("“x.”\n\nBo said more.", None),
        ("They put up a sign: “x”.", None),
        ("“x”", None),
        (f"“x,” said {filler(24)}.", f"said {filler(24)}"),  # 25 words
        (f"“x,” said {filler(25)}.", None),
        (f"“x,” said {'y' * 3_500}.", f"said {'y' * (3_000 - 7)}"),
        (f"{'y' * 3_500} said: “x”", f"{'y' * (3_000 - 8)} said:"),
    ],
)
def test_attributions(text: str, expected: str | None) -> None:
    quoted = next(r for r in quoted_ranges(text) if "x" in text[slice(*r)])
    assert attribution(text, quoted) == expected
