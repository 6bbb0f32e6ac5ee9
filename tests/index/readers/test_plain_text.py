"""What a text says of itself; the seeds first of all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers.plain_text import Metadata, extract_metadata

SEEDS = Path(__file__).parents[3] / "seeds"
MOSCOW_TIMES = (
    "https://www.themoscowtimes.com/2024/02/17/"
    "russias-opposition-in-exile-calls-on-eu-not-to-recognise-putins-election-a84118"
)
SEED_TABLE = {
    "000_95028462875a6020.txt": (
        "Russia's Opposition in Exile Calls on EU Not to Recognize Putin's Election",
        date(2024, 2, 17),
        "themoscowtimes.com",
        MOSCOW_TIMES,
        "Pyotr Kozlov",
    ),
    "002_e87de13435ea2e04.txt": (
        "Not recognizing Vladimir Putin's victory in the elections which are held from today, "
        "March 15, to Sunday in Russia…",
        date(2024, 3, 15),
        None,
        None,
        None,
    ),
    "003_c90534d0309ca61c.txt": (
        "Russia’s Fake Elections in the Temporarily Occupied Territories Are Another Kremlin’s "
        "Attempt to Legitimize Its Occupation Presence in Ukraine",
        None,
        None,
        None,
        None,
    ),
    "004_8749d3a9142ddeb7.txt": (
        "Almost 60 countries condemned the organization of Russia’s elections in the temporarily "
        "occupied territories of Ukraine",
        None,
        None,
        None,
        None,
    ),
}
SEED_TEXTS = [  # (file, starts with, holds, ends with)
    (
        "000_95028462875a6020.txt",
        "A month before Russia's presidential election",
        "Brussels should not recognize Putin as a legitimate president",
        "published in collaboration with EURACTIV.",
    ),
    (
        "000_95028462875a6020.txt",
        "A month before",
        "spoken out on the need for Russia to end the war in Ukraine, was denied registration",
        "EURACTIV.",
    ),
    (
        "000_95028462875a6020.txt",
        "A month before",
        "Volkov said.\n\n‘Against Putin at noon’\n\nParticipants in",
        "EURACTIV.",
    ),
    (
        "002_e87de13435ea2e04.txt",
        "Not recognizing Vladimir Putin's victory",
        "\n\nThe risk of 'breaking' relations with Russia\n\n",
        "by the European Union.”",
    ),
    ("003_c90534d0309ca61c.txt", "On March 17, the pseudo-election", "TOT", "and militarily."),
    (
        "004_8749d3a9142ddeb7.txt",
        "The Russian presidential elections",
        "Ukraine.\n\n“We",
        "borders.",
    ),
]


@pytest.mark.parametrize("name", SEED_TABLE)
def test_the_metadata_of_the_seeds(name: str) -> None:
    found = _seed(name)
    assert (found.title, found.date, found.outlet, found.url, found.author) == SEED_TABLE[name]


@pytest.mark.parametrize(("name", "start", "middle", "end"), SEED_TEXTS)
def test_the_texts_of_the_seeds(name: str, start: str, middle: str, end: str) -> None:
    text = _seed(name).text
    assert text.startswith(start)
    assert middle in text
    assert text.endswith(end)


@pytest.mark.parametrize("name", SEED_TABLE)
def test_the_texts_of_the_seeds_are_clean(name: str) -> None:
    text = _seed(name).text
    assert not re.search(r"[#*\[\]<>]|https?:|Original url|Pyotr Kozlov|date 2024", text)
    assert not re.search(r"\n{3}|[^\n]\n[^\n]|^\s|\s$", text)


BODY = "The minister resigned on 1 March 2024. He gave no reason."
SAID = [
    (
        f"Title: A vote\nDate: 2024-01-02\nAuthor: Ann Doe\nSource: The Post\n\n{BODY}",
        Metadata("A vote", BODY, date(2024, 1, 2), "The Post", None, "Ann Doe"),
    ),
    (
        f'---\ntitle: "A vote"\ndate: 2024-01-02\ntags:\n  - x\n---\n\n{BODY}',
        Metadata("A vote", BODY, date(2024, 1, 2)),
    ),
    (
        f"A vote\n\nBy Ann Doe and Jan de Wit | 3 March 2024\n\nPhoto: Jo Roe\n\n{BODY}",
        Metadata("A vote", BODY, date(2024, 3, 3), author="Ann Doe and Jan de Wit"),
    ),
    (
        f"A vote\n\n{BODY}\n\nSource: https://www.example.org/x",
        Metadata("A vote", BODY, None, "example.org", "https://www.example.org/x"),
    ),
    (
        f"A vote\n\nPublished on February 3, 2024\n\n{BODY}",
        Metadata("A vote", BODY, date(2024, 2, 3)),
    ),
    # a date in running text is not a publication date, "by" not always a byline
    (BODY, Metadata("The minister resigned on 1 March 2024.", BODY)),
    (
        "By the end of the day he had left.\n\nSo it goes.",
        Metadata(
            "By the end of the day he had left.",
            "By the end of the day he had left.\n\nSo it goes.",
        ),
    ),
    # an ambiguous date says nothing
    (
        f"A vote\n\nDate: 03/04/2024\n\n{BODY}",
        Metadata("A vote", f"Date: 03/04/2024\n\n{BODY}"),
    ),
    (f"# A vote\n\n{BODY}", Metadata("A vote", BODY)),
    ("# A vote", Metadata("A vote", "")),
    ("A vote", Metadata("A vote", "A vote")),
    ("", Metadata()),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_a_text_says(text: str, expected: Metadata) -> None:
    assert extract_metadata(text) == expected


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    extract_metadata(text)


@given(st.text(alphabet="By Ad#*[]() 2024-03:/\n.,x", max_size=120))
def test_no_word_gets_lost_without_a_field_to_show_for_it(text: str) -> None:
    found = extract_metadata(text)
    if re.search(r"[A-Za-z]{2}", text) and not (found.date or found.author or found.url):
        assert found.title


def _seed(name: str) -> Metadata:
    return extract_metadata((SEEDS / name).read_text("utf-8"))
