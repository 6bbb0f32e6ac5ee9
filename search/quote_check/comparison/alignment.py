"""The closest passages of an article, each laid beside the quotation word by word.

The longest common subsequence is rapidfuzz's; what is made of it here is where a passage begins
and ends, and which gap is which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.term_weights import Rarity
from onrecord.search.quote_check.comparison.windows import Weights, windows
from onrecord.search.quote_check.quotation import Quotation

WINDOWS = 3  # of an article that are aligned, if they have nearly as much as the best
ALL = 0.95  # of a part's weight: whoever has found that looks no farther
ALIKE = 0.8  # of its weight
GAP = 0.02  # what a word in between takes away: of passages with the same words the tighter wins
FAINT = 0.25  # of a part's weight: with less no other part of it is sought
SOLID = 3  # words side by side that are no chance
LEAST_PART = 4  # words that a passage lacks and that may be sought as a passage of their own
REACH = 9  # words in between that do not part a word of weight 1 from the rest
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


@dataclass(frozen=True)
class AlignmentInput:
    """A quotation's words as an article writes them, the article's tokens, and what words weigh."""

    words: Sequence[str]
    tokens: Sequence[str]
    weights: Weights

    def weight(self, first: int, end: int) -> float:
        return sum(map(self.weights.__getitem__, self.words[first:end]))


def aligned(quotation: Quotation, analysis: Analysis, rarity: Rarity) -> Blocks:
    """What of a quotation an article has, part by part, as blocks in the quotation's order."""
    words, weights = _as_here(quotation, analysis, rarity.weights)
    ground = AlignmentInput(words, analysis.tokens, weights)
    blocks: Blocks = []
    for part in sorted(quotation.parts, key=lambda part: -ground.weight(*part)):
        low = max((block.stop for block in blocks if block.word < part[0]), default=0)
        high = min((block.token for block in blocks if block.word >= part[1]), default=None)
        blocks += _part(ground, part, low, high)
    return sorted(blocks, key=lambda block: block.word)


def _as_here(
    quotation: Quotation, analysis: Analysis, weights: Weights
) -> tuple[Sequence[str], Weights]:
    """The quotation's words, those with letters in brackets as this article writes them."""
    if all(not word.pattern for word in quotation.words):
        return quotation.tokens, weights
    here = []
    for word in quotation.words:
        forms = sorted(filter(word.allows, analysis.vocabulary)) if word.pattern else []
        here.append(word.token if word.token in forms or not forms else forms[0])
    written = zip(here, quotation.tokens, strict=True)
    return here, {**weights, **{form: weights[token] for form, token in written}}


def _part(ground: AlignmentInput, part: Part, low: int, high: int | None) -> Blocks:
    """The blocks of one part; what its best passage lacks is sought elsewhere in the article."""
    blocks = _best(ground, part, low, high)
    if sum(ground.weight(b.word, b.end) for b in blocks) < FAINT * ground.weight(*part):
        return blocks
    core = _core(blocks, ground)
    for rest in ((part[0], core[0].word), (core[-1].end, part[1])):
        inside = [block for block in blocks if rest[0] <= block.word < rest[1]]
        if other := _elsewhere(ground, rest, inside):
            blocks = [block for block in blocks if block not in inside] + other
    return sorted(blocks, key=lambda block: block.word)


def _core(blocks: Blocks, ground: AlignmentInput) -> Blocks:
    """The heaviest block with those that a few other words part from it."""
    heaviest = max(blocks, key=lambda block: ground.weight(block.word, block.end))
    first = last = blocks.index(heaviest)
    while first > 0 and _is_close(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _is_close(blocks[last], blocks[last + 1]):
        last += 1
    return blocks[first : last + 1]


def _is_close(block: Block, other: Block) -> bool:
    return other.word - block.end <= SOLID and other.token - block.stop <= SOLID


def _elsewhere(ground: AlignmentInput, rest: Part, here: Blocks) -> Blocks:
    """A better passage for the rest of a part, if it is long enough to tell."""
    has = sum(block.length for block in here)
    if rest[1] - rest[0] - has < LEAST_PART:
        return []
    other = _best(ground, rest, 0, None)
    found = sum(block.length for block in other)
    solid = max((block.length for block in other), default=0) >= SOLID
    return other if solid and found >= max(ELSEWHERE * (rest[1] - rest[0]), has + 1) else []


def _best(ground: AlignmentInput, part: Part, low: int, high: int | None) -> Blocks:
    """The blocks of the passage that has most of these words by weight."""
    wanted = ground.words[slice(*part)]
    best, most, heaviest = [], 0.0, 0.0
    for near in islice(windows(wanted, ground.tokens, ground.weights, low, high), WINDOWS):
        heaviest = max(heaviest, near.weight)
        if near.weight < ALIKE * heaviest or most >= ALL * ground.weight(*part):
            break
        start = max(low, near.start - len(wanted))
        stop = min(near.stop + len(wanted), high or len(ground.tokens))
        blocks = _in_window(ground, part, start, stop)
        weight = sum(ground.weight(b.word, b.end) for b in blocks) - GAP * _gaps(blocks)
        if weight > most:
            best, most = blocks, weight
    return best


def _gaps(blocks: Blocks) -> int:
    """How many words stand in between."""
    return sum(b.token - a.stop for a, b in pairwise(blocks))


def _in_window(ground: AlignmentInput, part: Part, start: int, stop: int) -> Blocks:
    blocks = _common(ground.words[slice(*part)], ground.tokens[start:stop])
    placed = [Block(b.word + part[0], b.token + start, b.length) for b in blocks]
    return _trimmed(_joined(placed, ground.tokens), ground)


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


def _joined(blocks: Blocks, tokens: Sequence[str]) -> Blocks:
    """Blocks that follow each other in the quotation joined, where the article lets them.

    The longest common subsequence does not mind which of several equal places it takes.
    """
    joined: Blocks = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before is None or before.end != block.word:
            joined.append(block)
            continue
        low = joined[-2].stop if len(joined) > 1 else 0
        start = block.token - before.length
        whole = Block(before.word, before.token, before.length + block.length)
        if _same(tokens, before.stop, block.token, block.length):
            joined[-1] = whole
        elif start >= low and _same(tokens, before.token, start, before.length):
            joined[-1] = replace(whole, token=start)
        else:
            joined.append(block)
    return joined


def _same(tokens: Sequence[str], start: int, other: int, length: int) -> bool:
    return tokens[start : start + length] == tokens[other : other + length]


def _trimmed(blocks: Blocks, ground: AlignmentInput) -> Blocks:
    """Without stray words at the edges, farther from the rest than their weight holds them."""

    def is_stray(block: Block, gap: int) -> bool:
        return block.length < SOLID and gap > REACH * ground.weight(block.word, block.end)

    while len(blocks) > 1 and is_stray(blocks[0], blocks[1].token - blocks[0].stop):
        blocks = blocks[1:]
    while len(blocks) > 1 and is_stray(blocks[-1], blocks[-1].token - blocks[-2].stop):
        blocks = blocks[:-1]
    return blocks
