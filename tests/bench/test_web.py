"""Goals and tables of a run of the web bench."""

from __future__ import annotations

import pytest

from bench.load_generator import Load
from bench.queries import Query, QueryKind
from bench.web import CONNECTIONS, WebRun, goals, mixed, to_markdown
from bench.web_servers import API, DATASETTE


def flat(milliseconds: float, *errors: str) -> Load:
    return Load(1, 1.0, (milliseconds,) * 10, errors)


def a_run(api: float, peer: float, search: float, *errors: str) -> WebRun:
    """A run in which everything took the same."""
    by_kind = {
        name: {str(kind): dict.fromkeys(CONNECTIONS, flat(ms)) for kind in QueryKind}
        for name, ms in ((API, api), (DATASETTE, peer))
    }
    alike = {name: dict.fromkeys(CONNECTIONS, flat(api)) for name in by_kind}
    return WebRun(by_kind, alike, {"mixed": search}, flat(api, *errors))


VERDICTS = [  # a run, the verdicts of: API to search, errors, ahead of Datasette
    (a_run(2.0, 3.0, 1.0), ("pass", "pass", "pass")),
    (a_run(2.1, 2.0, 1.0), ("MISS", "pass", "MISS")),
    (a_run(2.0, 3.0, 1.0, "status 500"), ("pass", "MISS", "pass")),
]


@pytest.mark.parametrize(("told", "verdicts"), VERDICTS)
def test_goals_are_ratios_of_one_run(told: WebRun, verdicts: tuple[str, str, str]) -> None:
    to_search, errors, *ahead = goals(told)
    assert (to_search.verdict, errors.verdict) == verdicts[:2]
    assert {goal.verdict for goal in ahead} == {verdicts[2]}
    assert len(ahead) == len(QueryKind) * len(CONNECTIONS)
    assert f"| {to_search.name} |" in to_markdown(told)


def test_kinds_take_turns() -> None:
    queries = [Query(kind, (str(n),)) for kind in QueryKind for n in range(3)]
    assert [query.kind for query in mixed(queries)] == list(QueryKind) * 3
