"""Tiny quotations, texts and weights to call the modules of the quote check with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.engines.registry import open_engine
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.search.quote_check.comparison.diff import Edit
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.models import Passage, QuoteReport
from onrecord.search.quote_check.quotation import Quotation
from tests.corpus import article, fill


def names(count: int, letter: str = "n") -> str:
    """So many different words: n0 n1 n2 …"""
    return " ".join(f"{letter}{number}" for number in range(count))


def filler(count: int) -> str:
    return " ".join(["zz"] * count)


def equal_weights(quotation: Quotation, doc_freq: Mapping[str, int] | None = None) -> TermWeights:
    """Every word weighs 1, as in an index of one article."""
    weights = TermWeights(1, lambda terms: dict.fromkeys(terms, 1) | dict(doc_freq or {}))
    weights.load(quotation.tokens)
    return weights


def outline(quotation: Quotation, analysis: Analysis, edits: Iterable[Edit]) -> list[str]:
    """`kind: words of the quotation | words of the article` of each edit; same words alone."""
    lines = []
    for edit in edits:
        claimed = " ".join(quotation.tokens[edit.first : edit.end])
        found = " ".join(analysis.tokens[edit.start : edit.stop])
        lines.append(claimed if edit.kind == "same" else f"{edit.kind}: {claimed} | {found}")
    return lines


def document(text: str, title: str = "", identity: str = "one") -> Document:
    return Document(article(identity, title, text))


def check_in(texts: Sequence[str], claim: str, limit: int | None = None) -> QuoteReport:
    """The report on a claim from an index of these texts, with their positions as ids."""
    engine = open_engine("memory:")
    fill(engine, [article(str(at), "", text) for at, text in enumerate(texts)])
    return check(engine, QuoteRequest(claim, limit))


def first_passage(text: str, claim: str) -> Passage:
    return check_in([text], claim).passages[0]
