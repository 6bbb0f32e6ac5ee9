"""JSON Schemas of what the API returns, and their types in words."""

from __future__ import annotations

import pytest

from onrecord.web.api.json_schema import DESCRIPTIONS, Schema, schemas, type_name

TYPES: list[tuple[Schema, str]] = [
    ({"type": "string"}, "string"),
    ({"type": "string", "format": "date"}, "string"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
    ({"$ref": "#/components/schemas/Hit"}, "Hit"),
    ({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}, "list of Hit"),
    ({"type": "array", "prefixItems": [{}, {}], "items": False}, "pair of integers"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of integer"),
    ({"type": "object", "additionalProperties": False}, "object"),
]


@pytest.mark.parametrize(("schema", "name"), TYPES)
def test_types_in_words(schema: Schema, name: str) -> None:
    assert type_name(schema) == name


PROPERTIES = [  # object, key, type, choices
    ("Hit", "matched_as", "string", ["verbatim", "folded", "stemmed", "near", "fuzzy", "partial"]),
    ("Hit", "date", "string or null", None),
    ("SearchResults", "closest", "list of Hit", None),
    ("SearchResults", "facets", "object of list of FacetCount or null", None),
    ("Snippet", "highlights", "list of pair of integers", None),
    ("IndexInfo", "outlets", "object of integer", None),
    ("Passage", "truncated", "Truncation or null", None),
]


@pytest.mark.parametrize(("name", "key", "kind", "choices"), PROPERTIES)
def test_properties(name: str, key: str, kind: str, choices: list[str] | None) -> None:
    schema = schemas()[name]["properties"][key]
    assert type_name(schema) == kind
    assert schema.get("enum") == choices


def test_every_key_is_required_described_and_without_default() -> None:
    for cls, descriptions in DESCRIPTIONS.items():
        schema = schemas()[cls.__name__]
        assert schema["required"] == list(schema["properties"]) == list(descriptions)
        assert schema["additionalProperties"] is False
        for one in schema["properties"].values():
            assert one["description"]
            assert "](" not in one["description"]
            assert "default" not in one


def test_the_location_on_the_server_is_no_key() -> None:
    assert "location" not in schemas()["IndexInfo"]["properties"]
