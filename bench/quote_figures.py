"""Results of the quote check benchmark as tables and goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from statistics import median, quantiles

from bench.quote_cases import ABSENT, KINDS, MAKERS, Case
from bench.report import table
from bench.thresholds import Goal

TIMED = 25  # words
ALTERED = frozenset(kind for kind, (_, verdict, _) in MAKERS.items() if verdict == "altered")
FAITHFUL = frozenset(MAKERS) - ALTERED
VERDICTS = ("verbatim", "abridged", "altered", "spliced", "not_found")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with its verdict; `rank` is the rank of the right article, 0 if missing."""

    case: Case
    verdict: str
    rank: int
    affects: frozenset[str]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of checks of TIMED words, the median on a smaller index, seconds of a file."""

    milliseconds: Sequence[float]
    smaller: float
    bulk: float


def kind_row(kind: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The share of a kind with the right verdict and with the right article first."""
    own = [one for one in outcomes if one.case.kind == kind]
    if not own:
        return kind, "0", "–", "–", "–"
    right = share(one.verdict == one.case.verdict for one in own)
    first = "–" if kind == ABSENT else percent(share(one.rank == 1 for one in own))
    wanted = own[0].case.affects
    flagged = [one for one in own if one.verdict == "altered"]
    flags = percent(share(bool(wanted & one.affects) for one in flagged)) if wanted else "–"
    return kind, f"{len(own)}", percent(right), first, flags


def verdict_row(verdict: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Precision and recall of a verdict, and the kinds it was wrongly given to."""
    given = [one for one in outcomes if one.verdict == verdict]
    due = [one for one in outcomes if one.case.verdict == verdict]
    both = [one for one in given if one.case.verdict == verdict]
    wrong = Counter(one.case.kind for one in given if one.case.verdict != verdict)
    precision = percent(len(both) / len(given)) if given else "–"
    recall = percent(len(both) / len(due)) if due else "–"
    confused = ", ".join(f"{kind} {count}" for kind, count in wrong.most_common(4)) or "–"
    return verdict, precision, recall, confused


def share(claims: Iterable[bool]) -> float:
    held = list(claims)
    return sum(held) / len(held) if held else 0.0


def percent(part: float) -> str:
    return f"{part:.1%}"


def goals_of(outcomes: Sequence[Outcome], times: Times | None) -> list[Goal]:
    """The goals of the quote check with the figures of this run."""
    absent = [one for one in outcomes if one.case.kind == ABSENT]
    right = share(one.verdict == one.case.verdict for one in outcomes)
    faithful, altered = first(outcomes, FAITHFUL), first(outcomes, ALTERED)
    found = [
        Goal("right article first, unchanged and abridged", faithful, 0.995, at_least=True),
        Goal("right article first, altered", altered, 0.98, at_least=True),
        Goal("right verdict", right, 0.97, at_least=True),
        Goal("false finds", share(one.verdict != "not_found" for one in absent), 0.005),
    ]
    return [*found, *(time_goals(times) if times else [])]


def first(outcomes: Iterable[Outcome], kinds: Set[str]) -> float:
    """The share of cases with the right article first."""
    return share(one.rank == 1 for one in outcomes if one.case.kind in kinds)


def time_goals(times: Times) -> list[Goal]:
    """The goals that depend on the machine."""
    middle = median(times.milliseconds)
    return [
        Goal(f"median ms, {TIMED} words", middle, 25.0),
        Goal("median / median at a third of the articles", middle / times.smaller, 3.0),
        Goal("s for 1,000 quotations in a file, two processes", times.bulk, 30.0),
    ]


def to_markdown(outcomes: Sequence[Outcome], times: Times | None) -> str:
    """All tables of a run."""
    by_kind = table(
        ("case", "number", "right verdict", "right article first", "change flagged"),
        (kind_row(kind, outcomes) for kind in KINDS),
    )
    by_verdict = table(
        ("verdict", "precision", "recall", "wrongly given to"),
        (verdict_row(verdict, outcomes) for verdict in VERDICTS),
    )
    goals = table(("goal", "figure", "bound", "met"), map(goal_row, goals_of(outcomes, times)))
    late = quantiles(times.milliseconds, n=20)[-1] if times else 0.0
    tail = f"\n\n{TIMED} words: 95th percentile {late:.1f} ms" if times else ""
    return "\n\n".join((by_kind, by_verdict, goals)) + tail


def goal_row(goal: Goal) -> tuple[str, ...]:
    """A goal, its figure and whether it is met."""
    sign = "≥" if goal.at_least else "≤"
    return goal.name, f"{goal.figure:.4g}", f"{sign} {goal.bound:g}", goal.verdict
