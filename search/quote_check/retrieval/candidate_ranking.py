"""Retrieves the articles likely to contain a quotation and compares them word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import islice

from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import AllOf, AnyOf, Except, Plan
from onrecord.search.quote_check.comparison.alignment import align
from onrecord.search.quote_check.comparison.diff import diff, largest_passage
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.comparison.verdict import (
    MIN_SPLICED_WORDS,
    may_match,
    similarity_of,
    verdict_of,
)
from onrecord.search.quote_check.models import Verdict
from onrecord.search.quote_check.passage import ScoredPassage
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.retrieval.phrase_search import literal_plan, phrase
from onrecord.search.results.sorting import Sort

MAX_TERMS = 12  # the rarest words or shingles in a plan
RARE_SHARE = 0.004  # of the articles: so few have a rare word
MIN_RARE_TERMS = 4  # with fewer rare words, shingles are searched too
SHINGLE_SIZE = 3  # words
BATCH_SIZE = 10  # articles compared at a time
MAX_CANDIDATES = 60
PATIENCE = 5  # comparisons without a near passage at which the rest is not compared
SURE = 0.9  # weight at which the first plan is enough
MAX_NEAREST = 3  # passages shown if none is near

Compare = Callable[[Document], ScoredPassage | None]


def rerank_candidates(
    engine: Engine, quotation: Quotation, weights: TermWeights, known: Set[str]
) -> list[ScoredPassage]:
    """The best passage of each likely article, likeliest first, without the `known` articles.

    If no article has enough of the words: the best passages of the first ones all the same.
    """
    found: dict[str, ScoredPassage] = {}
    compare = _comparer(quotation, weights)
    for plan in candidate_plans(quotation, weights):
        documents = _candidates(engine, plan, quotation, known)
        first = list(islice(documents, BATCH_SIZE))
        for passage in _compared(first, documents, quotation, weights, compare):
            found[passage.document.article.id] = passage
        if known or any(passage.similarity.weight >= SURE for passage in found.values()):
            break
    return list(found.values()) or list(filter(None, map(compare, first[:MAX_NEAREST])))


def candidate_plans(quotation: Quotation, weights: TermWeights) -> Iterator[Plan]:
    """A fast plan for the rarest words; if few are rare, a slower one with shingles too."""
    doc_freq = weights.doc_freq
    known = [word for word in dict.fromkeys(quotation.tokens) if doc_freq[word]]
    rarest = sorted(known, key=doc_freq.__getitem__)[:MAX_TERMS]
    words = [phrase([word]) for word in rarest]
    yield AnyOf(tuple(words), partial=True)
    max_rare = max(RARE_SHARE * weights.articles, 1)
    if sum(doc_freq[word] <= max_rare for word in rarest) < MIN_RARE_TERMS:
        shingles = [phrase(words) for words in _rarest_shingles(quotation, weights)]
        yield AnyOf((*words, *shingles), partial=True)


def _rarest_shingles(quotation: Quotation, weights: TermWeights) -> list[tuple[str, ...]]:
    """Enough short phrases that some are left whole by the changes."""
    words = quotation.tokens
    starts = range(len(words) - SHINGLE_SIZE + 1)
    shingles = dict.fromkeys(words[at : at + SHINGLE_SIZE] for at in starts)
    doc_freq = {s: min(weights.doc_freq[word] for word in s) for s in shingles}
    return sorted(filter(doc_freq.__getitem__, shingles), key=doc_freq.__getitem__)[:MAX_TERMS]


def _candidates(
    engine: Engine, plan: Plan, quotation: Quotation, known: Set[str]
) -> Iterator[Document]:
    """The likeliest articles, without those known."""
    if known:
        plan = AllOf((plan, Except(literal_plan(quotation))))
    documents = iter_documents(engine, plan, Sort.RELEVANCE, BATCH_SIZE, max_limit=MAX_CANDIDATES)
    return (one for one in islice(documents, MAX_CANDIDATES) if one.article.id not in known)


def _compared(
    batch: list[Document],
    more: Iterator[Document],
    quotation: Quotation,
    weights: TermWeights,
    compare: Compare,
) -> Iterator[ScoredPassage]:
    """The passages of articles with enough of the words, as long as near ones turn up."""
    while batch:
        worth = (document for document in batch if may_match(quotation, document, weights))
        passages = list(filter(None, map(compare, worth)))
        yield from passages
        if not any(passage.similarity.is_near for passage in passages[-PATIENCE:]):
            return
        batch = list(islice(more, BATCH_SIZE))


def _comparer(quotation: Quotation, weights: TermWeights) -> Compare:
    """A comparison that remembers its results, as several plans may find an article."""
    done: dict[str, ScoredPassage | None] = {}

    def compare(document: Document) -> ScoredPassage | None:
        identity = document.article.id
        if identity not in done:
            done[identity] = best_passage(quotation, document, weights)
        return done[identity]

    return compare


def best_passage(
    quotation: Quotation, document: Document, weights: TermWeights
) -> ScoredPassage | None:
    """The passage of an article that is most similar to the quotation; None if no word matches."""
    compared = (_compare_field(quotation, document, field, weights) for field in DEFAULT_FIELDS)
    passages = [passage for passage in compared if passage]
    return max(passages, key=lambda passage: passage.similarity.weight, default=None)


def _compare_field(
    quotation: Quotation, document: Document, field: str, weights: TermWeights
) -> ScoredPassage | None:
    analysis = document.field(field)
    blocks = align(quotation, analysis, weights)
    if not blocks:
        return None
    edits = diff(quotation, analysis, blocks)
    similarity = similarity_of(quotation, analysis, edits, weights)
    if verdict_of(edits) is Verdict.SPLICED and similarity.words < MIN_SPLICED_WORDS:
        edits = diff(quotation, analysis, largest_passage(blocks, edits))
        similarity = similarity_of(quotation, analysis, edits, weights)
    return ScoredPassage(document, field, edits, similarity)
