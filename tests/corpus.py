"""The small corpus that query tables are written against, and how a test fills an engine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.writer_protocol import Writer
from onrecord.search.engines.base import Engine


def article(identity: str, title: str, text: str, **known: object) -> Article:
    """An article in English unless it says otherwise, from a source named after its id."""
    facts = {"language": "en", "source": f"{identity}.txt", "sha256": "0" * 64} | known
    return Article(id=identity, title=title, text=text, **facts)  # type: ignore[arg-type]


def fill(engine: Engine, articles: Iterable[Article]) -> None:
    """Put articles into an engine and commit."""
    _write(engine.writer(), articles)


def rebuild(engine: Engine, articles: Iterable[Article]) -> None:
    """Make an engine's index anew of these articles."""
    _write(engine.writer(rebuild=True), articles)


def _write(writer: Writer, articles: Iterable[Article]) -> None:
    try:
        for one in articles:
            writer.add(writer.prepare(analyse(one)))
        writer.commit()
        writer.finish()
    finally:
        writer.close()


ARTICLES = (
    article(
        "noon",
        "Opposition in exile calls for noon against Putin",
        "They said support for Putin is below 50%. The West, he hoped, will “do the right thing.” "
        "Brussels should not recognize Putin.\n\nThe action is called “noon against Putin”.",
        date=date(2024, 2, 17),
        outlet="themoscowtimes.com",
        url="https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        author="Pyotr Kozlov",
    ),
    article(
        "stano",
        "EU sources on the vote",
        "“The decision on the recognition or non-recognition of the elections lies with the member "
        "states,” said Peter Stano. Yulya Navalnaya asked the West not to recognise the outcome.",
        date=date(2024, 3, 15),
        outlet="The Daily Example",
        url="https://news.example.org/world/eu.html",
        author="Ann O’Brien",
    ),
    article(
        "troops",
        "Troops must leave",
        "Russia must withdraw its troops at once. The troops, he said, did not withdraw; "
        "1,000 soldiers stayed. U.S. officials put it at 19.5 percent.",
        date=date(2024, 3, 17),
        outlet="The Daily Example",
        url="https://example.org/world/troops",
    ),
    article(
        "hamlet",
        "To be or not to be",
        "A critic asked: to be, or not to be, that is the question. Don't ask. "
        "It’s a well-being matter.",
        date=date(2023, 12, 31),
        outlet="Example Review",
    ),
    article(
        "foia",
        "Freedom of Information Act at fifty",
        "The Freedom of Information Act lets the press ask. Women and one woman filed; "
        "Putin’s office did not. Act now: freedom, information.",
        date=date(2024, 1, 1),
        outlet="Example Review",
        url="https://review.example.com/foia?id=7",
    ),
    article(
        "cafe",
        "Café society",
        "The cafe\u0301 re\u00adopened. The of\ufb01ce – closed since 2019 – stayed "
        "shut\u00a0today. 😀 Smile.",
        outlet="Le Petit Exemple",
    ),
    article(
        "wahl",
        "Die Wahlen in Deutschland",
        "Die Wahl war frei. Viele Wahlen waren frei. „Das ist die Wahrheit“, sagte er. Straße.",
        language="de",
        date=date(2024, 3, 1),
        outlet="beispiel.de",
        url="https://www.beispiel.de/politik/wahl",
    ),
    article(
        "senkyo",
        "選挙の結果",
        "東京で選挙があった。首相は「正しいことをする」と言った。",
        language="ja",
        date=date(2024, 3, 2),
    ),
    article(
        "vybory",
        "Выборы в России",
        "Навальная призвала не признавать выборы. Ёлка стояла зелёная.",
        language="ru",
    ),
    article(
        "copy",
        "Noon against Putin, says the opposition",
        "The opposition said: “noon against Putin”. The president's election is not near the end.",
        date=date(2024, 2, 17),
        outlet="Example Review",
    ),
    article(
        "repeat",
        "Short notes",
        "War, war and war again. The war of words. Peace then war.",
        date=date(2022, 5, 9),
    ),
    article(
        "plain",
        "An undated note",
        "Elections are held. The electors elect. An election was held in May.",
    ),
)
