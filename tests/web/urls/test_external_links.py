"""Links out: to the very words at the source, and to the archive's copy near the day."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.urls.external_links import archive_url, source_url

URL = "https://example.org/a?b=c"
LONG = "One two three four five six seven. " * 6

DIRECTIVES = [  # text with the match in brackets, the words a browser is told to look for
    ("He said that [support for Putin is below 50]%.", "support for Putin is below 50%."),
    ("Well, [non-recognition, he said & meant it].", "non-recognition, he said & meant it."),
    ("The West will “[do the right thing]”, he hopes", "“do the right thing”,"),
    ("a b c d [Putin] e f g h", "b c d-,Putin,-e f g"),
    ("first line ends\n[Putin] begins the next one", "Putin,-begins the next"),
    (f"Before [{LONG}] after", "One two three four five,three four five six seven."),
    ("Here [it ends\nand begins] again", "it ends,and begins"),
    ("Here [it all ends.\n\nAnd there the next] begins", "it all ends.,And there the next"),
    (f"{'東京' * 15}[選挙]{'首相' * 15}", "選挙"),
    ("[\ud800 x y z]", "? x y z"),
    ("a [one two three] b c", "one two three,-b"),
    ("a b [one two three four] c d", "one two three four"),
    ("a [b]", "b"),
    ("one two three four [five] six seven eight nine", "two three four-,five,-six seven eight"),
    (f"{'x' * 200} [a b c d]", "a b c d"),
    (f"[{'x' * 58} {'y' * 20} {'z' * 40}]", f"{'x' * 58} {'y' * 20} {'z' * 40}-".rstrip("-")),
    (f"[{'x' * 58} {'y' * 20} {'z' * 41}]", f"{'x' * 58} {'y' * 20},{'y' * 20} {'z' * 41}"),
    (f"[{'x' * 121}]", "x" * 121),
    (f"{'a' * 23}[bc de fg hi]{'j' * 23}", f"{'a' * 23}bc de fg hi{'j' * 23}"),
    (f"{'a' * 24}[bc de fg hi]{'j' * 24}", "bc de fg hi"),
    ("[a b c d e\nf]", "a b c d e,f"),
    ("[a b c d e f\ng h i j k l]", "a b c d e,h i j k l"),
    ("[a\n]", "a"),
]


@pytest.mark.parametrize(("marked", "expected"), DIRECTIVES)
def test_the_words_at_the_source(marked: str, expected: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    href = source_url(URL, marked.replace("[", "").replace("]", ""), start, end)
    assert href is not None
    assert unquote(href) == f"{URL}#:~:text={expected}"


def test_signs_with_a_meaning_are_encoded() -> None:
    href = source_url(URL, "non-recognition, he said & meant", 0, 32)
    assert href == f"{URL}#:~:text=non%2Drecognition%2C%20he%20said%20%26%20meant"


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_stretch_makes_a_directive_of_few_parts(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    href = source_url(URL, text, start, min(len(text), start + length))
    assert href is not None
    directive = href.removeprefix(URL).removeprefix("#:~:text=")
    assert directive.count(",") <= 2
    assert not set("&# \n") & set(directive)


ARCHIVED = [
    (URL, date(2024, 2, 7), f"https://web.archive.org/web/20240207/{URL}"),
    (f"{URL}#part", date(2024, 2, 7), f"https://web.archive.org/web/20240207/{URL}"),
    (URL, None, f"https://web.archive.org/web/*/{URL}"),
    (None, date(2024, 2, 7), None),
    ("javascript:alert(1)", date(2024, 2, 7), None),
]


@pytest.mark.parametrize(("url", "day", "expected"), ARCHIVED)
def test_the_copy_in_the_web_archive(url: str | None, day: date | None, expected: str) -> None:
    assert archive_url(url, day) == expected


SOURCES = [
    (f"{URL}#part", f"{URL}#part:~:text=Some%20words%20of%20it"),
    (None, None),
    ("javascript:alert(1)", None),
]


@pytest.mark.parametrize(("url", "expected"), SOURCES)
def test_the_source(url: str | None, expected: str | None) -> None:
    assert source_url(url, "Some words of it", 0, 16) == expected


def test_without_words_the_source_as_it_is() -> None:
    assert source_url(URL, "text", 0, 0) == URL
