"""onrecord quote"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from onrecord.cli.checkpoint import Journal, left_of
from onrecord.cli.claims_reader import read_claims
from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING
from onrecord.cli.options import Text, index_option, workers_option
from onrecord.cli.output.progress import QuoteProgress
from onrecord.cli.output.quote_formats import FORMATS
from onrecord.cli.output.terminal import print_paged
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.batch import Answer, Claim, check_all

STYLES = [*FORMATS, "html"]
FAITHFUL = ("verbatim", "abridged")


@click.command("quote")
@click.argument("text", nargs=-1, type=Text())
@click.option(
    "--file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A quotation a line, or id<TAB>quotation; a .csv with the column quotation; JSON Lines "
    "with that key. - is standard input.",
)
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    help="Passages shown of each quotation; all by default.",
)
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the answers there; until it is whole, they are kept in FILE.part.",
)
@click.option("--resume", is_flag=True, help="Go on with what FILE.part of --out already has.")
@workers_option
@index_option
def command(
    text: tuple[str, ...],
    file: str | None,
    limit: int | None,
    style: str,
    out: Path | None,
    resume: bool,
    workers: int | None,
    index_url: str,
) -> int:
    """Check quotations: were these words said, where, and what was changed?

    The verdict is verbatim, abridged, altered, spliced or not found: see docs/quotes.md.
    Exit 0: all verbatim or abridged, 1: some are not, 2: error.

    \b
    onrecord quote "support for Putin is below 60%"
    onrecord quote - < quotation.txt
    onrecord quote --file claims.csv --format html --out report.html
    """
    if (file is None) == (not text):
        raise click.UsageError("give a quotation, - to read one, or --file")
    if resume and out is None:
        raise click.UsageError("--resume needs --out, beside which the answers are kept")
    engine = open_engine(index_url)
    info = engine.info()
    engine.close()
    claims = _from_file(file) if file else [_typed(text)]
    answers = _answers(
        index_url, info, claims, out=out, resume=resume, limit=limit, workers=workers
    )
    if file is None:
        _refuse_unreadable(claims[0], answers)
    _write(_styled(answers, style, info, is_list=file is not None), out)
    return _code(answers)


def _from_file(name: str) -> list[Claim]:
    with click.open_file(name, "rb") as file:
        return list(read_claims(file, name))


def _typed(text: Sequence[str]) -> Claim:
    written = " ".join(text)
    if written == "-":
        written = sys.stdin.read()
    return Claim("1", written)


def _answers(
    url: str,
    info: IndexInfo,
    claims: list[Claim],
    *,
    out: Path | None,
    resume: bool,
    limit: int | None,
    workers: int | None,
) -> list[Answer]:
    """The answers in the order of the claims, those of an earlier run among them."""
    journal = Journal.beside(out, info.generation) if out else None
    done = journal.resume() if journal and resume else []
    if journal and not resume:
        journal.begin()
    left = list(left_of(claims, done))
    with ExitStack() as stack:
        progress = stack.enter_context(QuoteProgress(len(left)))
        made = progress.track(check_all(url, left, limit, workers))
        new = list(journal.keep(made) if journal else made)
    by_claim = {(answer["id"], answer["quotation"]): answer for answer in [*done, *new]}
    return [by_claim[claim.id, claim.text] for claim in claims]


def _refuse_unreadable(claim: Claim, answers: list[Answer]) -> None:
    """A single quotation that cannot be read is an error like any other."""
    if "error" in answers[0]:
        raise QuerySyntaxError(answers[0]["error"], 0, len(claim.text))


def _styled(answers: list[Answer], style: str, info: IndexInfo, *, is_list: bool) -> Iterable[str]:
    if style == "html":
        from onrecord.web.pages.quote_report import to_html

        return [to_html(answers, info)]
    if style == "json" and not is_list:
        (answer,) = answers
        own = {key: answer[key] for key in answer if key != "id"}  # which no file gave it
        return [json.dumps(own, ensure_ascii=False)]
    return FORMATS[style](answers)


def _write(lines: Iterable[str], out: Path | None) -> None:
    """Print, or write a file that is there only when it is whole."""
    if out is None:
        print_paged(lines)
        return
    unfinished = out.with_name(f"{out.name}.new")
    with unfinished.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(_ended(lines))
    unfinished.replace(out)
    Journal.beside(out, "").end()


def _ended(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _code(answers: Iterable[Answer]) -> int:
    verdicts = {answer.get("verdict") for answer in answers}
    if None in verdicts:
        return EXIT_ERROR
    return EXIT_FOUND if verdicts <= set(FAITHFUL) else EXIT_NOTHING
