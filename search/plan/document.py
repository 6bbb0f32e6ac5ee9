"""An article with its analyzed fields, for the matcher, the highlighter and the quote check."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.article import Article


@dataclass(frozen=True)
class Document:
    """An article whose fields are analyzed when first used."""

    article: Article

    @cached_property
    def title(self) -> Analysis:
        return Analysis(self.article.title, self.article.language)

    @cached_property
    def text(self) -> Analysis:
        return Analysis(self.article.text, self.article.language)

    @cached_property
    def author(self) -> Analysis:
        return Analysis(self.article.author or "", self.article.language)

    def field(self, name: str) -> Analysis:
        analysis: Analysis = getattr(self, name)
        return analysis
