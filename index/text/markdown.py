"""Converts Markdown to plain paragraphs, and rejoins sentences that hard line breaks split.

Our own parser: CommonMark reads 2*3*4 as emphasis and does not know about wrapped lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum


class BlockKind(Enum):
    """The kind of a paragraph; only prose may continue after a page break."""

    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or list item without marks; \\n only where lines matter, as in verse."""

    text: str
    kind: BlockKind = BlockKind.PROSE


_HEADING = re.compile(r"\s{0,3}#{1,6}(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?<=\s)#+$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*")
_RULE = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|(?:`{3,}|~{3,}).*)")
_ITEM = re.compile(r"\s*(?:[-*+]\s+(?=\S)|(?=\d{1,3}[.)]\s))(?P<text>.*)")
_QUOTED = re.compile(r"^\s{0,3}(?:>\s?)+")
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]\n]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+[\"'][^\n\"']*[\"'])?\))"
)
_AUTOLINK = re.compile(r"<(?P<text>(?:https?://|mailto:)[^<>\s]+)>")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*++|_++|~~|`++)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])")
_MAX_WRAP_WIDTH = 100  # longer lines were not wrapped by a person or mailer
_MIN_WRAP_WIDTH = 40  # shorter lines are verse, an address or a list
_MIN_BROKEN_LENGTH = 40  # what is shorter is a heading or caption, not half a sentence
_SENTENCE_END = tuple(".!?…:;\"'”’»“)]*")


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, with sentences across page or column breaks rejoined."""
    return list(rejoin_sentences(_paragraphs(text.expandtabs(4).split("\n"))))


def strip_marks(text: str) -> str:
    """A paragraph without link, emphasis and code marks."""
    if "[" in text:
        text = _LINK.sub(r"\g<text>", text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\g<text>", text)
    return _ESCAPE.sub(r"\1", _without_emphasis(text)).strip()


def rejoin_sentences(parts: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, joined where a sentence goes on in the next one."""
    pieces: list[str] = []
    kind = BlockKind.PROSE
    for part in parts:
        goes_on = pieces and kind is part.kind is BlockKind.PROSE
        if goes_on and _is_broken(pieces[-1], part.text, in_pieces=len(pieces) > 1):
            pieces.append(part.text)
            continue
        if pieces:
            yield Paragraph(" ".join(pieces), kind)
        pieces, kind = [part.text], part.kind
    if pieces:
        yield Paragraph(" ".join(pieces), kind)


def _paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    block: list[str] = []
    for line in lines:
        heading = _HEADING.match(line)
        if block and len(block) == 1 and _UNDERLINE.fullmatch(line):
            yield Paragraph(strip_marks(block.pop()), BlockKind.HEADING)
        elif heading or not line.strip() or _RULE.fullmatch(line):
            yield from _block(block)
            block = []
            if heading and (title := _heading_text(line[heading.end() :])):
                yield Paragraph(title, BlockKind.HEADING)
        else:
            block.append(_QUOTED.sub("", line))
    yield from _block(block)


def _heading_text(line: str) -> str:
    return strip_marks(_CLOSING_HASHES.sub("", line.strip()))


def _block(lines: list[str]) -> Iterator[Paragraph]:
    """The paragraphs in lines without a blank line between them."""
    parts: list[tuple[BlockKind, list[str]]] = []
    width = max(map(len, lines), default=0)
    for number, line in enumerate(lines):
        if item := _ITEM.fullmatch(line):
            parts.append((BlockKind.ITEM, [item["text"]]))
        elif parts and width <= _MAX_WRAP_WIDTH:
            joint = " " if _is_wrapped(lines[number - 1], line, width) else "\n"
            parts[-1][1].extend((joint, line.strip()))
        else:
            parts.append((BlockKind.PROSE, [line]))
    for kind, pieces in parts:
        if words := strip_marks("".join(pieces)):
            yield Paragraph(words, kind)


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether the line ends because the next word did not fit, or in mid-sentence."""
    next_word = following.split(maxsplit=1)[0] if following.split() else ""
    did_not_fit = width >= _MIN_WRAP_WIDTH and len(line.rstrip()) + 1 + len(next_word) > width
    return did_not_fit or _is_broken(line, following)


def _is_broken(text: str, following: str, *, in_pieces: bool = False) -> bool:
    """Whether a sentence stops without punctuation and goes on in lower case."""
    text = text.rstrip()
    return (
        (in_pieces or len(text) >= _MIN_BROKEN_LENGTH)
        and not text.endswith(_SENTENCE_END)
        and following.lstrip()[:1].islower()
    )


def _without_emphasis(text: str) -> str:
    """Drops pairs of marks around words, in linear time; lone asterisks and snake_case stay."""
    open_at: dict[str, re.Match[str]] = {}
    dropped: list[tuple[int, int]] = []
    for found in _EMPHASIS.finditer(text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if found[0] in open_at and not (before.isspace() or after.isalnum()):
            dropped += [open_at.pop(found[0]).span(), found.span()]
        elif after and not (after.isspace() or before.isalnum()):
            open_at[found[0]] = found
    return _without(text, sorted(dropped))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in spans:
        kept.append(text[end:start])
        end = stop
    return "".join([*kept, text[end:]])
