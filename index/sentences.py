"""Where a sentence ends, and the title of a text that has none."""

from __future__ import annotations

import re

LONGEST_TITLE = 120
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z])|[。！？][」』”]*|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|No|vs|Jr|Sr)|\.[A-Z])\.$"
)


def title_from(text: str) -> str:
    """The first sentence of a text that has no title, shortened at a word if long."""
    sentence = first_sentence(text)
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[:LONGEST_TITLE]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]
    return at_word.rstrip(" ,;:–—-") + "…"


def first_sentence(text: str) -> str:
    """Up to the first end of a sentence or line, initials and titles of people not counted."""
    text = text.lstrip()[: 8 * LONGEST_TITLE]
    for end in _SENTENCE.finditer(text):
        if end[0] == "\n" or not _ABBREVIATED.search(text[: end.start() + 1]):
            return " ".join(text[: end.end()].split())
    return " ".join(text.split())
