"""Test cases for the quote check: altered real sentences with the verdict each should get.

Only words inside a sentence change: without a word at its edge, the rest is still verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

MIN_WORDS, MAX_WORDS = 6, 60
MAX_CHANGES = 4
MAX_CHANGED_SHARE = 0.3  # of the words
EDGE = 2  # unchanged words at each end
MIN_BETWEEN = 2  # sentences between two that are spliced

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-ÞА-Я0-9])|\n\s*\n")
_QUOTED = re.compile(r"“([^“”]{20,})”|\"([^\"]{20,})\"|«([^«»]{20,})»")
_HAS_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"\d+")
_NEGATION = re.compile(r"(?i)\b(?:not|never)\b")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|do)\b")
_TWO_LETTERS = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Text:
    """An article to take sentences from."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the sentences it was made of, and the verdict it should get."""

    kind: str
    claim: str
    verdict: str
    article: str
    original: tuple[str, ...]
    affects: frozenset[str] = frozenset()


def sentences(text: str) -> list[str]:
    """The sentences of a suitable length."""
    pieces = (piece.strip() for piece in _SENTENCE.split(text))
    return [piece for piece in pieces if MIN_WORDS <= len(words(piece)) <= MAX_WORDS]


def quotations(text: str) -> list[str]:
    """The quotations of a suitable length."""
    found = ("".join(filter(None, match.groups())) for match in _QUOTED.finditer(text))
    return [piece for piece in found if MIN_WORDS <= len(words(piece)) <= MAX_WORDS]


def words(text: str) -> list[str]:
    """The words, split at white space; each has a letter or a digit."""
    return [piece for piece in text.split() if _HAS_WORD.search(piece)]


Make = Callable[[Random, str, Sequence[str]], str | None]


def restyled(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Change quotation marks, dashes, case or line breaks."""
    styles = (
        lambda s: s.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'", ord("–"): "-"}),
        lambda s: f"„{s}“".replace("'", "’"),
        str.upper,
        str.lower,
        lambda s: s.replace(" ", "\n", 3).replace(" ", "  ", 5),
        lambda s: s.replace(", ", " – ").rstrip(".!?"),
    )
    return rng.choice(styles)(sentence)


def with_ellipsis(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Replace some words by a mark of omission."""
    parts = words(sentence)
    if len(parts) < 2 * (EDGE + 1) + 1:
        return None
    start = rng.randrange(EDGE + 1, len(parts) - EDGE - 1)
    end = rng.randrange(start + 1, len(parts) - EDGE)
    mark = rng.choice(("…", "...", "[...]", "(…)", "[…]"))
    return " ".join([*parts[:start], mark, *parts[end:]])


def with_brackets(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Replace up to three words by words in square brackets."""
    parts = words(sentence)
    count = rng.randint(1, 3)
    if len(parts) < 2 * EDGE + count + 1:
        return None
    at = rng.randrange(EDGE, len(parts) - EDGE - count)
    replacement = rng.choice(("[he]", "[she]", "[they]", "[the minister]"))
    return " ".join([*parts[:at], replacement, *parts[at + count :]])


def with_letters(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Change a letter inside a word and put it in brackets."""
    found = list(_TWO_LETTERS.finditer(sentence))
    if not found:
        return None
    word = rng.choice(found)
    at = rng.randrange(word.start() + 1, word.end())
    letter = "x" if sentence[at] != "x" else "y"
    return f"{sentence[:at]}[{letter}]{sentence[at + 1 :]}"


def substituted(rng: Random, sentence: str, vocabulary: Sequence[str]) -> str | None:
    """Replace one to four words by others."""
    parts = words(sentence)
    for at in _inside(rng, parts):
        parts[at] = rng.choice(vocabulary)
    return " ".join(parts)


def dropped(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Delete one to four words."""
    parts = words(sentence)
    gone = set(_inside(rng, parts))
    return " ".join(part for at, part in enumerate(parts) if at not in gone)


def inserted(rng: Random, sentence: str, vocabulary: Sequence[str]) -> str | None:
    """Insert one to four words."""
    parts = words(sentence)
    for at in sorted(_inside(rng, parts), reverse=True):
        parts.insert(at, rng.choice(vocabulary))
    return " ".join(parts)


def _inside(rng: Random, parts: Sequence[str]) -> list[int]:
    most = min(MAX_CHANGES, int(MAX_CHANGED_SHARE * len(parts)), len(parts) - 2 * EDGE)
    return rng.sample(range(EDGE, len(parts) - EDGE), rng.randint(1, most))


def negated(_rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Delete a negation, or insert one after an auxiliary."""
    if found := _NEGATION.search(sentence, 1):
        return f"{sentence[: found.start()].rstrip()} {sentence[found.end() :].lstrip()}"
    if found := _AUXILIARY.search(sentence, 1):
        return f"{sentence[: found.end()]} not{sentence[found.end() :]}"
    return None


def renumbered(rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Change a number."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    number = rng.choice(found)
    other = str(int(number[0]) + rng.randint(1, 9))
    return sentence[: number.start()] + other + sentence[number.end() :]


def unchanged(_rng: Random, sentence: str, _vocabulary: Sequence[str]) -> str | None:
    """Leave the sentence unchanged."""
    return sentence


NOTHING: frozenset[str] = frozenset()
QUANTITY = frozenset({"number", "percentage", "date"})

# kind: how it is made, the verdict, and the flags of which the change must get one
MAKERS: dict[str, tuple[Make, str, frozenset[str]]] = {
    "unchanged": (unchanged, "verbatim", NOTHING),
    "restyled": (restyled, "verbatim", NOTHING),
    "ellipsis": (with_ellipsis, "abridged", NOTHING),
    "brackets": (with_brackets, "abridged", NOTHING),
    "letters": (with_letters, "abridged", NOTHING),
    "substituted": (substituted, "altered", NOTHING),
    "dropped": (dropped, "altered", NOTHING),
    "inserted": (inserted, "altered", NOTHING),
    "negated": (negated, "altered", frozenset({"negation"})),
    "renumbered": (renumbered, "altered", QUANTITY),
}
SPLICED, ABSENT = "spliced", "absent"
KINDS = (*MAKERS, SPLICED, ABSENT)


def cases_of(kind: str, texts: Sequence[Text], rng: Random) -> Iterator[Case]:
    """An endless stream of cases of a kind from random articles."""
    vocabulary = [word for text in rng.choices(texts, k=200) for word in words(text.text)[:100]]
    while True:
        text = rng.choice(texts)
        case = spliced(rng, text) if kind == SPLICED else _case(kind, text, rng, vocabulary)
        if case:
            yield case


def _case(kind: str, text: Text, rng: Random, vocabulary: Sequence[str]) -> Case | None:
    make, verdict, affects = MAKERS.get(kind, (unchanged, "not_found", NOTHING))
    pool = quotations(text.text) if rng.random() < 0.5 else []
    pool = pool or sentences(text.text)
    if not pool:
        return None
    sentence = rng.choice(pool)
    claim = make(rng, sentence, vocabulary)
    if not claim or (claim == sentence and verdict not in ("verbatim", "not_found")):
        return None
    return Case(kind, claim, verdict, text.id, (sentence,), affects)


def spliced(rng: Random, text: Text) -> Case | None:
    """Join two sentences of an article that are not adjacent."""
    pool = sentences(text.text)
    if len(pool) < MIN_BETWEEN + 2:
        return None
    first = rng.randrange(len(pool) - MIN_BETWEEN - 1)
    second = rng.randrange(first + MIN_BETWEEN + 1, len(pool))
    pair = (pool[first], pool[second])
    return Case(SPLICED, " ".join(pair), "spliced", text.id, pair)
