"""Pages for saved searches: the list, and for each search a page and a feed of new hits."""

from __future__ import annotations

import re
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
from onrecord.web.export.atom import EPOCH, Feed, external_url, urn
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.middleware.resource_limits import search_timeout
from onrecord.web.pages.search_hits import hit_view
from onrecord.web.security.auth import current_user
from onrecord.web.security.security_headers import no_store
from onrecord.web.urls.links import article_url, search_url
from onrecord.web.urls.search_params import (
    BadParameter,
    SearchParams,
    parse_search_params,
    to_search_request,
)

blueprint = Blueprint("saved", __name__, url_prefix="/saved")

_REVISION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Row:
    """A saved search in the list with its number of new hits, or why it failed."""

    saved: SavedSearch
    interpreted: str
    href: str
    total: int = 0
    problem: str = ""


def register(app: Flask, searches: SavedSearchStore) -> None:
    """Enable saved searches."""
    app.extensions["onrecord-saved"] = searches
    app.register_blueprint(blueprint)


@blueprint.get("")
def index() -> Response:
    """The user's searches."""
    rows = [_row(saved) for saved in _searches().list_searches(current_user())]
    return no_store(render_template("saved/list.html", params=SearchParams(), rows=rows))


@blueprint.get("/new")
def save_form() -> Response:
    """The form that saves a search under a name."""
    params = parse_search_params(request.args)
    return no_store(
        render_template(
            "saved/save_form.html",
            params=params,
            interpreted=interpreted_query(_search_request(params)),
            query=replace(params, cursor=None).to_query(),
        )
    )


@blueprint.post("")
def create() -> Response:
    """Save a search; its present hits count as seen."""
    search_request = _search_request(parse_search_params(request.form))
    name = request.form.get("name", "")
    save_search(_searches(), current_index().engine(), current_user(), name, search_request)
    return _to_list()


@blueprint.get("/<int:number>")
def page(number: int) -> Response:
    """The new hits of a search."""
    found = _news(number)
    params = _to_params(found.saved.request)
    return no_store(
        render_template(
            "saved/new_hits.html",
            params=params,
            news=found,
            interpreted=interpreted_query(found.saved.request),
            search_url=search_url(params),
            hits=[hit_view(hit, params) for hit in found.hits],
        )
    )


@blueprint.get("/<int:number>.atom")
def feed(number: int) -> Response:
    """The new hits as a feed; reading it marks nothing as seen."""
    found = _news(number)
    saved, params = found.saved, _to_params(found.saved.request)
    page_url = external_url(url_for("saved.page", number=number))
    return Feed(
        id=urn("saved", saved.created.isoformat(), saved.owner, saved.name),
        title=f"{saved.name}: new – onrecord",
        updated=current_index().info().last_written or EPOCH,
        links={"self": request.url, "alternate": page_url},
        entries=[(hit, external_url(article_url(params, hit.id))) for hit in found.hits],
    ).to_response()


@blueprint.post("/<int:number>/seen")
def mark_seen(number: int) -> Response:
    """Mark hits up to a revision as seen; later ones stay new."""
    revision = request.form.get("revision", "")
    if not _REVISION.fullmatch(revision):
        raise BadParameter("revision is the number in the page's form")
    _searches().mark_seen(_saved(number), PAGE_READER, int(revision))
    return _to_list()


@blueprint.post("/<int:number>/drop")
def delete(number: int) -> Response:
    """Delete a search."""
    _searches().delete(_saved(number))
    return _to_list()


def _to_list() -> Response:
    return no_store(redirect(url_for("saved.index"), 303))


def _row(saved: SavedSearch) -> Row:
    """A row of the list; a search that fails does not affect the others."""
    href = search_url(_to_params(saved.request))
    try:
        with search_timeout():
            found = check_search(_searches(), current_index().engine(), saved, PAGE_READER)
        return Row(saved, interpreted_query(saved.request), href, found.total)
    except EngineError:
        raise
    except SearchError as error:
        return Row(saved, saved.request.text, href, problem=str(error))


def _news(number: int) -> Alert:
    return check_search(_searches(), current_index().engine(), _saved(number), PAGE_READER)


def _saved(number: int) -> SavedSearch:
    return _searches().get(current_user(), number)


def _search_request(params: SearchParams) -> SearchRequest:
    if params.is_empty:
        raise BadParameter("there is nothing to save; search for something first")
    return to_search_request(replace(params, cursor=None))


def _to_params(saved: SearchRequest) -> SearchParams:
    """The parameters of the search page for a saved search."""
    return SearchParams(
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
