"""Where programs find the search that a page shows: its exports, its feed and its JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import current_app, url_for

from onrecord.search.results.sorting import Sort
from onrecord.web.export.downloads import FORMS
from onrecord.web.urls.search_params import Address

NAMES = {"csv": "CSV", "jsonl": "JSON Lines", "ris": "RIS"}


@dataclass(frozen=True, slots=True)
class Machines:
    """The same search in other forms; exports as (name, link); `save` where that can be done."""

    exports: tuple[tuple[str, str], ...]
    feed: str
    json: str
    save: str | None


def machines(address: Address) -> Machines:
    """The links of a search. A feed has an order of its own, and nothing but pages has cursors."""
    whole = replace(address, cursor=None)
    exports = tuple((NAMES[form], _link("exports.export", whole, form=form)) for form in FORMS)
    unordered = replace(whole, sort=Sort.RELEVANCE)
    return Machines(
        exports,
        feed=_link("feeds.search_feed", unordered),
        json=_link("api.search_json", whole),
        save=_link("saved.naming", whole) if "saved" in current_app.blueprints else None,
    )


def _link(endpoint: str, address: Address, **values: str) -> str:
    return url_for(endpoint, **values, **address.parameters())  # type: ignore[arg-type]  # lists are fine
