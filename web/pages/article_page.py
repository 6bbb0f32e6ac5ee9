"""The article page: the full text with matches and a linked passage marked, and its citations."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Blueprint, Response, render_template, request

from onrecord.index.article import Article
from onrecord.search.duplicates import find_duplicates
from onrecord.search.engines.base import Engine
from onrecord.search.errors import EngineError, SearchError
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Match
from onrecord.search.results.highlighter import merge_marks
from onrecord.search.service import SearchRequest, match_article
from onrecord.web.export.citations import CITATION_FORMATS
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.rendering.article_html import render_article
from onrecord.web.rendering.safe_html import TextRange, expand_to_graphemes
from onrecord.web.urls.external_links import archive_url, source_url
from onrecord.web.urls.links import article_url, search_url
from onrecord.web.urls.search_params import (
    SEARCH_PARAM_NAMES,
    BadParameter,
    SearchParams,
    get_single,
    parse_search_params,
    reject_unknown_params,
)

blueprint = Blueprint("article", __name__)

EDITION_DIGITS = 8  # of the sha256
PASSAGE_GONE = "The article has changed: it no longer contains the passage of this link."
PASSAGE_CHANGED = "The article has changed since this link was made: other words may be marked."
_PASSAGE = re.compile(r"(\d{1,9})-(\d{1,9})\.([0-9a-f]{8})", re.ASCII)


@blueprint.get("/article/<path:article_id>")
def page(article_id: str) -> str:
    """An article with the matches of a search and a linked passage marked."""
    reject_unknown_params((*SEARCH_PARAM_NAMES, "passage", "id"))
    params = parse_search_params(request.args)
    engine = current_index().engine()
    article = engine.article(article_id)
    document = Document(article)
    match, match_notice = _match(engine, params, document)
    passage, passage_notice = _linked_passage(article)
    return render_template(
        "article/article.html",
        params=params,
        article=article,
        html=render_article(article, match, passage),
        notices=list(filter(None, (match_notice, passage_notice))),
        source_href=_source_url(article, passage, match),
        archive_href=archive_url(article.url, article.date),
        permalink=article_url(SearchParams(), article_id),
        edition=_edition(article),
        copies=find_duplicates(engine, document),
        citation_formats=CITATION_FORMATS,
        article_url=article_url,
        back=None if params.is_empty else search_url(params, cursor=params.cursor),
    )


@blueprint.get("/article/")
def page_by_query() -> str:
    """The same for ids that a path cannot hold, such as `../a`."""
    return page(_requested_id())


@blueprint.get("/citation/<name>")
def citation(name: str) -> Response:
    """A citation of an article as a file."""
    if name not in CITATION_FORMATS:
        raise BadParameter(
            f"there is no citation format {name[:40]!r}; there are {', '.join(CITATION_FORMATS)}"
        )
    citation_format = CITATION_FORMATS[name]
    text = citation_format.write(current_index().engine().article(_requested_id()))
    response = Response(text, content_type=f"{citation_format.media_type}; charset=utf-8")
    disposition = f'attachment; filename="{citation_format.file_name}"'
    response.headers["Content-Disposition"] = disposition
    return response


def _requested_id() -> str:
    article_id = get_single(request.args, "id")
    if not article_id:
        raise BadParameter("the article's id is missing; add it, as in ?id=ID")
    return article_id


def _match(engine: Engine, params: SearchParams, document: Document) -> tuple[Match | None, str]:
    """What to mark, and a notice if that is not the whole query; filters are ignored."""
    search_request = SearchRequest(params.q, literal=params.literal, any_word=params.any_word)
    if not params.q.strip():
        return None, ""
    try:
        if match := match_article(engine, search_request, document):
            return match, "" if match.marks else "The query matches, but has no words to mark."
        partial = match_article(engine, replace(search_request, any_word=True), document)
    except EngineError:
        raise
    except SearchError as error:
        return None, f"No matches are marked: {error}"
    if partial and partial.marks:
        return partial, "This article matches only part of the query; that part is marked."
    return None, "This article does not match the query."


def _edition(article: Article) -> str:
    """Distinguishes versions of an article's file or record."""
    return article.sha256[:EDITION_DIGITS]


def _linked_passage(article: Article) -> tuple[TextRange | None, str]:
    """The passage that the URL points to, and a notice if the article has changed since."""
    text = get_single(request.args, "passage")
    if not text:
        return None, ""
    found = _PASSAGE.fullmatch(text)
    if found is None:
        raise BadParameter("passage is START-END.EDITION, as copied from an article page")
    passage = _trim(article.text, int(found[1]), int(found[2]))
    if passage is None:
        return None, PASSAGE_GONE
    return passage, "" if found[3] == _edition(article) else PASSAGE_CHANGED


def _trim(text: str, start: int, end: int) -> TextRange | None:
    """A range without the white space at its ends; None if nothing is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    if not words.strip():
        return None
    [passage] = expand_to_graphemes(text, [(start, start + len(words.strip()))])
    return passage


def _source_url(article: Article, passage: TextRange | None, match: Match | None) -> str | None:
    """The source at the linked passage or the first match."""
    marks = merge_marks(mark for mark in match.marks if mark.field == "text") if match else []
    start, end = passage or (marks[0] if marks else (0, 0))
    return source_url(article.url, article.text, start, end)
