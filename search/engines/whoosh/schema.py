"""How an article lies in a whoosh index, and the names that the other modules agree on.

Whoosh is handed finished postings. A token whose stem is the token itself has one list of
positions for both layers; any other has one in the exact layer, and its stem one in the stem
layer. The first letter of a term says which.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from whoosh import columns, fields, formats
from whoosh.analysis.analyzers import Analyzer
from whoosh.filedb.structfile import StructFile

from onrecord.index.article import Article
from onrecord.index.schema import TEXT_FIELDS
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle, FieldTokens
from onrecord.search.query.ast import Layer

BOTH, EXACT, STEM = "=", "x", "s"
LACKS = "lacks"  # the names of the fields that an article has no value for
NO_DAY = 0

NO_ANALYZER = Analyzer()  # whoosh wants one; it is never called

Postings = list[tuple[bytes, bytes]]  # terms with their packed positions


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the writer takes for an article: postings and other values, by whoosh's field names."""

    texts: dict[str, Postings]
    values: dict[str, Any]


class Numbers(columns.Column):
    """A number for every article, read all at once."""

    _default = 0

    class Writer(columns.ColumnWriter):
        def __init__(self, dbfile: StructFile) -> None:
            super().__init__(dbfile)
            self._values = array("I")

        def add(self, docnum: int, value: int) -> None:
            self._values.extend([0] * (docnum - len(self._values)))
            self._values.append(value)

        def finish(self, docnum: int) -> None:
            self._values.extend([0] * (docnum - len(self._values)))
            self._dbfile.write_array(self._values)

    class Reader(columns.ColumnReader):
        def __getitem__(self, docnum: int) -> int:
            number: int = self._dbfile.get_uint(self._basepos + 4 * docnum)
            return number

        def load(self) -> array[int]:  # type: ignore[override]  # as whoosh's own columns do
            numbers: array[int] = self._dbfile.get_array(self._basepos, "I", self._doccount)
            return numbers


class Words(fields.FieldType):
    """A text field: terms with their positions, which the writer puts past whoosh."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), NO_ANALYZER)


class Names(fields.FieldType):
    """Whole values; with `kept`, the first can be read back for each article."""

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__(formats.Existence(), NO_ANALYZER, sortable=kept)

    def index(
        self, value: list[bytes], **_options: object
    ) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        return ((name, 1, 1.0, b"") for name in value)


def build_schema() -> fields.Schema:
    """The whoosh schema of schema version 1; names are those of plans."""
    schema = fields.Schema(**{name: Words() for name in TEXT_FIELDS})
    for name in TEXT_FIELDS:
        schema.add(length_of(name), fields.COLUMN(Numbers()))
    for name in ("id", "source", "outlet", "lang"):
        schema.add(name, Names(kept=True))
    for name in ("url", LACKS):
        schema.add(name, Names())
    for name in ("article", "fingerprint"):
        schema.add(name, fields.COLUMN(columns.VarBytesColumn()))
    schema.add("day", fields.COLUMN(Numbers()))
    return schema


def length_of(text_field: str) -> str:
    """The name of the column with the number of tokens of a text field."""
    return f"{text_field}_tokens"


def prepare(analysed: AnalysedArticle) -> Prepared:
    """An article as whoosh takes it; runs in worker processes."""
    texts = {name: postings_of(layers) for name, layers in analysed.fields.items()}
    return Prepared(texts, _names(analysed) | _columns(analysed))


def _names(analysed: AnalysedArticle) -> dict[str, Any]:
    article = analysed.article
    optional = {"outlet": article.outlet, "lang": article.language}
    names = {"id": article.id, "source": article.source} | optional
    known = {name: [encoded(value)] for name, value in names.items() if value is not None}
    return known | {
        "url": [encoded(place) for place in dict.fromkeys(analysed.url_prefixes)],
        LACKS: [encoded(name) for name, value in optional.items() if value is None],
    }


def _columns(analysed: AnalysedArticle) -> dict[str, Any]:
    day = analysed.article.date
    lengths = {length_of(name): len(layers.exact) for name, layers in analysed.fields.items()}
    return lengths | {
        "day": NO_DAY if day is None else day_number(day),
        "fingerprint": analysed.fingerprint.encode(),
        "article": pack(analysed.article),
    }


def postings_of(layers: FieldTokens) -> Postings:
    """Each term of a text with its positions."""
    places: dict[str, list[int]] = defaultdict(list)
    for position, token in enumerate(layers.exact):
        places[token].append(position)
    stem_of = dict(zip(layers.exact, layers.stem, strict=True))
    terms: dict[str, list[int]] = defaultdict(list)
    for token, positions in places.items():
        stem = stem_of[token]
        if stem == token:
            terms[BOTH + token] = positions
        else:
            terms[EXACT + token] = positions
            terms[STEM + stem] += positions
    return [(encoded(term), packed(sorted(positions))) for term, positions in terms.items()]


def terms_of(layer: Layer, token: str) -> tuple[bytes, bytes]:
    """The two terms whose postings make up those of a token in a layer."""
    own = EXACT if layer is Layer.EXACT else STEM
    return encoded(BOTH + token), encoded(own + token)


def date_of(day: int) -> date | None:
    """The date of a day's number."""
    return None if day == NO_DAY else date(day // 10_000, day // 100 % 100, day % 100)


def encoded(text: str) -> bytes:
    """Text as bytes, also what is not proper Unicode, such as some file names."""
    return text.encode("utf-8", "surrogatepass")


def decoded(packed_text: bytes) -> str:
    return packed_text.decode("utf-8", "surrogatepass")


def packed(positions: Sequence[int]) -> bytes:
    """Sorted positions as two bytes each, or as four and an odd one if they do not fit."""
    if positions[-1] < 1 << 16:
        return array("H", positions).tobytes()
    return array("I", positions).tobytes() + b"\0"


def unpacked(positions: bytes) -> array[int]:
    return array("I", positions[:-1]) if len(positions) % 2 else array("H", positions)


def count(positions: bytes) -> int:
    """How many positions are packed."""
    return len(positions) // 4 if len(positions) % 2 else len(positions) // 2


def united(some: bytes, others: bytes) -> bytes:
    return packed(sorted([*unpacked(some), *unpacked(others)]))


def pack(article: Article) -> bytes:
    values = asdict(article) | {"date": article.date and article.date.isoformat()}
    return zlib.compress(encoded(json.dumps(values, ensure_ascii=False, separators=(",", ":"))), 5)


def unpack(packed_article: bytes) -> Article:
    values = json.loads(decoded(zlib.decompress(packed_article)))
    if values["date"]:
        values["date"] = date.fromisoformat(values["date"])
    return Article(**values)
