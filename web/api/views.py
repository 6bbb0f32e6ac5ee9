"""The JSON API: searches, articles and index info, as the command line prints them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from onrecord.search.engines.base import IndexInfo
from onrecord.search.results.models import to_dict
from onrecord.search.service import search
from onrecord.web.api.json_schema import DESCRIPTIONS
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.urls.api_params import SEARCH_PARAMS, parse_search_request
from onrecord.web.urls.search_params import BadParameter, get_single, reject_unknown_params

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search_json() -> dict[str, Any]:
    """A page of hits."""
    return search(current_index().engine(), parse_search_request(SEARCH_PARAMS)).to_dict()


@blueprint.get("/articles/<path:article_id>")
def article_json(article_id: str) -> dict[str, Any]:
    """An article."""
    reject_unknown_params(())
    return to_dict(current_index().engine().article(article_id))


@blueprint.get("/articles")
def article_by_query() -> dict[str, Any]:
    """The same for ids that a path cannot hold, such as `../a`."""
    reject_unknown_params(("id",))
    article_id = get_single(request.args, "id")
    if not article_id:
        raise BadParameter("the article's id is missing; add it, as in /api/articles/ID")
    return to_dict(current_index().engine().article(article_id))


@blueprint.get("/info")
def info_json() -> dict[str, Any]:
    """What the index holds, without its location on the server."""
    reject_unknown_params(())
    info = to_dict(current_index().info())
    return {key: info[key] for key in DESCRIPTIONS[IndexInfo]}
