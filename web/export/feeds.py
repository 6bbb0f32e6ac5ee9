"""A search as a feed, newest first, and as a search engine that a browser can add."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

from flask import Blueprint, Response, request, url_for

from onrecord.search.results.sorting import Sort
from onrecord.search.service import search
from onrecord.web.export.atom import EPOCH, Entry, Feed, outside, to_response, urn
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.urls.links import article_link, page_link
from onrecord.web.urls.parameter_specs import FEED, asked
from onrecord.web.urls.search_params import Address, read_address

blueprint = Blueprint("feeds", __name__)

ENTRIES = 50
DESCRIPTION_TYPE = "application/opensearchdescription+xml"
_OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"


@blueprint.get("/api/search.atom")
def search_feed() -> Response:
    """What a search finds, newest first; `next` leads to the older ones."""
    wanted = replace(asked(FEED), sort=Sort.NEWEST, limit=ENTRIES)
    results = search(current_index().engine(), wanted)
    address = read_address(request.args)
    links = {"self": request.url, "alternate": outside(page_link(_newest(address)))}
    if results.next:
        links["next"] = _feed_link(replace(address, cursor=results.next))
    feed = Feed(
        identity=urn("search", urlencode(_newest(address).parameters(), doseq=True)),
        title=f"{results.interpreted or 'nothing'} – onrecord",
        updated=current_index().info().last_written or EPOCH,
        links=links,
        entries=tuple(Entry(hit, outside(article_link(address, hit.id))) for hit in results.hits),
    )
    return to_response(feed)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """The OpenSearch 1.1 description of the search page and its feed."""
    Xml.register_namespace("", _OPEN_SEARCH)
    root = Xml.Element(f"{{{_OPEN_SEARCH}}}OpenSearchDescription")
    for name, text in (
        ("ShortName", "onrecord"),
        ("Description", "News articles, word for word"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        Xml.SubElement(root, f"{{{_OPEN_SEARCH}}}{name}").text = text
    for media_type, endpoint in (("text/html", "pages.home"), ("application/atom+xml", _FEED)):
        template = f"{url_for(endpoint, _external=True)}?q={{searchTerms}}"
        Xml.SubElement(
            root, f"{{{_OPEN_SEARCH}}}Url", type=media_type, rel="results", template=template
        )
    document = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(document, content_type=DESCRIPTION_TYPE)


_FEED = f"{blueprint.name}.{search_feed.__name__}"


def _newest(address: Address) -> Address:
    return replace(address, sort=Sort.NEWEST, cursor=None)


def _feed_link(address: Address) -> str:
    parameters = replace(address, sort=Sort.RELEVANCE).parameters()  # a feed takes no order
    return url_for(_FEED, _external=True, **parameters)  # type: ignore[arg-type]  # lists are fine
