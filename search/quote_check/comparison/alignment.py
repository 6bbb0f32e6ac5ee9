"""Aligns a quotation with the closest passages of an article, word by word.

rapidfuzz finds the longest common subsequence; this module decides where passages begin and end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.quotation import Quotation, Word

MAX_WINDOWS = 3  # aligned for each part
WINDOW_SLACK = 6  # words a window may have besides as many as the part
MAX_HITS = 2_000  # occurrences of the words in one article; beyond that the rarest words only
GOOD_ENOUGH = 0.95  # of a part's weight: stop looking for a better window
WORTH_ALIGNING = 0.8  # of the best window's weight
GAP_PENALTY = 0.02  # for each word in between, so the tighter of equal passages wins
MIN_SOLID = 3  # consecutive words that are no coincidence
MIN_MISSING = 4  # words of a part that must be missing to look for them in another passage
MIN_FOUND_ELSEWHERE = 0.6  # of the missing words, or they count as changed
STRAY_REACH = 9  # words in between at which a word of weight 1 still belongs to the passage

Weights = Mapping[str, float]
Part = tuple[int, int]
Hits = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Block:
    """`length` equal words, from `word` of the quotation and from `token` of the article."""

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


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, stop) of an article, and the weight of the words found in them."""

    start: int
    stop: int
    weight: float


@dataclass(frozen=True)
class AlignmentInput:
    """The quotation's words in this article's spelling, the article's tokens, and the weights."""

    words: Sequence[str]
    tokens: Sequence[str]
    weights: Weights

    def weight(self, first: int, end: int) -> float:
        return sum(map(self.weights.__getitem__, self.words[first:end]))


def align(quotation: Quotation, analysis: Analysis, weights: TermWeights) -> Blocks:
    """The equal blocks of a quotation and an article, in the quotation's order.

    The parts between marks of omission are aligned one by one, the heaviest first.
    """
    source = _input(quotation, analysis, weights.weights)
    blocks: Blocks = []
    for part in sorted(quotation.parts, key=lambda part: -source.weight(*part)):
        low = max((block.stop for block in blocks if block.word < part[0]), default=0)
        high = min((block.token for block in blocks if block.word >= part[1]), default=None)
        blocks += _align_part(source, part, low, high)
    return sorted(blocks, key=lambda block: block.word)


def _input(quotation: Quotation, analysis: Analysis, weights: Weights) -> AlignmentInput:
    words = tuple(_spelling(word, analysis.vocabulary) for word in quotation.words)
    if words != quotation.tokens:
        spellings = zip(words, quotation.tokens, strict=True)
        weights = {**weights, **{spelling: weights[token] for spelling, token in spellings}}
    return AlignmentInput(words, analysis.tokens, weights)


def _spelling(word: Word, vocabulary: frozenset[str]) -> str:
    """The word; one with letters in brackets as the article spells it."""
    if not word.pattern or word.token in vocabulary:
        return word.token
    return min(filter(word.matches, vocabulary), default=word.token)


def _align_part(source: AlignmentInput, part: Part, low: int, high: int | None) -> Blocks:
    """The blocks of one part; what its best passage lacks may come from another one."""
    blocks = closest_passage(source, part, low, high)
    if not blocks:
        return []
    core = _core(blocks, source)
    for rest in ((part[0], core[0].word), (core[-1].end, part[1])):
        inside = [block for block in blocks if rest[0] <= block.word < rest[1]]
        if other := _elsewhere(source, rest, inside):
            blocks = [block for block in blocks if block not in inside] + other
    return sorted(blocks, key=lambda block: block.word)


def _core(blocks: Blocks, source: AlignmentInput) -> Blocks:
    """The heaviest block with the neighbours that only a few other words separate from it."""
    heaviest = max(blocks, key=lambda block: source.weight(block.word, block.end))
    first = last = blocks.index(heaviest)
    while first > 0 and _is_close(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _is_close(blocks[last], blocks[last + 1]):
        last += 1
    return blocks[first : last + 1]


def _is_close(block: Block, other: Block) -> bool:
    return other.word - block.end <= MIN_SOLID and other.token - block.stop <= MIN_SOLID


def _elsewhere(source: AlignmentInput, rest: Part, here: Blocks) -> Blocks:
    """The blocks of a better passage for the rest of a part, if there clearly is one."""
    count = rest[1] - rest[0]
    has = sum(block.length for block in here)
    if count - has < MIN_MISSING:
        return []
    other = closest_passage(source, rest, 0, None)
    is_solid = any(block.length >= MIN_SOLID for block in other)
    found = sum(block.length for block in other)
    return other if is_solid and found > has and found >= MIN_FOUND_ELSEWHERE * count else []


def closest_passage(source: AlignmentInput, part: Part, low: int, high: int | None) -> Blocks:
    """The blocks of the passage with the most of these words by weight."""
    wanted = source.words[slice(*part)]
    best: Blocks = []
    best_weight = heaviest = 0.0
    for window in islice(windows(wanted, source.tokens, source.weights, low, high), MAX_WINDOWS):
        heaviest = heaviest or window.weight
        is_good = best_weight >= GOOD_ENOUGH * source.weight(*part)
        if is_good or window.weight < WORTH_ALIGNING * heaviest:
            break
        start = max(low, window.start - len(wanted))
        stop = min(window.stop + len(wanted), high or len(source.tokens))
        blocks = _align_window(source, part, start, stop)
        gaps = sum(b.token - a.stop for a, b in pairwise(blocks))
        weight = sum(source.weight(b.word, b.end) for b in blocks) - GAP_PENALTY * gaps
        if weight > best_weight:
            best, best_weight = blocks, weight
    return best


def windows(
    words: Sequence[str], tokens: Sequence[str], weights: Weights, start: int, stop: int | None
) -> Iterator[Window]:
    """Disjoint windows of tokens [start, stop) that have most of the words, heaviest first."""
    wanted = Counter(words)
    hits = [(at, token) for at, token in enumerate(tokens) if token in wanted]
    hits = _limited([hit for hit in hits if start <= hit[0] and (stop is None or hit[0] < stop)])
    while hits:
        best = _heaviest_window(hits, wanted, weights, len(words) + WINDOW_SLACK)
        yield best
        hits = [hit for hit in hits if not best.start <= hit[0] < best.stop]


def _limited(hits: Hits) -> Hits:
    """At most MAX_HITS, those of the words that are rarest in this article."""
    kept: set[str] = set()
    total = 0
    for word, count in reversed(Counter(word for _, word in hits).most_common()):
        total += count
        if kept and total > MAX_HITS:
            break
        kept.add(word)
    return [hit for hit in hits if hit[1] in kept]


def _heaviest_window(hits: Hits, wanted: Mapping[str, int], weights: Weights, width: int) -> Window:
    """The heaviest window of this width; a word counts as often as it is wanted."""
    best, weight, tail = Window(hits[0][0], hits[0][0] + 1, 0.0), 0.0, 0
    held = dict.fromkeys(wanted, 0)
    for place, word in hits:
        held[word] += 1
        if held[word] <= wanted[word]:
            weight += weights[word]
        while hits[tail][0] <= place - width:
            old = hits[tail][1]
            if held[old] <= wanted[old]:
                weight -= weights[old]
            held[old] -= 1
            tail += 1
        if weight > best.weight:
            best = Window(hits[tail][0], place + 1, weight)
    return best


def _align_window(source: AlignmentInput, part: Part, start: int, stop: int) -> Blocks:
    blocks = _common_blocks(source.words[slice(*part)], source.tokens[start:stop])
    placed = [Block(b.word + part[0], b.token + start, b.length) for b in blocks]
    return without_strays(join_blocks(placed, source.tokens), source)


def _common_blocks(words: Sequence[str], tokens: Sequence[str]) -> Blocks:
    """The longest common subsequence; each distinct word is encoded as one character."""
    from rapidfuzz.distance import LCSseq

    codes = {word: chr(0xF0000 + at) for at, word in enumerate(dict.fromkeys(words))}
    one = "".join(map(codes.__getitem__, words))
    other = "".join([codes.get(token, " ") for token in tokens])
    return [
        Block(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(one, other)
        if op.tag == "equal"
    ]


def join_blocks(blocks: Blocks, tokens: Sequence[str]) -> Blocks:
    """Adjacent blocks of the quotation joined where the article has them side by side too.

    Of several equal places, the longest common subsequence may pick any.
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
        if _is_equal(tokens, before.stop, block.token, block.length):
            joined[-1] = whole
        elif start >= low and _is_equal(tokens, before.token, start, before.length):
            joined[-1] = replace(whole, token=start)
        else:
            joined.append(block)
    return joined


def _is_equal(tokens: Sequence[str], start: int, other: int, length: int) -> bool:
    return tokens[start : start + length] == tokens[other : other + length]


def without_strays(blocks: Blocks, source: AlignmentInput) -> Blocks:
    """Without stray words at the edges, too far from the rest for their weight."""

    def is_stray(block: Block, gap: int) -> bool:
        reach = STRAY_REACH * source.weight(block.word, block.end)
        return block.length < MIN_SOLID and gap > reach

    while len(blocks) > 1 and is_stray(blocks[0], blocks[1].token - blocks[0].stop):
        blocks = blocks[1:]
    while len(blocks) > 1 and is_stray(blocks[-1], blocks[-1].token - blocks[-2].stop):
        blocks = blocks[:-1]
    return blocks
