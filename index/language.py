"""The language a text is written in, told from a sample of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

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
    code, confidence = "", 0.0
    for size in _SAMPLES:
        code, confidence = _identifier().classify(_middle(text, size))
        if confidence >= _SURE or len(text) < size:
            break
    return code if confidence >= _LIKELY else None


def _middle(text: str, size: int) -> str:
    start = max(0, (len(text) - size) // 2)
    return text[start : start + size].encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded once a process, narrowed to languages with a two-letter code."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy with it: 0.2 s

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    wanted = [column for column, code in enumerate(whole.nb_classes) if len(code) == 2]
    return LanguageIdentifier(
        whole.nb_ptc[:, wanted].copy(order="C"),  # row by row it is quicker
        whole.nb_pc[wanted],
        [whole.nb_classes[column] for column in wanted],
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )
