"""Connections shared out among workers: who has more leaves a new one to the others at first."""

from __future__ import annotations

import pytest

from web.sharing import COURTESY, Connections, Share


def shares(*counts: int) -> list[Share]:
    connections = Connections(len(counts))
    told = [Share(connections, worker) for worker in range(len(counts))]
    for share, count in zip(told, counts, strict=True):
        share.note(count)
    return told


@pytest.mark.parametrize(
    ("counts", "leave"),
    [
        ((0,), [False]),
        ((9,), [False]),  # alone, there is nobody to leave it to
        ((0, 0), [False, False]),
        ((1, 0), [True, False]),
        ((2, 3), [False, True]),
        ((8, 9), [False, False]),  # by an eighth is even enough
        ((8, 10), [False, True]),
        ((5, 4, 0), [True, True, False]),
    ],
)
def test_who_has_more_leaves_a_connection_to_the_others(
    counts: tuple[int, ...], leave: list[bool]
) -> None:
    assert [share.leaves(1.0) for share in shares(*counts)] == leave


def test_it_waits_a_moment_and_then_takes_it() -> None:
    ahead, _ = shares(1, 0)
    assert ahead.leaves(1.0)
    assert ahead.is_waiting(1.0 + COURTESY / 2)
    assert not ahead.is_waiting(1.0 + COURTESY)
    assert not ahead.leaves(1.0 + COURTESY)  # nobody else has taken it
    assert ahead.leaves(1.0 + COURTESY)  # this is another


def test_what_another_has_taken_does_not_count() -> None:
    ahead, _ = shares(1, 0)
    assert ahead.leaves(1.0)
    assert ahead.leaves(2.0)


def test_it_waits_no_longer_than_it_is_ahead() -> None:
    ahead, other = shares(1, 0)
    assert ahead.leaves(1.0)
    other.note(1)
    assert not ahead.is_waiting(1.0)
