"""What the site of the browser tests holds: enough to turn pages, to refine, and to be harmed."""

from __future__ import annotations

from datetime import date

from tests.corpus import ARTICLES, article

SCRIPT = "<script>window.harmed = true; alert(1)</script>"
COPIED = "The same words went over the wire to every paper, and every paper printed the same words."

MANY = tuple(
    article(
        f"harbour{number:02}",
        f"Harbour report {number}",
        "The harbour was calm.\n\n" * (number % 4) + f"Ship {number} left the harbour at noon.",
        date=date(2023 + number % 2, 1 + number % 12, 1 + number % 28),
        outlet=("Harbour Times", "The Quay", "Port Gazette")[number % 3],
        url=f"https://harbour.example/{number}",
        language="de" if number % 7 == 0 else "en",
    )
    for number in range(34)
)
COPIES = (
    article("wire", "From the wire", COPIED, date=date(2024, 5, 1), outlet="The Wire"),
    article("paper", "In the paper", COPIED.upper(), date=date(2024, 5, 2), outlet="The Paper"),
)
HARMFUL = (
    article(
        "evil",
        f"Zebra {SCRIPT} \u202eturned {'title' * 2_000}",
        f"\x00 zebra </p></main>{SCRIPT}<img src=x onerror=alert(1)> \u202e\u2066turned, open.\n\n"
        "<svg onload=alert(1)><style>body{display:none}</style><iframe srcdoc='<b>'>",
        outlet=f"'\"><b onclick=alert(1)>{'o' * 3_000}\u202e",
        author=f"A {SCRIPT}",
        url="javascript:window.harmed=true",
        source=f"in/{SCRIPT}.txt",
        language='en" onload="alert(1)',
    ),
    article("oneline", "Zebra in one line", f"{'x' * 2_500_000} zebra {'y ' * 1_250_000}"),
)
FILLER = "Nothing of note was said in this paragraph, which only takes up room. Putin.\n\n" * 60
WORDS_AT_THE_SOURCE = (
    "He added: “[non-recognition, he said & meant it], is certain.”",
    "The [50]% who stayed at home",
    "Nobody had seen [Putin] there",
    "It was [a sentence of very many words, which went on and on, as sentences in a newspaper "
    "will when nobody stops them, until it had said all that there was to be said] at last.",
    "Here [one paragraph ends.\n\nAnd here the next] begins",
    "Und «[Straße]» sagte er, à côté.",
)
DEEP = tuple(
    article(f"deep{number}", "Deep", FILLER + marked.replace("[", "").replace("]", "") + FILLER)
    for number, marked in enumerate(WORDS_AT_THE_SOURCE)
)
LIBRARY = (*ARTICLES, *MANY, *COPIES, *HARMFUL, *DEEP)
