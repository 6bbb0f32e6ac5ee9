"""The pages: search and article. They read the address, call one function and show its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, render_template, request

from onrecord.index.article import Article
from onrecord.index.schema import FIELDS
from onrecord.search.duplicates import find_duplicates
from onrecord.search.engines.base import Engine
from onrecord.search.errors import EngineError, SearchError
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Match
from onrecord.search.results.highlighter import merge_marks
from onrecord.search.service import SearchRequest, facet_options, match_article, search
from onrecord.web.export.alternates import machines
from onrecord.web.export.citations import FORMS
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.article_view import passages
from onrecord.web.pages.date_histogram import timeline
from onrecord.web.pages.facet_links import facet_groups
from onrecord.web.pages.presenters import mended, shown_hit, shown_warnings
from onrecord.web.pages.sample_queries import examples
from onrecord.web.rendering.language_names import language_name
from onrecord.web.rendering.safe_html import TextRange, direction, language_tag
from onrecord.web.urls.external_links import at_source, in_archive
from onrecord.web.urls.links import NO_FILTER, article_link, filter_links, page_link, sort_links
from onrecord.web.urls.parameter_specs import refuse_unknown
from onrecord.web.urls.passage_links import chosen_passage, edition
from onrecord.web.urls.search_params import (
    PARAMETERS,
    Address,
    BadParameter,
    read_address,
    request_of,
    single,
)

blueprint = Blueprint("pages", __name__)


@blueprint.app_context_processor
def _for_every_page() -> dict[str, object]:
    return {"fields": FIELDS, "today": date.today, "direction": direction}


@blueprint.get("/")
def home() -> str:
    """The search page: results if anything is asked, else examples and help."""
    refuse_unknown(PARAMETERS)
    address = read_address(request.args)
    return _start(address) if address.is_blank else _results(address)


def _start(address: Address) -> str:
    return render_template(
        "start.html",
        address=address,
        info=current_index().info(),
        examples=[
            (text, page_link(Address(q=text)), says)
            for text, says in examples(current_index().engine())
        ],
    )


def _results(address: Address) -> str:
    engine, wanted = current_index().engine(), request_of(address, facets=True, both_ways=True)
    results = search(engine, wanted)
    facets = results.facets or {}
    offered = facet_options(engine, wanted, facets)
    return render_template(
        "results.html",
        address=address,
        info=current_index().info(),
        results=results,
        hits=[shown_hit(hit, address) for hit in results.hits or results.closest],
        warnings=shown_warnings(results.warnings, address),
        mended=mended(results.warnings, address),
        page_link=page_link,
        facets=facet_groups(facets, offered, results.total, address),
        timeline=timeline(facets, address),
        filters=filter_links(address),
        sorts=sort_links(address),
        next_page=results.next and page_link(address, cursor=results.next),
        previous_page=results.offset and page_link(address, cursor=results.previous),
        first_page=results.offset and page_link(address),
        unfiltered=page_link(address, **NO_FILTER),
        language_tag=language_tag,
        machines=machines(address),
    )


@blueprint.get("/article/<path:identity>")
def article(identity: str) -> str:
    """An article in full, with all that matches the query, and a passage asked for, marked."""
    refuse_unknown((*PARAMETERS, "passage", "id"))
    address = read_address(request.args)
    engine = current_index().engine()
    found = engine.article(identity)
    document = Document(found)
    match, remark = _match(engine, address, document)
    chosen, warning = chosen_passage(request.args, found)
    return render_template(
        "article.html",
        address=address,
        article=found,
        passages=passages(found, match, chosen),
        remarks=[said for said in (remark, warning) if said],
        source_href=_at_source(found, chosen, match),
        archive_href=in_archive(found.url, found.date),
        permalink=article_link(Address(), identity),
        edition=edition(found),
        copies=find_duplicates(engine, document),
        forms=FORMS,
        link_to=article_link,
        back=None if address.is_blank else page_link(address, cursor=address.cursor),
        language_tag=language_tag,
        language_name=language_name,
    )


@blueprint.get("/article/")
def article_by_parameter() -> str:
    """The same for ids that no path can hold, such as `../a`."""
    return article(_asked_for())


@blueprint.get("/citation/<name>")
def citation(name: str) -> Response:
    """A reference to an article as a file."""
    if name not in FORMS:
        raise BadParameter(
            f"no reference is written as {name[:40]!r}; there are {', '.join(FORMS)}"
        )
    form = FORMS[name]
    written = form.write(current_index().engine().article(_asked_for()))
    response = Response(written, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{form.file}"'
    return response


def _asked_for() -> str:
    identity = single(request.args, "id")
    if not identity:
        raise BadParameter("no article is asked for; add its id, as in ?id=ID")
    return identity


def _at_source(found: Article, chosen: TextRange | None, match: Match | None) -> str | None:
    """The source, at the passage asked for or the first match."""
    marks = merge_marks(mark for mark in match.marks if mark.field == "text") if match else []
    start, end = chosen or (marks[0] if marks else (0, 0))
    return at_source(found.url, found.text, start, end)


def _match(engine: Engine, address: Address, document: Document) -> tuple[Match | None, str]:
    """What to mark, and what to tell the reader about it; filters do not count here."""
    wanted = SearchRequest(address.q, literal=address.literal, any_word=address.any_word)
    if not address.q.strip():
        return None, ""
    try:
        if match := match_article(engine, wanted, document):
            return match, "" if match.marks else "No word of the query is to be marked here."
        partial = match_article(engine, replace(wanted, any_word=True), document)
    except EngineError:
        raise
    except SearchError as error:
        return None, f"Nothing is marked: {error}"
    if partial and partial.marks:
        return partial, "This article does not match the whole query; what it has is marked."
    return None, "This article does not match the query."
