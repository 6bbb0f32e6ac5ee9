"""What a text says of itself; the seeds first of all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers import ReadError, Record
from onrecord.index.readers.plain_text import Metadata, extract_metadata, parse

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


HEADS = [  # (text before and after the body BODY, field, value)
    # labels: the first one wins, and only a known label with a value is one
    ("Headline: A\nTitle: B\n\nBODY", "title", "A"),
    ('Title: "A vote"\nBODY', "title", "A vote"),
    ("Title:\n\nBODY", "title", "Title:"),
    ("Editor: Ann\n\nBODY", "title", "Editor: Ann"),
    ("URL: nowhere\n\nBODY", "title", "URL: nowhere"),
    ("Author: A\nByline: B\n\nBODY", "author", "A"),
    ("Source: A\nOutlet: B\n\nBODY", "outlet", "A"),
    ("Date: 2024-01-02\nPublished: 2024-01-03\n\nBODY", "date", date(2024, 1, 2)),
    ("URL: https://a.org/\nLink: https://b.org/\n\nBODY", "url", "https://a.org/"),
    ("Title: https://a.org/x\n\nBODY", "url", "https://a.org/x"),
    ("Outlet: Post\nURL: https://www.a.org/x\n\nBODY", "outlet", "Post"),
    ("URL: https://www.a.org/x\n\nBODY", "outlet", "a.org"),
    ("---\ntitle: A\n---\nBODY", "title", "A"),
    ("---\ntitle: A\n---\nBODY", "text", "BODY"),
    ("date 2024-01-02 BODY", "date", date(2024, 1, 2)),
    ("date 2024-01-02 BODY", "text", "BODY"),
    # a date has 4 to 48 characters, one of the first 41 a digit
    ("Date: soon\n\nBODY", "title", "Date: soon"),
    ("Date: 202\n\nBODY", "title", "Date: 202"),
    ("Date: 2024\n\nBODY", "text", "BODY"),
    (f"Date: 1{'x' * 47}\n\nBODY", "text", "BODY"),
    (f"Date: 1{'x' * 48}\n\nBODY", "title", f"Date: 1{'x' * 48}"),
    (f"Date: {'x' * 40}1\n\nBODY", "text", "BODY"),
    (f"Date: {'x' * 41}1\n\nBODY", "title", f"Date: {'x' * 41}1"),
    # the title: a heading, or a first line that is no sentence
    ("Title: A vote\n\nA vote\n\nBODY", "text", "BODY"),
    ("Title: A vote\n\nAnother\n\nBODY", "text", "Another\n\nBODY"),
    ("Title: A vote", "text", ""),
    ("x" * 250 + "\n\nBODY", "text", "BODY"),
    ("x" * 251 + "\n\nBODY", "text", "x" * 251 + "\n\nBODY"),
    ("One\ntwo\n\nBODY", "text", "One\ntwo\n\nBODY"),
    ("He left. She stayed\n\nBODY", "text", "He left. She stayed\n\nBODY"),
    *[(f"A vote{end}\n\nBODY", "text", f"A vote{end}\n\nBODY") for end in ".,;:…"],
    *[(f"A vote{end}\n\nBODY", "text", "BODY") for end in "?!"],
    ("By Ann Doe\n\nBODY", "author", "Ann Doe"),
    ("3 March 2024\n\nBODY", "date", date(2024, 3, 3)),
    # byline, date line and credit stand in the first eight paragraphs after it
    ("A vote\n\n" + "3 March 2024\n\n" * 8 + "BODY", "text", "BODY"),
    ("A vote\n\n" + "3 March 2024\n\n" * 9 + "BODY", "text", "3 March 2024\n\nBODY"),
    ("Date: 2024-01-02\n\nA vote\n\n3 March 2024\n\nBODY", "date", date(2024, 1, 2)),
    ("Date: 2024-01-02\n\nA vote\n\n3 March 2024\n\nBODY", "text", "BODY"),
    ("A vote\n\nLast posted on: 3 March 2024\n\nBODY", "date", date(2024, 3, 3)),
    ("A vote\n\nPhoto: Jo Roe\n\nBODY", "text", "Photo: Jo Roe\n\nBODY"),  # after a byline only
    ("A vote\n\nBy Ann Doe\n\nJo Roe / AFP\n\nBODY", "text", "BODY"),
    ("Author: Ann\n\nA vote\n\nBy Jo Roe\n\nBODY", "author", "Ann"),
    ("Author: Ann\n\nA vote\n\nBy Jo Roe\n\nBODY", "text", "By Jo Roe\n\nBODY"),
    ("A vote\n\nBy Ann | The Post\n\nBODY", "text", "By Ann | The Post\n\nBODY"),
    ("A vote\n\nBy Ann | 3 March 2024 | 4 March 2024\n\nBODY", "date", date(2024, 3, 3)),
    ("Date: 2024-01-02\n\nA\n\nBy Ann | 3 March 2024\n\nBODY", "date", date(2024, 1, 2)),
    # the names of a byline: 2 to 119 characters and up to 14 words, none of a sentence
    ("A vote\n\nBy A\n\nBODY", "author", None),
    ("A vote\n\nBy An\n\nBODY", "author", "An"),
    (f"A vote\n\nBy A{'n' * 118}\n\nBODY", "author", f"A{'n' * 118}"),
    (f"A vote\n\nBy A{'n' * 119}\n\nBODY", "author", None),
    (f"A vote\n\nBy {'An ' * 13}An\n\nBODY", "author", "An " * 13 + "An"),
    (f"A vote\n\nBy {'An ' * 14}An\n\nBODY", "author", None),
    ("A vote\n\nBy Ann of the Post\n\nBODY", "author", "Ann of the Post"),
    ("A vote\n\nBy Ann walking\n\nBODY", "author", None),
    ("A vote\n\nBy Ann 2\n\nBODY", "author", None),
    ("A vote\n\nBy Ann Noone.\n\nBODY", "author", None),
    ("A vote\n\nBy Ann Doe Jr.\n\nBODY", "author", "Ann Doe Jr."),
    # the address at the end, on one line or two, after a body
    ("A vote\n\nBODY\n\nOriginal url:\n\nhttps://a.org/x", "url", "https://a.org/x"),
    ("A vote\n\nBODY\n\nOriginal url:\n\nhttps://a.org/x", "text", "BODY"),
    ("A vote\n\nOriginal url:\n\nhttps://a.org/x", "url", None),
    ("A vote\n\nSource: https://a.org/x", "url", None),
    ("URL: https://a.org/\n\nA\n\nBODY\n\nURL: https://b.org/", "url", "https://a.org/"),
    (
        "URL: https://a.org/\n\nA\n\nBODY\n\nURL: https://b.org/",
        "text",
        "BODY\n\nURL: https://b.org/",
    ),
    ("A vote\n\nBODY\n\nAuthor: Ann", "text", "BODY\n\nAuthor: Ann"),
]


@pytest.mark.parametrize(("text", "field", "value"), HEADS)
def test_a_field_of_a_text(text: str, field: str, value: object) -> None:
    found = getattr(extract_metadata(text.replace("BODY", BODY)), field)
    assert found == (value.replace("BODY", BODY) if isinstance(value, str) else value)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\x00"])
def test_a_file_without_words_has_no_text(content: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.txt: has no text"):
        parse(Record("a.txt", "0", "text", content))


def test_a_title_is_text_enough() -> None:
    article = parse(Record("a.txt", "0", "text", b"Title: A vote\nAuthor: Ann"))
    assert (article.title, article.text, article.author) == ("A vote", "", "Ann")


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
