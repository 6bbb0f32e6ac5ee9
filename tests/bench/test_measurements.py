"""Figures derived from what was measured."""

from __future__ import annotations

import pytest

from bench.measurements import Build, ColdStart, CorpusSize, percentile_95

BUILD = Build(CorpusSize(100, 5_000_000), 2.0, 6_000_000, 7_000_000, 9_000_000, 1)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (BUILD.articles_per_second, 50),
        (BUILD.megabytes_per_second, 2.5),
        (BUILD.index_per_text, 1.2),
        (BUILD.peak_megabytes, 9),
        (ColdStart((90, 100, 400), (30, 25, 20)).ratio, 4),
        (percentile_95([7.0]), 7),
        (percentile_95([1.0, 2.0]), 1.95),
        (percentile_95(range(101)), 95),
    ],
)
def test_figures(figure: float, expected: float) -> None:
    assert figure == pytest.approx(expected)
