"""The whoosh schema, and how an article is encoded in it.

Whoosh gets finished postings. A token that is its own stem has one list of positions for both
layers; any other token has one in the exact layer, and its stem one in the stem layer. The first
letter of a term says which.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import columns, fields, formats
from whoosh.analysis.analyzers import Analyzer

from onrecord.index.article import Article
from onrecord.index.schema import TEXT_FIELDS
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle, FieldTokens
from onrecord.search.engines.stored_fields import from_json, to_json
from onrecord.search.query.ast import Layer

BOTH, EXACT, STEM = "=", "x", "s"
MISSING = "missing"  # a field with the names of the fields that an article has no value for
NO_DAY = 0

NO_ANALYZER = Analyzer()  # whoosh requires one; it is never called

Postings = list[tuple[bytes, bytes]]  # terms with their encoded positions


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article as the writer takes it: postings and other values, by field name."""

    texts: dict[str, Postings]
    values: dict[str, Any]


class TextField(fields.FieldType):
    """Terms with positions; the writer passes postings to whoosh's pool itself."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), NO_ANALYZER)


class KeywordField(fields.FieldType):
    """Whole values; if `stored`, an article's first one can be read back."""

    def __init__(self, *, stored: bool = False) -> None:
        super().__init__(formats.Existence(), NO_ANALYZER, sortable=stored)

    def index(
        self, value: list[bytes], **_options: object
    ) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        return ((name, 1, 1.0, b"") for name in value)


def build_schema() -> fields.Schema:
    """The whoosh schema of schema version 1; field names are those of plans."""
    schema = fields.Schema(**{name: TextField() for name in TEXT_FIELDS})
    for name in TEXT_FIELDS:
        schema.add(length_column(name), fields.COLUMN(columns.NumericColumn("I")))
    for name in ("id", "source", "outlet", "lang"):
        schema.add(name, KeywordField(stored=True))
    for name in ("url", MISSING):
        schema.add(name, KeywordField())
    for name in ("article", "fingerprint"):
        schema.add(name, fields.COLUMN(columns.VarBytesColumn()))
    schema.add("day", fields.COLUMN(columns.NumericColumn("I")))
    return schema


def length_column(text_field: str) -> str:
    """The column with the number of tokens of a text field."""
    return f"{text_field}_tokens"


def prepare(analysed: AnalysedArticle) -> Prepared:
    """An article as whoosh takes it; runs in worker processes."""
    texts = {name: postings_of(layers) for name, layers in analysed.fields.items()}
    return Prepared(texts, _keywords(analysed) | _columns(analysed))


def _keywords(analysed: AnalysedArticle) -> dict[str, Any]:
    article = analysed.article
    optional = {"outlet": article.outlet, "lang": article.language}
    names = {"id": article.id, "source": article.source} | optional
    known = {name: [encode(value)] for name, value in names.items() if value is not None}
    return known | {
        "url": [encode(place) for place in dict.fromkeys(analysed.url_prefixes)],
        MISSING: [encode(name) for name, value in optional.items() if value is None],
    }


def _columns(analysed: AnalysedArticle) -> dict[str, Any]:
    day = analysed.article.date
    lengths = {length_column(name): len(layers.exact) for name, layers in analysed.fields.items()}
    return lengths | {
        "day": NO_DAY if day is None else day_number(day),
        "fingerprint": analysed.fingerprint.encode(),
        "article": pack_article(analysed.article),
    }


def postings_of(layers: FieldTokens) -> Postings:
    """The terms of a text with their positions."""
    positions_of: dict[str, list[int]] = defaultdict(list)
    for position, token in enumerate(layers.exact):
        positions_of[token].append(position)
    stem_of = dict(zip(layers.exact, layers.stem, strict=True))
    terms: dict[str, list[int]] = defaultdict(list)
    for token, positions in positions_of.items():
        stem = stem_of[token]
        if stem == token:
            terms[BOTH + token] = positions
        else:
            terms[EXACT + token] = positions
            terms[STEM + stem] += positions
    return [
        (encode(term), encode_positions(sorted(positions))) for term, positions in terms.items()
    ]


def terms_of(layer: Layer, token: str) -> tuple[bytes, bytes]:
    """The two terms that together hold the postings of a token in a layer."""
    own = EXACT if layer is Layer.EXACT else STEM
    return encode(BOTH + token), encode(own + token)


def encode(text: str) -> bytes:
    """Text as bytes; surrogates, which some file names contain, pass too."""
    return text.encode("utf-8", "surrogatepass")


def decode(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


def encode_positions(positions: Sequence[int]) -> bytes:
    """Sorted positions, two bytes each; or if they do not fit, four bytes each and one odd byte."""
    if positions[-1] < 1 << 16:
        return array("H", positions).tobytes()
    return array("I", positions).tobytes() + b"\0"


def decode_positions(positions: bytes) -> array[int]:
    return array("I", positions[:-1]) if len(positions) % 2 else array("H", positions)


def count_positions(positions: bytes) -> int:
    """The number of encoded positions."""
    return len(positions) // 4 if len(positions) % 2 else len(positions) // 2


def merge_positions(some: bytes, others: bytes) -> bytes:
    return encode_positions(sorted([*decode_positions(some), *decode_positions(others)]))


def pack_article(article: Article) -> bytes:
    values = json.dumps(to_json(article), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(encode(values), 5)


def unpack_article(packed: bytes) -> Article:
    return from_json(json.loads(decode(zlib.decompress(packed))))
