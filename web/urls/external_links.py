"""Links to other sites: an article's source, scrolled to a passage, and the Wayback Machine."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from onrecord.web.rendering.safe_html import safe_url

MAX_FULL_CHARS = 120  # longer passages are identified by their first and last words
UNAMBIGUOUS_WORDS = 4  # shorter passages occur elsewhere too and need context
CONTEXT_WORDS = 3
RANGE_WORDS = 5  # at either end of a long passage
MAX_WORD_CHARS = 24  # how far from a match the edge of its word is searched
_ARCHIVE = "https://web.archive.org/web"


def source_url(url: str | None, text: str, start: int, end: int) -> str | None:
    """The source with a text fragment for a passage; None if there is no web address."""
    href = safe_url(url)
    if href is None or start >= end:
        return href
    return f"{href}{'' if '#' in href else '#'}:~:text={_text_directive(text, start, end)}"


def archive_url(url: str | None, day: date | None) -> str | None:
    """The Wayback Machine's copy closest to a day, or all its copies if the day is unknown."""
    href = safe_url(url)
    return href and f"{_ARCHIVE}/{f'{day:%Y%m%d}' if day else '*'}/{href.partition('#')[0]}"


def _text_directive(text: str, start: int, end: int) -> str:
    """A text directive in the syntax prefix-,start,end,-suffix."""
    start, end = _expand_to_words(text, start, end)
    if end - start > MAX_FULL_CHARS or "\n" in text[start:end]:
        return _range_directive(text[start:end])
    words = text[start:end].split()
    before, after = _context(text, start, end) if len(words) < UNAMBIGUOUS_WORDS else ("", "")
    parts = [
        f"{_encode(before)}-" if before else "",
        _encode(" ".join(words)),
        f"-{_encode(after)}" if after else "",
    ]
    return ",".join(filter(None, parts))


def _range_directive(passage: str) -> str:
    """The first and last words of a passage; browsers match each within one line."""
    lines = passage.split("\n")
    first, last = lines[0].split(), lines[-1].split()
    count = RANGE_WORDS if len(lines) > 1 else min(RANGE_WORDS, (len(first) + 1) // 2)
    ends = [" ".join(first[:count]), " ".join(last[-count:])]
    return ",".join(_encode(end) for end in ends[: len(passage.split())] if end)


def _expand_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A range expanded to white space: browsers match whole words with their punctuation."""
    left = len(text[max(0, start - MAX_WORD_CHARS) : start].split(" ")[-1].split("\n")[-1])
    right = len(text[end : end + MAX_WORD_CHARS].split(" ")[0].split("\n")[0])
    # Text without spaces, such as Chinese, stays as it is.
    return start - left % MAX_WORD_CHARS, end + right % MAX_WORD_CHARS


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """A few whole words before and after a range, on the same line."""
    line_before = text[max(0, start - MAX_FULL_CHARS) : start].rpartition("\n")[2]
    line_after = text[end : end + MAX_FULL_CHARS].partition("\n")[0]
    before, after = line_before.split(), line_after.split()
    return " ".join(before[1:][-CONTEXT_WORDS:]), " ".join(after[:-1][:CONTEXT_WORDS])


def _encode(words: str) -> str:
    """Percent-encode words; dashes, commas and ampersands have a meaning in text directives."""
    return quote(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
