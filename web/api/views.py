"""The JSON API: the same search, as `onrecord search --format json` prints it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from onrecord.search.results.models import to_dict
from onrecord.search.service import search
from onrecord.web.api.json_schema import KEPT_BACK
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.urls.api_params import SEARCH_PARAMS, parse_search_request
from onrecord.web.urls.search_params import BadParameter, get_single, reject_unknown_params

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search_json() -> dict[str, Any]:
    """The answer to one search."""
    return search(current_index().engine(), parse_search_request(SEARCH_PARAMS)).to_dict()


@blueprint.get("/articles/<path:identity>")
def article_json(identity: str) -> dict[str, Any]:
    """One article, whole."""
    reject_unknown_params(())
    return to_dict(current_index().engine().article(identity))


@blueprint.get("/articles")
def article_by_parameter() -> dict[str, Any]:
    """The same for ids that no path can hold, such as `../a`."""
    reject_unknown_params(("id",))
    identity = get_single(request.args, "id")
    if not identity:
        raise BadParameter("no article is asked for; add its id, as in /api/articles/ID")
    return to_dict(current_index().engine().article(identity))


@blueprint.get("/info")
def info_json() -> dict[str, Any]:
    """What the index holds, and when it was last written."""
    reject_unknown_params(())
    info = current_index().info()
    kept_back = {key for shape, key in KEPT_BACK if isinstance(info, shape)}
    return {key: value for key, value in to_dict(info).items() if key not in kept_back}
