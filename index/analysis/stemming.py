"""Snowball stems by nltk, remembered per word."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cache, lru_cache, partial
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
UNTOLD = "en"  # how a text is stemmed whose language it does not tell, such as a bare headline
REPLACED = 3  # letters at the end of a stem that its word may not have
_REPLACED = {"en": 1}  # where it is fewer, as in deny, deni
_CUT_ANYWHERE = ("fi", "ru")  # doubled consonants; the signs for hard and soft
REMEMBERED = 200_000  # words a language; Zipf's law makes more a waste of memory


@lru_cache(maxsize=1024)
def beginnings(stems: tuple[str, ...], language: str | None) -> frozenset[str]:
    """How words begin that have one of these stems; "" if that cannot be said.

    Most of these stemmers cut and replace endings alone; only stems as short as that of "dying"
    keep no more than the first letter, and U.S.S.R. or l'O.N.U. lose their stops.
    """
    if language == "ar":
        return frozenset([""])
    if language in _CUT_ANYWHERE:
        return frozenset(stem[0] for stem in stems)
    replaced = _REPLACED.get(language or UNTOLD, REPLACED)
    return frozenset(start for stem in stems for start in _beginnings(stem, replaced))


def _beginnings(stem: str, replaced: int) -> tuple[str, ...]:
    if len(stem) <= REPLACED:
        return (stem[0],)
    kept = stem[: max(2, len(stem) - replaced)]
    initials = (at for at in range(len(kept)) if at == 0 or kept[at - 1] == "'")
    return (kept, *(f"{kept[: at + 1]}." for at in initials))


class StemCache(dict[str, str]):
    """What a function makes of words, filled as they are looked up."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> str:
        made = self.make(word)
        if len(self) < REMEMBERED:  # the first words are the common ones: none is worth forgetting
            self[word] = made
        return made


@cache
def stems_of(language: str | None) -> StemCache:
    """The stems of a language given by its ISO 639-1 code; no stemmer means the word itself."""
    if language is None:
        return stems_of(UNTOLD)
    name = SNOWBALL.get(language)
    stem = str if name is None else _snowball().SnowballStemmer(name).stem
    return StemCache(partial(_stem, stem))


def _stem(stem: Callable[[str], str], word: str) -> str:
    """In the stem layer U.S. and US are one word; 19.5 stays a number."""
    undotted = word.replace(".", "")
    if undotted.isdigit():  # a third of all different words, and nothing to stem
        return word
    plain = word if any(map(str.isdigit, word)) else undotted
    return stem(plain) or plain


@cache
def _snowball() -> ModuleType:
    """nltk.stem.snowball alone: nltk's own package imports cost a lookup more than its search."""
    if "nltk" in sys.modules:
        return importlib.import_module("nltk.stem.snowball")
    bare = _bare_packages()
    sys.modules.update(bare)
    try:
        return importlib.import_module("nltk.stem.snowball")
    except (ImportError, AttributeError):  # nltk has been rearranged: pay the whole price
        _forget_nltk()
        return importlib.import_module("nltk.stem.snowball")
    finally:
        for name, module in bare.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _bare_packages() -> dict[str, ModuleType]:
    """Stand-ins for nltk's packages: a path to find modules on, none of the initialisation."""
    spec = importlib.util.find_spec("nltk")
    root = next(iter(spec.submodule_search_locations or ())) if spec else ""
    bare = {name: ModuleType(name) for name in ("nltk", "nltk.stem", "nltk.corpus")}
    bare["nltk"].__path__ = [root]
    bare["nltk.stem"].__path__ = [f"{root}/stem"]
    bare["nltk.corpus"].stopwords = None  # type: ignore[attr-defined]  # only asked for lists we never want
    return bare


def _forget_nltk() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
        del sys.modules[name]
