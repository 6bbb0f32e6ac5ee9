"""Each record has an outcome of its own, whatever becomes of the others."""

from __future__ import annotations

from onrecord.index.indexing.record_preparation import prepare
from onrecord.index.readers import ReadError, Record
from onrecord.index.writer_protocol import AnalysedArticle

ROWS = [
    (b'{"title": "Taken", "text": "By the engine."}', "Taken"),
    (b'{"title": "Refused", "text": "By the engine."}', "refused: the engine cannot take it"),
    (b"{", "bad: is not valid JSON"),
    (b"[]", "bad: is not a JSON object"),
    (b'{"title": "Last", "text": "Also taken."}', "Last"),
]


def take(analysed: AnalysedArticle) -> str:
    """What an engine makes of an article: it takes all but one."""
    if analysed.article.title == "Refused":
        raise ReadError("refused", "the engine cannot take it")
    return analysed.article.title


def test_a_record_that_fails_does_not_touch_the_others() -> None:
    records = [Record("bad", "0", "json", row) for row, _ in ROWS]
    outcomes = prepare(records, take)
    told = [str(outcome.error or outcome.article) for outcome in outcomes]
    expected = [expected for _, expected in ROWS]
    assert [one.startswith(start) for one, start in zip(told, expected, strict=True)] == [True] * 5
    assert {outcome.source for outcome in outcomes} == {"bad"}
