"""Saved searches: a page of them all, and for each a page and a feed of what is new in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from onrecord.search.errors import EngineError, SearchError
from onrecord.search.saved_searches.alerts import PAGE_READER, Alert, check_search, save_search
from onrecord.search.saved_searches.store import SavedSearch, SavedSearchStore
from onrecord.search.service import SearchRequest, interpreted_query
from onrecord.web.export.atom import EPOCH, Entry, Feed, outside, to_response, urn
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.middleware.resource_limits import search_timeout
from onrecord.web.pages.presenters import shown_hit
from onrecord.web.rendering.safe_html import language_tag
from onrecord.web.security.auth import current_user
from onrecord.web.security.security_headers import no_store
from onrecord.web.urls.links import article_link, page_link
from onrecord.web.urls.search_params import Address, BadParameter, read_address, request_of

blueprint = Blueprint("saved", __name__, url_prefix="/saved")


@dataclass(frozen=True, slots=True)
class Row:
    """A saved search in the list: how much is new in it, or why that cannot be told."""

    saved: SavedSearch
    reading: str
    href: str
    total: int = 0
    problem: str = ""


def register(app: Flask, searches: SavedSearchStore) -> None:
    """Let searches be saved."""
    app.extensions["onrecord-saved"] = searches
    app.register_blueprint(blueprint)


@blueprint.get("")
def every() -> Response:
    """All searches of whoever asks, with how much is new in each."""
    rows = [_row(saved) for saved in _searches().list_searches(current_user())]
    return no_store(render_template("saved.html", address=Address(), rows=rows))


@blueprint.get("/new")
def naming() -> Response:
    """The form that gives the search of this address a name."""
    address = read_address(request.args)
    reading = interpreted_query(_asked(address))
    parameters = replace(address, cursor=None).parameters()
    return no_store(
        render_template("save.html", address=address, reading=reading, parameters=parameters)
    )


@blueprint.post("")
def keep() -> Response:
    """Save a search; what it finds now is not news."""
    wanted = _asked(read_address(request.form))
    save_search(
        _searches(), current_index().engine(), current_user(), request.form.get("name", ""), wanted
    )
    return no_store(redirect(url_for("saved.every"), 303))


@blueprint.get("/<int:number>")
def page(number: int) -> Response:
    """What is new in a search."""
    told = _news(number)
    address = _address(told.saved.request)
    return no_store(
        render_template(
            "news.html",
            address=address,
            told=told,
            reading=interpreted_query(told.saved.request),
            search=page_link(address),
            hits=[shown_hit(hit, address) for hit in told.hits],
            language_tag=language_tag,
        )
    )


@blueprint.get("/<int:number>.atom")
def feed(number: int) -> Response:
    """The same as a feed; reading it marks nothing as seen."""
    told = _news(number)
    address = _address(told.saved.request)
    entries = (Entry(hit, outside(article_link(address, hit.id))) for hit in told.hits)
    links = {"self": request.url, "alternate": outside(url_for("saved.page", number=number))}
    return to_response(
        Feed(
            identity=urn(
                "saved", told.saved.created.isoformat(), told.saved.owner, told.saved.name
            ),
            title=f"{told.saved.name}: new – onrecord",
            updated=current_index().info().last_written or EPOCH,
            links=links,
            entries=tuple(entries),
        )
    )


@blueprint.post("/<int:number>/seen")
def mark_seen(number: int) -> Response:
    """What has been shown is no longer new; what has been found since then is."""
    revision = request.form.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise BadParameter("revision must be the number that the page sends with its button")
    _searches().mark_seen(_searches().get(current_user(), number), PAGE_READER, int(revision))
    return no_store(redirect(url_for("saved.every"), 303))


@blueprint.post("/<int:number>/drop")
def drop(number: int) -> Response:
    """Delete a search."""
    _searches().delete(_searches().get(current_user(), number))
    return no_store(redirect(url_for("saved.every"), 303))


def _row(saved: SavedSearch) -> Row:
    """One that fails does not take the others with it."""
    link = page_link(_address(saved.request))
    try:
        with search_timeout():
            told = check_search(_searches(), current_index().engine(), saved, PAGE_READER)
        return Row(saved, interpreted_query(saved.request), link, told.total)
    except EngineError:
        raise
    except SearchError as error:
        return Row(saved, saved.request.text, link, problem=str(error))


def _news(number: int) -> Alert:
    return check_search(
        _searches(), current_index().engine(), _searches().get(current_user(), number), PAGE_READER
    )


def _asked(address: Address) -> SearchRequest:
    if address.is_blank:
        raise BadParameter("there is nothing to save; search for something first")
    return request_of(replace(address, cursor=None))


def _address(saved: SearchRequest) -> Address:
    """The address of the page that shows this very search."""
    return Address(
        q=saved.text,
        sort=saved.sort,
        outlets=saved.outlets,
        languages=saved.languages,
        periods=saved.periods,
        first=saved.first.isoformat() if saved.first else None,
        last=saved.last.isoformat() if saved.last else None,
        literal=saved.literal,
        any_word=saved.any_word,
    )


def _searches() -> SavedSearchStore:
    searches: SavedSearchStore = current_app.extensions["onrecord-saved"]
    return searches
