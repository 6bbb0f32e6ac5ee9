"""Feeds of search results, and the OpenSearch description that browsers read."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from onrecord.search.results.sorting import Sort
from onrecord.search.service import search
from onrecord.web.export.atom import EPOCH, Feed, external_url, urn
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.urls.api_params import FEED_PARAMS, parse_search_request
from onrecord.web.urls.links import article_url, search_url
from onrecord.web.urls.search_params import parse_search_params

blueprint = Blueprint("feeds", __name__)

ENTRIES = 50


@blueprint.get("/api/search.atom")
def search_feed() -> Response:
    """The newest hits; the link `next` leads to older ones."""
    request_newest = replace(parse_search_request(FEED_PARAMS), sort=Sort.NEWEST, limit=ENTRIES)
    results = search(current_index().engine(), request_newest)
    params = parse_search_params(request.args)
    newest = replace(params, sort=Sort.NEWEST, cursor=None)
    links = {"self": request.url, "alternate": external_url(search_url(newest))}
    if results.next:
        query = replace(params, cursor=results.next).to_query()
        links["next"] = url_for("feeds.search_feed", _external=True, **query)
    return Feed(
        id=urn("search", urlencode(newest.to_query(), doseq=True)),
        title=f"{results.interpreted or 'nothing'} – onrecord",
        updated=current_index().info().last_written or EPOCH,
        links=links,
        entries=[(hit, external_url(article_url(params, hit.id))) for hit in results.hits],
    ).to_response()


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """The OpenSearch 1.1 description, by which a browser can add the search."""
    xml = render_template("feeds/opensearch.xml")
    return Response(xml, content_type="application/opensearchdescription+xml")
