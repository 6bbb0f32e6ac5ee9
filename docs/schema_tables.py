"""The tables of docs/json.md and docs/api.md, from the API's own descriptions."""

from __future__ import annotations

from docs.query_tables import table
from onrecord.web.api.json_schema import DESCRIPTIONS, schemas, type_name
from onrecord.web.api.openapi import OPERATIONS
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.urls.api_params import SEARCH_PARAMS


def keys(cls: type, name: str) -> str:
    """The keys of an object, with types and descriptions."""
    properties = schemas()[cls.__name__]["properties"]
    rows = [
        (f"`{key}`", type_name(properties[key]), text) for key, text in DESCRIPTIONS[cls].items()
    ]
    return table((f"key of {name}", "type", "meaning"), rows)


def parameters() -> str:
    """The parameters of /api/search."""
    rows = [(f"`{parameter.name}`", parameter.description) for parameter in SEARCH_PARAMS]
    return table(("parameter", "meaning"), rows)


def operations() -> str:
    """Every operation with its media type and parameters."""
    rows = [
        (
            f"`{operation.path}`",
            operation.summary,
            f"`{operation.media_type}`",
            ", ".join(f"`{parameter.name}`" for parameter in operation.parameters) or "–",
        )
        for operation in OPERATIONS
    ]
    return table(("GET", "returns", "as", "parameters"), rows)


def problems() -> str:
    """Every problem type."""
    rows = [(f"`{one.name}`", str(one.status), one.when) for one in PROBLEM_TYPES]
    return table(("`type` ends in", "status", "when"), rows)
