"""Random text made of what trips up analyzers, so that the traps meet one another."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    *["a", "B", "s", "x", "don", "I", "1", "22", "000", "1,000", "19.5", "U.S.", ",", ".", "'"],
    *[" ", "  ", "\n", "-", "_", "/", "\x00", "“", "”", "’", "‘", "–", "…", "\u00a0"],
    *["\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\ufe0f", "\u034f", "\u20e3"],
    *["e\u0301", "\u0301", "é", "ø", "ǿ", "Æ", "ł", "ß", "ſ", "ŉ", "İ", "ı", "ς", "ﬁ", "ﬄ", "Ǆ"],
    *["™", "½", "№", "㎏", "②", "²", "Ⅷ", "㍿", "Ａ", "５", "＇", "𝐁", "😀", "❤️", "\ud800"],
    *["東", "か\u3099", "が", "ｶﾞ", "ﾊﾟ", "ー", "ไ", "ที่", "ลำ", "한", "\u1112\u1161\u11ab", "ㄱ"],
    *["й", "ё", "مُ", "ٱ", "١", "हि", "न्दी", "क\u093c", "\u09c7\u09be", "ক", "ශ්\u200dර", "ﷺ"],
)

texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
any_texts = st.one_of(texts, st.text(st.characters(), max_size=30))

# What English newspapers are made of: folded, these are ASCII, and the quick ways apply.
ENGLISH = (
    *["a", "war", "wars", "warring", "Don’t", "putin's", "U.S.", "us", "1,000", "1000", "19.5"],
    *["café", "o\ufb01ce", "of", "the", "elections", "elected", "co\u00adop", "½", "™", "tm"],
)
JOINERS = (" ", " ", "  ", "\n\n", ", ", ". ", "-", " – ", "“", "” ", "\u200b ", "…", " ' ")
english = st.lists(st.tuples(st.sampled_from(ENGLISH), st.sampled_from(JOINERS)), max_size=25).map(
    lambda pairs: "".join(word + joiner for word, joiner in pairs)
)
