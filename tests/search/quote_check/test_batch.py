"""Many quotations: how they are distributed, and what becomes of one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

import pytest

from onrecord.search.quote_check.batch import Claim, batches, check_all, is_parallel


@pytest.mark.parametrize(
    ("url", "claims", "workers", "expected"),
    [
        ("folder", 64, 2, True),
        ("folder", 63, 2, False),
        ("folder", 64, 1, False),
        ("memory:", 64, 2, False),
    ],
)
def test_when_workers_are_started(url: str, claims: int, workers: int, expected: bool) -> None:
    assert is_parallel(url, claims, workers) is expected


@pytest.mark.parametrize(
    ("claims", "sizes"), [(0, []), (16, [16]), (17, [16, 1]), (40, [16, 16, 8])]
)
def test_batches(claims: int, sizes: list[int]) -> None:
    made = [Claim(str(number), "") for number in range(claims)]
    cut = list(batches(made))
    assert [len(batch) for batch in cut] == sizes
    assert [claim for batch in cut for claim in batch] == made


def test_a_claim_that_fails_has_an_error_and_the_rest_go_on() -> None:
    claims = [Claim("1", "…"), Claim("2", "", "line 2 is bad"), Claim("3", "a b", "")]
    first, second, third = check_all("memory:", claims)
    assert "no word to search for" in first["error"]
    assert second == {"id": "2", "quotation": "", "error": "line 2 is bad"}
    assert (third["id"], third["verdict"], third["total"]) == ("3", "not_found", 0)


def test_each_answer_comes_as_soon_as_it_is_found() -> None:
    taken = []

    def endless() -> Iterator[Claim]:
        for number in count():
            taken.append(number)
            yield Claim(str(number), "a b")

    answers = list(islice(check_all("memory:", endless()), 70))
    assert [answer["id"] for answer in answers] == [str(number) for number in range(70)]
    assert len(taken) == 70
