"""Folding: text to the characters that count, with a map back to the original offsets.

A folded text holds only token characters and spaces. Case, accents, width, ligatures, quote
and dash styles, soft hyphens and zero-width characters are gone; apostrophes and full stops
remain only inside a token ("don't", "u.s", "19.5"), and digit groups are joined ("1000").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

APOSTROPHES = frozenset("'’‘‛`´\u1ffdʼʹ′＇ꞌ")
# Letters that Unicode does not decompose, but readers take for a plain letter with a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "þ": "th"}
    | {"æ": "ae", "œ": "oe", "ĳ": "ij", "ſ": "s", "ʼ": "'"}
)
# Scripts written without spaces: each character, with its marks, is a token.
UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6"  # Lao
    "\u1000-\u102a\u103f\u1780-\u17b3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
MAX_CACHED_RUN = 32  # words recur and are worth caching; a paragraph of Chinese does not

_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() or chr(code) in "'.," else " "
    for code in range(128)
} | {ord("`"): "'"}
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
# Vowel signs, nuktas and voicing marks that Unicode composes with the letter before them.
_COMPLETING = (
    "\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dca\u0dcf\u0ddf\u102e\u1b35\u3099\u309a\uff9e\uff9f"
)
# A base with the marks or Hangul jamo that compose with it.
_CLUSTER = re.compile(
    "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]?[\u11a8-\u11ff\ud7cb-\ud7fb]?"
    f"|.[{_COMPLETING}]{{,2}}",
    re.DOTALL,
)
# The signs that most articles use, most common first; each is replaced by one character.
_COMMON = tuple(
    {"’": "'", "“": " ", "”": " ", "–": " ", "—": " ", "\xa0": " ", "‘": "'", "…": " "}.items()
)
_SELECTOR = re.compile("[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# In the scripts written with spaces a letter or digit beside another belongs to the same word.
_JOINED = f"[^\\W{UNSPACED}]"
_LETTER = f"[^\\W\\d{UNSPACED}]"
_DIGIT_GROUPS = re.compile(
    f"(?<![.,])(?<!{_JOINED})\\d{{1,3}}(?:,\\d{{3}})++(?!(?:,|{_JOINED})*\\d)"
)
_GROUP = re.compile(r",\d{3}")  # starts with a literal, which makes the search fast
_LOOSE_STOP = re.compile(
    f"\\.(?!(?<=\\d\\.)\\d)(?!(?<=(?<!{_JOINED}){_LETTER}\\.){_LETTER}(?!{_JOINED}))"
)
_LOOSE_APOSTROPHE = re.compile(r"'(?:(?!\w)|(?<!\w'))")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its offset map: `text[offsets[i]:]` starts at `original_offsets[i]`."""

    text: str
    offsets: list[int]
    original_offsets: list[int]

    def original_offset(self, offset: int) -> int:
        """The offset in the original text of the character at an offset of the folded text."""
        at = bisect_right(self.offsets, offset) - 1
        return self.original_offsets[at] + offset - self.offsets[at]


def fold(text: str) -> Folded:
    """The characters of a text that count, with their offsets in code points."""
    offsets, originals = [0], [0]
    if not text.isascii():
        for sign, plain in _COMMON:
            text = text.replace(sign, plain)
        if not text.isascii():
            text = _fold_non_ascii(text, offsets, originals)
    if _GROUP.search(text):
        text = _join_digit_groups(text, offsets, originals)
    text = text.translate(_ASCII)
    text = _LOOSE_STOP.sub(" ", text)
    return Folded(_LOOSE_APOSTROPHE.sub(" ", text).replace(",", " "), offsets, originals)


def _fold_non_ascii(text: str, offsets: list[int], originals: list[int]) -> str:
    """Fold each run of non-ASCII characters; extend the offset map where lengths differ."""
    parts: list[str] = []
    copied = length = 0
    for run in _NON_ASCII.finditer(text):
        start, end = run.span()
        fold_run = _fold_short_run if end - start <= MAX_CACHED_RUN else _fold_run
        folded, moves = fold_run(run.group())
        length += start - copied
        for at, original in moves:
            offsets.append(length + at)
            originals.append(start + original)
        parts += (text[copied:start], folded)
        length += len(folded)
        copied = end
    parts.append(text[copied:])
    return "".join(parts)


def _fold_run(run: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A folded run, and (folded offset, offset in the run) wherever one-to-one breaks."""
    folded, moves, length, shift = [], [], 0, 0
    for cluster in _CLUSTER.finditer(run):
        piece = _fold_cluster(cluster.group())
        original = cluster.start()
        if original - length != shift:
            moves.append((length, original))
            shift = original - length
        moves += [(length + i, original) for i in range(1, len(piece))]
        if len(piece) > 1:
            shift = original - (length + len(piece) - 1)
        folded.append(piece)
        length += len(piece)
    if len(run) - length != shift:
        moves.append((length, len(run)))
    return "".join(folded), tuple(moves)


_fold_short_run = lru_cache(maxsize=1 << 16)(_fold_run)


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    visible = "".join(char for char in cluster if not _is_invisible(char))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    if visible in APOSTROPHES or plain in APOSTROPHES:
        return "'"
    marked = unicodedata.normalize("NFD", plain).translate(PLAIN_LETTERS)
    bare = unicodedata.normalize("NFC", "".join(c for c in marked if not _is_accent(c)))
    if not bare:
        return ""
    kept = "".join(map(_token_char, bare))
    if not kept.strip():
        return " "
    # A symbol that stands for letters or digits is a word of its own: 5½, Windows™, 5㎏.
    return f" {kept}" if unicodedata.category(cluster[0]) == "So" or "⁄" in plain else kept


def _is_invisible(char: str) -> bool:
    """Soft hyphens, zero-width and direction marks, variation selectors."""
    return unicodedata.category(char) == "Cf" or _SELECTOR.match(char) is not None


def _is_accent(char: str) -> bool:
    """A mark above, below, across or around a letter; not a vowel or voicing sign."""
    combining = unicodedata.combining(char)
    attached = combining == 1 or 10 <= combining <= 35 or combining >= 200
    return attached or unicodedata.category(char) == "Me"


def _token_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char if category[0] in "LMN" else " "


def _join_digit_groups(text: str, offsets: list[int], originals: list[int]) -> str:
    """Drop the commas of 1,000 and 12,345,678 and adjust the offset map."""
    commas = list(_commas_in_numbers(text))
    if not commas:
        return text
    before = Folded(text, offsets[:], originals[:])
    pairs = [
        (offset - bisect_right(commas, offset - 1), original)
        for offset, original in zip(offsets, originals, strict=True)
    ]
    pairs += [
        (comma - dropped, before.original_offset(comma + 1)) for dropped, comma in enumerate(commas)
    ]
    pairs.sort()
    offsets[:], originals[:] = [offset for offset, _ in pairs], [original for _, original in pairs]
    edges = [-1, *commas, len(text)]
    return "".join(text[a + 1 : b] for a, b in pairwise(edges))


def _commas_in_numbers(text: str) -> Iterator[int]:
    """Offsets of commas between the digit groups of a number; looks only near commas, for speed."""
    past = 0
    for group in _GROUP.finditer(text):
        first = group.start()
        while first > past and first > group.start() - 3 and text[first - 1].isdigit():
            first -= 1
        if first >= past and (number := _DIGIT_GROUPS.match(text, first)):
            past = number.end()
            yield from (first + i for i, char in enumerate(number.group()) if char == ",")
