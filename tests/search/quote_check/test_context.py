"""The sentences around a passage, and the rest of its sentence that qualifies it."""

from __future__ import annotations

import pytest

from onrecord.search.quote_check.context import Context, context_of, truncation_of


def around(text: str, passage: str = "x x") -> tuple[Context, int, int]:
    start = text.index(passage)
    end = start + len(passage)
    return context_of(text, start, end), start, end


@pytest.mark.parametrize(
    ("text", "before", "sentence", "after"),
    [
        ("A b. C x x d. E f. G.", "A b.", "C x x d.", "E f."),
        ("Oo. Pp q. X x x d. E f.", "Pp q.", "X x x d.", "E f."),
        ("x x", "", "x x", ""),
        ("A b.  x x", "", "A b.  x x", ""),  # a small letter begins no sentence
        ("A b.\n\nx x d\n\nE f", "A b.", "x x d", "E f"),
        ("Mr. Lee x x. Bo.", "", "Mr. Lee x x.", "Bo."),
        # no sentence is looked for farther than 1,000 characters away
        (f"Aa. B{'y' * 994} x x", "Aa.", f"B{'y' * 994} x x", ""),
        (f"Aa. B{'y' * 1_000} x x", "", f"{'y' * 999} x x", ""),
        (f"x x {'y' * 996}. Bo.", "", f"x x {'y' * 996}.", "B"),
        (f"x x {'y' * 997}. Bo.", "", f"x x {'y' * 997}. ", ""),
    ],
)
def test_context(text: str, before: str, sentence: str, after: str) -> None:
    context, _, _ = around(text)
    assert (context.before, text[context.start : context.end], context.after) == (
        before,
        sentence,
        after,
    )


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("We x x, but only in May.", ("We", ", but only in May.", "but only")),
        ("We x x unless it rains.", ("We", "unless it rains.", "unless")),
        ("Nobody thinks x x. But no.", ("Nobody thinks", ".", "nobody")),
        ("It isn't true that x x.", ("It isn't true that", ".", "isn't")),
        ("Если мы x x, если мир.", ("Если мы", ", если мир.", "если")),
        ("But we x x.", None),  # before the passage only negations count
        ("We x x at home. But no.", None),
        # in quotation marks only the speaker's words count
        ("“We x x,” said Lee, but did not smile.", None),
        ("“We x x,” said Lee, “unless it rains.”", ("We", ", … unless it rains.", "unless")),
        ("“We x x,” and there was “no rain” in May.", None),
        ("“x x,” said Lee, but did not smile.", None),
        ("“We x x” said Lee, but did not smile.", None),
        ("“We x x” said Lee, “but no.”", ("We", "but no.", "but no")),
        ("“We x x” and “but no”.", None),
        (
            "“We x x,” said Lee, “so far,” he said, “but no.”",
            ("We", ", … so far, … but no.", "but no"),
        ),
        ("Bo said “no” and “we x x”.", None),
        ("Nobody said “we x x, but no”.", ("we", ", but no", "but no")),
        ("Nobody said “we” x x, but.", ("Nobody said “we”", ", but.", "nobody but")),
        ("We x x, “but no”.", ("We", ", “but no”.", "but no")),
    ],
)
def test_truncation(text: str, rest: tuple[str, str, str] | None) -> None:
    context, start, end = around(text)
    cut = truncation_of(text, start, end, context)
    assert (cut and (cut.before, cut.after, " ".join(cut.words))) == rest


@pytest.mark.parametrize(
    ("text", "passage", "words"),
    [
        ("Nobody says “we x” x, but no.", "x” x", "nobody but no"),
        ("Nobody x “x, if at all”, only so.", "x “x", "nobody if only"),
        ("Nobody says “x” or “x, if at all”, only so.", "x” or “x", "if"),
    ],
)
def test_a_passage_that_crosses_a_quotation_mark(text: str, passage: str, words: str) -> None:
    context, start, end = around(text, passage)
    cut = truncation_of(text, start, end, context)
    assert cut
    assert " ".join(cut.words) == words
