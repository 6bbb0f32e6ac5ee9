"""The frozen table of the query language: what is written, how it is read, what it finds.

Ids are those of tests.corpus; dates are read on Wednesday, 20 March 2024. Among the rows are
the complaints about other tools that a query can show: phrases (1, 20), quote styles (2), stop
words (3), exact words (4), punctuation (5), broken queries (6), apostrophes (12), relative
dates (14), other spellings (18), soft hyphens and accents (22) and words that must all match (23).
"""

from __future__ import annotations

from datetime import date

from search.query import (
    And,
    Dates,
    Equals,
    Everything,
    Fuzzy,
    Layer,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Term,
)

TODAY = date(2024, 3, 20)


def word(text: str, field: str | None = None) -> Query:
    return Term(text, Layer.STEM, field)


def exact(text: str, field: str | None = None) -> Query:
    return Term(text, Layer.EXACT, field)


def fuzzy(text: str, edits: int) -> Query:
    return Fuzzy(text, edits)


def phrase(words: str, slop: int = 0, field: str | None = None) -> Query:
    return Phrase(tuple(words.split()), Layer.EXACT, slop, field)


def stems(words: str) -> Query:
    return Phrase(tuple(words.split()), Layer.STEM)


def near(left: Query, right: Query, gap: int) -> Query:
    return Near(left, right, gap)


def both(*clauses: Query) -> Query:
    return And(clauses)


def either(*clauses: Query) -> Query:
    return Or(clauses)


def but(clause: Query) -> Query:
    return Not(clause)


def days(first: str | None, last: str | None) -> Query:
    return Dates(first and date.fromisoformat(first), last and date.fromisoformat(last))  # type: ignore[arg-type]


ROWS: list[tuple[str, Query, str]] = [
    # Words: any inflection, all of them.
    ("putin election", both(word("putin"), word("election")), "copy"),
    ("putin", word("putin"), "copy foia noon"),
    ("elections", word("elections"), "copy plain stano"),
    ("elect", word("elect"), "copy plain stano"),
    ("withdraw", word("withdraw"), "troops"),
    ("withdrawing", word("withdrawing"), "troops"),
    ("WITHDRAW", word("withdraw"), "troops"),
    ("café", word("cafe"), "cafe"),
    ("cafe", word("cafe"), "cafe"),
    ("CAFÉ", word("cafe"), "cafe"),
    ("office", word("office"), "cafe foia"),
    ("reopened", word("reopened"), "cafe"),
    ("closed today", both(word("closed"), word("today")), "cafe"),
    ("strasse", word("strasse"), "wahl"),
    ("Straße", word("strasse"), "wahl"),
    ("wahlen", word("wahlen"), "wahl"),
    ("ёлка", word("елка"), "vybory"),
    ("елка", word("елка"), "vybory"),
    ("выборы", word("выборы"), "vybory"),
    ("选举", stems("选 举"), ""),
    ("選挙", stems("選 挙"), "senkyo"),
    ("東京", stems("東 京"), "senkyo"),
    ("選挙*", stems("選 挙"), "senkyo"),  # each character is a word: nothing for * to complete
    ("smile", word("smile"), "cafe"),
    ("women", word("women"), "foia"),
    ("well-being", stems("well being"), "hamlet"),
    ("well being", both(word("well"), word("being")), "hamlet"),
    ("non-recognition", stems("non recognition"), "stano"),
    ("don't", word("don't"), "hamlet"),
    ("don’t", word("don't"), "hamlet"),
    ("dont", word("dont"), ""),
    ("o'brien", word("o'brien"), ""),
    ("putin's", word("putin's"), "copy foia noon"),
    ("us", word("us"), "troops"),
    ("u.s.", word("u.s"), "troops"),
    ("1000", word("1000"), "troops"),
    ("1,000", word("1000"), "troops"),
    ("19.5", word("19.5"), "troops"),
    ("19", word("19"), ""),
    ("zebra", word("zebra"), ""),
    ("putin zebra", both(word("putin"), word("zebra")), ""),
    # Quotations: exactly these words.
    ('"do the right thing"', phrase("do the right thing"), "noon"),
    ("“do the right thing”", phrase("do the right thing"), "noon"),
    ("„do the right thing“", phrase("do the right thing"), "noon"),
    ("«do the right thing»", phrase("do the right thing"), "noon"),
    ('"Do, the RIGHT thing!"', phrase("do the right thing"), "noon"),
    ('"do the right things"', phrase("do the right things"), ""),
    ('"noon against putin"', phrase("noon against putin"), "copy noon"),
    ('“noon against Putin"', phrase("noon against putin"), "copy noon"),
    ('"freedom of information act"', phrase("freedom of information act"), "foia"),
    ('"to be or not to be"', phrase("to be or not to be"), "hamlet"),
    ('"act now freedom information"', phrase("act now freedom information"), "foia"),
    ('"recognise the result"', phrase("recognise the result"), ""),
    ('"should not recognize Putin"', phrase("should not recognize putin"), "noon"),
    ('"below 50%"', phrase("below 50"), "noon"),
    ('"recognize Putin. The action"', phrase("recognize putin the action"), "noon"),
    ('"cafe reopened"', phrase("cafe reopened"), "cafe"),
    ('"the office closed"', phrase("the office closed"), "cafe"),
    ('"today smile"', phrase("today smile"), "cafe"),
    ('"das ist die Wahrheit"', phrase("das ist die wahrheit"), "wahl"),
    ('"正しいことをする"', phrase("正 し い こ と を す る"), "senkyo"),
    ('"putin"', exact("putin"), "copy noon"),
    ('"U.S."', exact("u.s"), "troops"),
    ('"us"', exact("us"), ""),
    ('"war war and war"', phrase("war war and war"), "repeat"),
    ('"war again the war"', phrase("war again the war"), "repeat"),
    ('""', Nothing(), ""),
    ('"…"', Nothing(), ""),
    ("'do the right thing'", both(word("do"), word("the"), word("right"), word("thing")), "noon"),
    ("‘do the right thing’", both(word("do"), word("the"), word("right"), word("thing")), "noon"),
    ('"do the right thing', phrase("do the right thing"), "noon"),
    ('do the right thing"', both(word("do"), word("the"), word("right"), word("thing")), "noon"),
    ('“he said "no" to me”', phrase("he said no to me"), ""),
    ('"it\'s a well-being matter"', phrase("it's a well being matter"), "hamlet"),
    ('"it’s a well being matter"', phrase("it's a well being matter"), "hamlet"),
    # Layers.
    ("exact:election", exact("election"), "copy plain"),
    ("exact:elections", exact("elections"), "plain stano"),
    ("stem:election", word("election"), "copy plain stano"),
    ('stem:"recognised the outcomes"', stems("recognised the outcomes"), "stano"),
    ('stem:"elector elects"', stems("elector elects"), "plain"),
    ('exact:"noon against"', phrase("noon against"), "copy noon"),
    ("exact:(noon putin)", both(exact("noon"), exact("putin")), "copy noon"),
    ("title:exact:troops", exact("troops", "title"), "troops"),
    # Gaps and proximity.
    ('"troops withdraw"~1', phrase("troops withdraw", slop=1), ""),
    ('"troops withdraw"~5', phrase("troops withdraw", slop=5), "troops"),
    ('"withdraw troops"~1', phrase("withdraw troops", slop=1), "troops"),
    ('"withdraw troops"', phrase("withdraw troops"), ""),
    ('"support below"~4', phrase("support below", slop=4), "noon"),
    ('"support below"~3', phrase("support below", slop=3), "noon"),
    ('"noon putin"~1', phrase("noon putin", slop=1), "copy noon"),
    ('"noon putin"~', phrase("noon putin", slop=1), "copy noon"),
    ("troops NEAR/5 withdraw", near(word("troops"), word("withdraw"), 5), "troops"),
    ("withdraw NEAR/1 troops", near(word("withdraw"), word("troops"), 1), "troops"),
    ("withdraw NEAR/0 troops", near(word("withdraw"), word("troops"), 0), ""),
    ("recognise NEAR/6 west", near(word("recognise"), word("west"), 6), "stano"),
    ("war NEAR/0 war", near(word("war"), word("war"), 0), "repeat"),
    ('peace NEAR/3 "and war again"', near(word("peace"), phrase("and war again"), 3), ""),
    ('"noon against" NEAR/3 putin', near(phrase("noon against"), word("putin"), 3), "copy noon"),
    (
        "(women OR woman) NEAR/2 filed",
        near(either(word("women"), word("woman")), word("filed"), 2),
        "foia",
    ),
    ("troops NEAR withdraw", near(word("troops"), word("withdraw"), 10), "troops"),
    ("election NEAR/2 end", near(word("election"), word("end"), 2), ""),
    ('"support is 50"~2', phrase("support is 50", slop=2), ""),
    (
        "noon NEAR/2 opposition NEAR/6 said",
        both(near(word("noon"), word("opposition"), 2), near(word("opposition"), word("said"), 6)),
        "copy",
    ),
    ("NEAR/5 putin", word("putin"), "copy foia noon"),
    ("putin NEAR/3", word("putin"), "copy foia noon"),
    # Wildcards and fuzzy words.
    ("recogni*", exact("recogni*"), "noon stano"),
    ("wom?n", exact("wom?n"), "foia"),
    ("*election", exact("*election"), "copy plain"),
    ("elect*", exact("elect*"), "copy plain stano"),
    ('"non-recogni* of the"', phrase("non recogni* of the"), "stano"),
    ('"the decision on the recogni*"', phrase("the decision on the recogni*"), "stano"),
    ("e*n", exact("e*n"), "copy plain"),
    ("navalnaya~1", fuzzy("navalnaya", 1), "stano"),
    ("Navalnaja~1", fuzzy("navalnaja", 1), "stano"),
    ("navalnaja~", fuzzy("navalnaja", 1), "stano"),
    ("putn~1", fuzzy("putn", 1), "copy noon troops"),
    ("ptuin~1", fuzzy("ptuin", 1), "copy noon"),
    ("ellection~2", fuzzy("ellection", 2), "copy plain stano"),
    ("noon~0", exact("noon"), "copy noon"),
    ("recogni*~1", exact("recogni*"), "noon stano"),
    ("what?", word("what"), ""),
    ("f***", word("f"), ""),
    ("navalnaya~7", fuzzy("navalnaya", 2), "stano"),
    ('"* against putin"', phrase("against putin"), "copy noon"),
    ("wahl*", exact("wahl*"), "wahl"),
    # Boolean.
    ("noon OR troops", either(word("noon"), word("troops")), "copy noon troops"),
    ("noon AND troops", both(word("noon"), word("troops")), ""),
    ("noon NOT opposition", both(word("noon"), but(word("opposition"))), ""),
    ("noon -opposition", both(word("noon"), but(word("opposition"))), ""),
    ("noon - opposition", both(word("noon"), word("opposition")), "copy noon"),
    ("-noon", but(word("noon")), "cafe foia hamlet plain repeat senkyo stano troops vybory wahl"),
    (
        "NOT noon",
        but(word("noon")),
        "cafe foia hamlet plain repeat senkyo stano troops vybory wahl",
    ),
    (
        "(noon OR troops) putin",
        both(either(word("noon"), word("troops")), word("putin")),
        "copy noon",
    ),
    (
        "noon OR troops putin",
        either(word("noon"), both(word("troops"), word("putin"))),
        "copy noon",
    ),
    (
        "NOT (noon OR troops)",
        but(either(word("noon"), word("troops"))),
        "cafe foia hamlet plain repeat senkyo stano vybory wahl",
    ),
    ("noon AND", both(word("noon"), word("and")), ""),
    ("OR noon", both(word("noon"), word("or")), ""),
    ("noon OR OR troops", both(either(word("noon"), word("troops")), word("or")), ""),
    ("noon) troops", both(word("noon"), word("troops")), ""),
    ("(noon troops", both(word("noon"), word("troops")), ""),
    ("()", Nothing(), ""),
    ("NOT NOT noon", word("noon"), "copy noon"),
    ('-"noon against putin" putin', both(but(phrase("noon against putin")), word("putin")), "foia"),
    ("a - b", both(word("a"), word("b")), ""),
    (
        "TO BE OR NOT TO BE",
        either(both(word("to"), word("be")), both(but(word("to")), word("be"))),
        "hamlet",
    ),
    # Fields.
    ("title:noon", word("noon", "title"), "copy noon"),
    ('title:"noon against putin"', phrase("noon against putin", field="title"), "copy noon"),
    (
        "title:(noon OR troops)",
        either(word("noon", "title"), word("troops", "title")),
        "copy noon troops",
    ),
    ("author:kozlov", word("kozlov", "author"), "noon"),
    ('author:"pyotr kozlov"', phrase("pyotr kozlov", field="author"), "noon"),
    ("author:obrien", word("obrien", "author"), ""),
    ("author:o'brien", word("o'brien", "author"), "stano"),
    ("outlet:moscow", Equals("outlet", "moscow"), "noon"),
    ("outlet:example", Equals("outlet", "example"), "copy foia hamlet stano troops"),
    ('outlet:"Example Review"', Equals("outlet", "Example Review"), "copy foia hamlet"),
    ('outlet:"the daily example"', Equals("outlet", "the daily example"), "stano troops"),
    ("outlet:beispiel", Equals("outlet", "beispiel"), "wahl"),
    (
        "outlet:(moscow OR petit)",
        either(Equals("outlet", "moscow"), Equals("outlet", "petit")),
        "cafe noon",
    ),
    ("outlet:(moscow OR)", Equals("outlet", "moscow"), "noon"),  # such a field has no words
    ("date:(2023 NOT)", days("2023-01-01", "2023-12-31"), "hamlet"),
    ("outlet:*review", Equals("outlet", "*review"), "copy foia hamlet"),
    ("url:example.org", Equals("url", "example.org"), "stano troops"),
    ("url:news.example.org", Equals("url", "news.example.org"), "stano"),
    ("url:https://example.org/world/", Equals("url", "https://example.org/world/"), "stano troops"),
    ("url:example.org/wor", Equals("url", "example.org/wor"), ""),
    ("url:org", Equals("url", "org"), "stano troops"),
    (
        "https://example.org/world/troops",
        Equals("url", "https://example.org/world/troops"),
        "troops",
    ),
    ("lang:de", Equals("lang", "de"), "wahl"),
    ("lang:en date:2023", both(Equals("lang", "en"), days("2023-01-01", "2023-12-31")), "hamlet"),
    ("id:noon", Equals("id", "noon"), "noon"),
    ('outlet:“the "daily" example”', Equals("outlet", 'the "daily" example'), "stano troops"),
    ("id:nobody", Equals("id", "nobody"), ""),
    ("title: noon", both(word("title"), word("noon")), ""),
    ("titel:noon", stems("titel noon"), ""),
    (
        "putin outlet:example -title:noon",
        both(word("putin"), Equals("outlet", "example"), but(word("noon", "title"))),
        "foia",
    ),
    # Dates.
    ("date:2024-03", days("2024-03-01", "2024-03-31"), "senkyo stano troops wahl"),
    ("date:2024-03-15", days("2024-03-15", "2024-03-15"), "stano"),
    ("date:2024-03-01..2024-03-15", days("2024-03-01", "2024-03-15"), "senkyo stano wahl"),
    ("date:2024", days("2024-01-01", "2024-12-31"), "copy foia noon senkyo stano troops wahl"),
    ("after:2024-03-15", days("2024-03-15", None), "stano troops"),
    ("before:2023-12-31", days(None, "2023-12-31"), "hamlet repeat"),
    ('date:"last week"', days("2024-03-11", "2024-03-17"), "stano troops"),
    ('date:"this month"', days("2024-03-01", "2024-03-31"), "senkyo stano troops wahl"),
    ("date:yesterday", days("2024-03-19", "2024-03-19"), ""),
    ('date:"last 5 days"', days("2024-03-16", "2024-03-20"), "troops"),
    ("date:..2023", days(None, "2023-12-31"), "hamlet repeat"),
    ("date:2024-03-02..", days("2024-03-02", None), "senkyo stano troops"),
    ("-date:1000..9999", but(days("1000-01-01", "9999-12-31")), "cafe plain vybory"),
    ("putin date:2024-02-17", both(word("putin"), days("2024-02-17", "2024-02-17")), "copy noon"),
    # Any text that a person may paste.
    ("", Nothing(), ""),
    ("   ", Nothing(), ""),
    ("!!!", Nothing(), ""),
    ("-", Nothing(), ""),
    ("*", Everything(), "cafe copy foia hamlet noon plain repeat senkyo stano troops vybory wahl"),
    ("(", Nothing(), ""),
    (")", Nothing(), ""),
    ('"', Nothing(), ""),
    ("~", Nothing(), ""),
    ("~1", word("1"), ""),
    ("a~", fuzzy("a", 1), "foia hamlet plain senkyo troops vybory"),
    ("50%", word("50"), "noon"),
    ('"50%"', exact("50"), "noon"),
    ('putin: "noon against putin"', both(word("putin"), phrase("noon against putin")), "copy noon"),
    ("https://", word("https"), ""),
    ("C++ & AT&T", both(word("c"), stems("at t")), ""),
    ("<script>alert(1)</script>", both(stems("script alert"), word("1"), word("script")), ""),
    ("noon\x00putin", stems("noon putin"), ""),
    ("noon\u200bagainst", word("noonagainst"), ""),
    ("re\xadopened", word("reopened"), "cafe"),
    ("ofﬁce", word("office"), "cafe foia"),
    ("café", word("cafe"), "cafe"),
    ("ＰＵＴＩＮ", word("putin"), "copy foia noon"),
    ("😀 smile", word("smile"), "cafe"),
    ("noon\nagainst\tputin", both(word("noon"), word("against"), word("putin")), "copy noon"),
    ("foo:bar", stems("foo bar"), ""),
    ("10:30", stems("10 30"), ""),
    ("president’s election", both(word("president's"), word("election")), "copy"),
]
