"""The `onrecord quote` command: checks quotations."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from onrecord.cli.checkpoint import Checkpoint
from onrecord.cli.claims_reader import read_claims
from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING
from onrecord.cli.options import Text, index_option, workers_option
from onrecord.cli.output.progress import QuoteProgress
from onrecord.cli.output.quote_formats import FORMATS
from onrecord.cli.output.terminal import json_line, print_paged
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.batch import Answer, Claim, check_all

FAITHFUL = {"verbatim", "abridged"}


@click.command("quote")
@click.argument("text", nargs=-1, type=Text())
@click.option(
    "--file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Check a file: one quotation per line, id<TAB>quotation, a .csv with the column "
    "quotation, or JSON Lines with that key; - for standard input.",
)
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    help="Maximum number of passages per quotation; default: all.",
)
@click.option(
    "--format", "style", type=click.Choice([*FORMATS, "html"]), default="text", show_default=True
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the answers to FILE; FILE.part keeps them until all are done.",
)
@click.option("--resume", is_flag=True, help="Resume an interrupted run from FILE.part of --out.")
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
    """Check quotations: were they published, where, and with what changes?

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
        raise click.UsageError("--resume needs --out")
    engine = open_engine(index_url)
    info = engine.info()
    engine.close()
    claims = _from_file(file) if file else [_from_arguments(text)]
    checkpoint = Checkpoint.beside(out, info.generation) if out else None
    answers = _answers(index_url, claims, checkpoint, resume=resume, limit=limit, workers=workers)
    if file is None and "error" in answers[0]:
        raise QuerySyntaxError(answers[0]["error"], 0, len(claims[0].text))
    lines = _formatted(answers, style, info, is_list=file is not None)
    if out and checkpoint:
        _save(lines, out)
        checkpoint.remove()
    else:
        print_paged(lines)
    return _exit_code(answers)


def _from_file(name: str) -> list[Claim]:
    with click.open_file(name, "rb") as file:
        return list(read_claims(file, name))


def _from_arguments(words: Sequence[str]) -> Claim:
    text = " ".join(words)
    return Claim("1", sys.stdin.read() if text == "-" else text)


def _answers(
    url: str,
    claims: list[Claim],
    checkpoint: Checkpoint | None,
    *,
    resume: bool,
    limit: int | None,
    workers: int | None,
) -> list[Answer]:
    """The answers in the order of the claims, including those of an interrupted run."""
    done: list[Answer] = []
    if checkpoint and resume:
        done = checkpoint.resume()
    elif checkpoint:
        checkpoint.start()
    by_claim = {(answer["id"], answer["quotation"]): answer for answer in done}
    remaining = [claim for claim in claims if (claim.id, claim.text) not in by_claim]
    with QuoteProgress(len(remaining)) as progress:
        answers = progress.track(check_all(url, remaining, limit, workers))
        for answer in checkpoint.record(answers) if checkpoint else answers:
            by_claim[answer["id"], answer["quotation"]] = answer
    return [by_claim[claim.id, claim.text] for claim in claims]


def _formatted(
    answers: list[Answer], style: str, info: IndexInfo, *, is_list: bool
) -> Iterable[str]:
    if style == "html":
        from onrecord.web.pages.quote_report import to_html

        return [to_html(answers, info)]
    if style == "json" and not is_list:
        (answer,) = answers
        del answer["id"]  # made up here
        return [json_line(answer)]
    return FORMATS[style](answers)


def _save(lines: Iterable[str], out: Path) -> None:
    """Write the whole file or nothing."""
    unfinished = out.with_name(f"{out.name}.new")
    with unfinished.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(f"{line}\n" for line in lines)
    unfinished.replace(out)


def _exit_code(answers: Iterable[Answer]) -> int:
    verdicts = {answer.get("verdict") for answer in answers}
    if None in verdicts:
        return EXIT_ERROR
    return EXIT_FOUND if verdicts <= FAITHFUL else EXIT_NOTHING
