"""The closest passages of an article, each laid beside the quotation word by word.

The longest common subsequence is rapidfuzz's; what is made of it here is where a passage begins
and ends, and which gap is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from index.analysis import Analysis
from search.quotes.quotation import Quotation
from search.quotes.windows import Weigh, windows

WINDOWS = 2  # of an article that are aligned
SOLID = 3  # words side by side that are no chance
LEAST_PART = 4  # words of a quotation that may be sought as a passage of their own
REACH = 2  # words in between, for each unit of weight, that do not part a word from the rest
ELSEWHERE = 0.6  # of such a part that must be found, or it is a change and no other passage


@dataclass(frozen=True, slots=True)
class Block:
    """`length` words of the quotation from `word` on that are the article's from `token` on."""

    word: int
    token: int
    length: int

    @property
    def end(self) -> int:
        return self.word + self.length

    @property
    def stop(self) -> int:
        return self.token + self.length


Blocks = list[Block]
Part = tuple[int, int]


def aligned(quotation: Quotation, analysis: Analysis, weigh: Weigh) -> Blocks:
    """What of a quotation an article has, part by part, as blocks in the quotation's order."""
    words = _as_here(quotation, analysis)
    parts = sorted(quotation.parts, key=lambda part: sum(map(weigh, words[slice(*part)])))
    blocks: Blocks = []
    for part in reversed(parts):
        low = max((block.stop for block in blocks if block.word < part[0]), default=0)
        high = min((block.token for block in blocks if block.word >= part[1]), default=None)
        blocks += _part(words, part, analysis, weigh, low, high)
    blocks.sort(key=lambda block: block.word)
    return blocks


def _as_here(quotation: Quotation, analysis: Analysis) -> list[str]:
    """The quotation's words, those with letters in brackets as this article writes them."""
    here = []
    for word in quotation.words:
        forms = sorted(filter(word.allows, analysis.vocabulary)) if word.pattern else []
        here.append(word.token if word.token in forms or not forms else forms[0])
    return here


def _part(
    words: Sequence[str],
    part: Part,
    analysis: Analysis,
    weigh: Weigh,
    low: int,
    high: int | None,
) -> Blocks:
    """The blocks of one part; what its best passage lacks is sought elsewhere in the article."""
    blocks = _best(words, part, analysis, weigh, low, high)
    if not blocks:
        return []
    core = [block for block in blocks if block.length >= SOLID] or blocks
    head, tail = (part[0], core[0].word), (core[-1].end, part[1])
    for rest in (head, tail):
        inside = [block for block in blocks if rest[0] <= block.word < rest[1]]
        if other := _elsewhere(words, rest, analysis, weigh, inside):
            blocks = [block for block in blocks if block not in inside] + other
    return sorted(blocks, key=lambda block: block.word)


def _elsewhere(
    words: Sequence[str], rest: Part, analysis: Analysis, weigh: Weigh, here: Blocks
) -> Blocks:
    """A better passage for the rest of a part, if it is long enough to tell."""
    if rest[1] - rest[0] < LEAST_PART:
        return []
    other = _best(words, rest, analysis, weigh, 0, None)
    found = sum(block.length for block in other)
    solid = max((block.length for block in other), default=0) >= SOLID
    enough = max(ELSEWHERE * (rest[1] - rest[0]), sum(block.length for block in here) + 1)
    return other if solid and found >= enough else []


def _best(
    words: Sequence[str],
    part: Part,
    analysis: Analysis,
    weigh: Weigh,
    low: int,
    high: int | None,
) -> Blocks:
    """The blocks of the passage that has most of these words by weight."""
    wanted = words[slice(*part)]
    tried = (
        _in_window(words, part, analysis.tokens, weigh, max(low, near.start - len(wanted)),
                   min(near.stop + len(wanted), high or len(analysis.tokens)))
        for near in islice(windows(wanted, analysis, weigh, low, high), WINDOWS)
    )  # fmt: skip

    def weight(blocks: Blocks) -> float:
        return sum(weigh(words[at]) for b in blocks for at in range(b.word, b.end)) - _gaps(blocks)

    return max(tried, key=weight, default=[])


def _gaps(blocks: Blocks) -> float:
    """What words in between take away: of two passages with the same words the tighter wins."""
    return 0.1 * sum(b.token - a.stop for a, b in pairwise(blocks))


def _in_window(
    words: Sequence[str], part: Part, tokens: Sequence[str], weigh: Weigh, start: int, stop: int
) -> Blocks:
    blocks = _common(words[slice(*part)], tokens[start:stop])
    placed = [Block(b.word + part[0], b.token + start, b.length) for b in blocks]
    return _trimmed(_slid(placed, tokens), words, weigh)


def _common(words: Sequence[str], tokens: Sequence[str]) -> Blocks:
    from rapidfuzz.distance import LCSseq

    codes = {word: chr(0xF0000 + at) for at, word in enumerate(dict.fromkeys(words))}
    one = "".join(map(codes.__getitem__, words))
    other = "".join([codes.get(token, " ") for token in tokens])
    return [
        Block(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(one, other)
        if op.tag == "equal"
    ]


def _slid(blocks: Blocks, tokens: Sequence[str]) -> Blocks:
    """Words matched before a gap moved behind it, where they stand there too: nearer the rest."""
    slid: Blocks = []
    for block in reversed(blocks):
        later = slid[-1] if slid else None
        while later and block.length and block.end == later.word and block.stop < later.token:
            if tokens[block.stop - 1] != tokens[later.token - 1]:
                break
            block = Block(block.word, block.token, block.length - 1)
            later = slid[-1] = Block(later.word - 1, later.token - 1, later.length + 1)
        if block.length:
            slid.append(block)
    return slid[::-1]


def _trimmed(blocks: Blocks, words: Sequence[str], weigh: Weigh) -> Blocks:
    """Without stray words at the edges, farther from the rest than their weight holds them."""

    def is_stray(block: Block, gap: int) -> bool:
        weight = sum(map(weigh, words[block.word : block.end]))
        return block.length < SOLID and gap > REACH * weight

    while len(blocks) > 1 and is_stray(blocks[0], blocks[1].token - blocks[0].stop):
        blocks = blocks[1:]
    while len(blocks) > 1 and is_stray(blocks[-1], blocks[-1].token - blocks[-2].stop):
        blocks = blocks[:-1]
    return blocks
