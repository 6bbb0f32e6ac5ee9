"""The language a text is written in, told from a sample of it."""

from __future__ import annotations

from collections.abc import Sequence

# In bytes of UTF-8, from the middle, past headline, dateline and names. The first is enough for
# most articles and quick; those in doubt get another look at more.
_SAMPLES = (64, 192, 800)
_SURE = 0.7
# Below this there is too little evidence: no or few words, only names, or a mixture.
_LIKELY = 0.5


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language; None if the text does not tell, as "OK" or "Putin".

    A code is given when the model finds it likelier than all other languages together. The same
    text always gets the same answer.
    """
    return detect_each([text])[0]


def detect_each(texts: Sequence[str]) -> list[str | None]:
    """What `detect` says of each text, in order, and sooner than one by one."""
    from onrecord.index.analysis.language_id_batch import (
        language_model,  # only where it is needed: it takes long to load
    )

    codes: list[str | None] = [None] * len(texts)
    in_doubt = list(range(len(texts)))
    for size in _SAMPLES if texts else ():
        likeliest = language_model().likeliest([_middle(texts[at], size) for at in in_doubt])
        looked_at, in_doubt = in_doubt, []
        for at, (code, likelihood) in zip(looked_at, likeliest, strict=True):
            codes[at] = code if likelihood >= _LIKELY else None
            if likelihood < _SURE and len(texts[at]) >= size:
                in_doubt.append(at)
        if not in_doubt:
            break
    return codes


def _middle(text: str, size: int) -> str:
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size].encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")
