"""The pages: search and article. They read the address, call one function and show its answer."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from index.schema import FIELDS
from search.engine import Engine
from search.errors import EngineError, SearchError
from search.matching import Document, Match
from search.request import SearchRequest, match_of, search
from web.address import Address, BadParameter, read_address, request_of, single
from web.languages import language_name
from web.links import facet_groups, filter_links, page_link, sort_links
from web.opened import opened
from web.passages import passages
from web.render import language_tag, web_link
from web.shown import shown_hit, shown_warnings

blueprint = Blueprint("pages", __name__)

EXAMPLES = (
    ('"noon against Putin"', "exactly these words, in this order"),
    ("recognise NEAR/6 election", "both words, in any form, at most six words apart"),
    ('"temporarily occupied territor*" after:2024-03-01', "a wildcard in a phrase, and a date"),
    ("Navalnaya~1", "one letter may differ"),
    ('stem:"support Putin" OR title:election', "a phrase in any inflection, or a headline"),
)


@blueprint.get("/")
def home() -> str:
    """The search page: results if anything is asked, else examples and help."""
    address = read_address(request.args)
    return _start(address) if address.is_blank else _results(address)


def _start(address: Address) -> str:
    return render_template(
        "start.html",
        address=address,
        info=opened().info(),
        examples=[(text, page_link(Address(q=text)), says) for text, says in EXAMPLES],
        fields=FIELDS,
    )


def _results(address: Address) -> str:
    results = search(opened().engine(), request_of(address, facets=True))
    return render_template(
        "results.html",
        address=address,
        info=opened().info(),
        results=results,
        hits=[shown_hit(hit, address) for hit in results.hits],
        warnings=shown_warnings(results.warnings, address),
        facets=facet_groups(results.facets or {}, results.total, address),
        filters=filter_links(address),
        sorts=sort_links(address),
        next_page=results.next and page_link(address, cursor=results.next),
        first_page=address.cursor and page_link(address),
        unfiltered=page_link(address, outlets=(), language=None, first=None, last=None),
        language_tag=language_tag,
    )


@blueprint.get("/article/<path:identity>")
def article(identity: str) -> str:
    """An article in full, with all that matches the query marked."""
    address = read_address(request.args)
    engine = opened().engine()
    found = engine.article(identity)
    match, remark = _match(engine, address, Document(found))
    return render_template(
        "article.html",
        address=address,
        article=found,
        passages=passages(found, match),
        remark=remark,
        source_href=web_link(found.url),
        back=None if address.is_blank else page_link(address, cursor=address.cursor),
        language_tag=language_tag,
        language_name=language_name,
    )


@blueprint.get("/article/")
def article_by_parameter() -> str:
    """The same for ids that no path can hold, such as `../a`."""
    identity = single(request.args, "id")
    if not identity:
        raise BadParameter("no article is asked for; add its id, as in /article/ID")
    return article(identity)


def _match(engine: Engine, address: Address, document: Document) -> tuple[Match | None, str]:
    """What to mark, and what to tell the reader about it; filters do not count here."""
    wanted = SearchRequest(address.q, literal=address.literal, any_word=address.any_word)
    if not address.q.strip():
        return None, ""
    try:
        if match := match_of(engine, wanted, document):
            return match, "" if match.marks else "No word of the query is to be marked here."
        partial = match_of(engine, replace(wanted, any_word=True), document)
    except EngineError:
        raise
    except SearchError as error:
        return None, f"Nothing is marked: {error}"
    if partial and partial.marks:
        return partial, "This article does not match the whole query; what it has is marked."
    return None, "This article does not match the query."
