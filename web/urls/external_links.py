"""Links out of here: to the words at the source, and to the web archive's copy near that day."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from onrecord.web.rendering.safe_html import web_link

LONGEST_WHOLE = 120  # code points of a match to look for as it stands; a longer one by its ends
FEW_WORDS = 4  # fewer are found in other places too: their neighbours help
CONTEXT_WORDS = 3
END_WORDS = 5  # of a long match, at either end
REACH = 24  # code points from a match in which the edge of its word is looked for
_ARCHIVE = "https://web.archive.org/web"


def at_source(url: str | None, text: str, start: int, end: int) -> str | None:
    """The source, scrolled by the browser to a stretch of its text; None without a web address."""
    href = web_link(url)
    if href is None or start >= end:
        return href
    return f"{href}{'' if '#' in href else '#'}:~:text={_directive(text, start, end)}"


def in_archive(url: str | None, day: date | None) -> str | None:
    """The web archive's copy nearest to a day; where the day is unknown, the list of its copies."""
    href = web_link(url)
    return href and f"{_ARCHIVE}/{f'{day:%Y%m%d}' if day else '*'}/{href.partition('#')[0]}"


def _directive(text: str, start: int, end: int) -> str:
    """What tells a browser which words: prefix-,start,end,-suffix."""
    start, end = _whole_words(text, start, end)
    words = text[start:end].split()
    if end - start > LONGEST_WHOLE or "\n" in text[start:end]:
        return _by_its_ends(text[start:end])
    before, after = _neighbours(text, start, end) if len(words) < FEW_WORDS else ("", "")
    parts = [
        f"{_encoded(before)}-" if before else "",
        _encoded(" ".join(words)),
        f"-{_encoded(after)}" if after else "",
    ]
    return ",".join(filter(None, parts))


def _by_its_ends(match: str) -> str:
    """The first and last words of a long match, each within a line: browsers want them in one."""
    lines = match.split("\n")
    first, last = lines[0].split(), lines[-1].split()
    count = END_WORDS if len(lines) > 1 else min(END_WORDS, (len(first) + 1) // 2)
    ends = [" ".join(first[:count]), " ".join(last[-count:])]
    return ",".join(_encoded(end) for end in ends[: len(match.split())] if end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch widened to white space: punctuation beside a match stands there too."""
    left = len(text[max(0, start - REACH) : start].split(" ")[-1].split("\n")[-1])
    right = len(text[end : end + REACH].split(" ")[0].split("\n")[0])
    return start - left % REACH, end + right % REACH  # where there are no spaces, as it is


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """Some whole words before and after a stretch, of the same line."""
    line_before = text[max(0, start - LONGEST_WHOLE) : start].rpartition("\n")[2]
    line_after = text[end : end + LONGEST_WHOLE].partition("\n")[0]
    before, after = line_before.split(), line_after.split()
    return " ".join(before[1:][-CONTEXT_WORDS:]), " ".join(after[:-1][:CONTEXT_WORDS])


def _encoded(words: str) -> str:
    """Words as a text directive holds them, where dash, comma and ampersand have a meaning."""
    return quote(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
