"""Snowball stemming with nltk, cached per word."""

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
DEFAULT_LANGUAGE = "en"  # of texts whose language is unknown, such as a bare headline
MAX_CACHED_STEMS = 200_000  # a language; by Zipf's law, more would waste memory
# How many characters at the end of a stem its word may not have, as in deny, deni.
MAX_REPLACED_CHARS = 3
_MAX_REPLACED_CHARS = {"en": 1}
_CUT_ANYWHERE = ("fi", "ru")  # doubled consonants; hard and soft signs


@lru_cache(maxsize=1024)
def stem_prefixes(stems: tuple[str, ...], language: str | None) -> frozenset[str]:
    """Prefixes that cover every word with one of these stems; "" if a stemmer cuts the start.

    Most stemmers only cut and replace endings; of stems as short as that of "dying" no more than
    the first letter is sure, and U.S.S.R. or l'O.N.U. lose their stops.
    """
    if language == "ar":
        return frozenset([""])
    if language in _CUT_ANYWHERE:
        return frozenset(stem[0] for stem in stems)
    replaced = _MAX_REPLACED_CHARS.get(language or DEFAULT_LANGUAGE, MAX_REPLACED_CHARS)
    return frozenset(prefix for stem in stems for prefix in _prefixes_of(stem, replaced))


def _prefixes_of(stem: str, replaced: int) -> tuple[str, ...]:
    if len(stem) <= MAX_REPLACED_CHARS:
        return (stem[0],)
    kept = stem[: max(2, len(stem) - replaced)]
    initials = (at for at in range(len(kept)) if at == 0 or kept[at - 1] == "'")
    return (kept, *(f"{kept[: at + 1]}." for at in initials))


class StemCache(dict[str, str]):
    """The results of a function of words, computed as they are looked up."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, word: str) -> str:
        made = self.make(word)
        if len(self) < MAX_CACHED_STEMS:  # the first words are the common ones: no need to evict
            self[word] = made
        return made


@cache
def stem_cache(language: str | None) -> StemCache:
    """The stems of a language, by word; without a stemmer for it, the words themselves."""
    if language is None:
        return stem_cache(DEFAULT_LANGUAGE)
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
    """nltk.stem.snowball without its parent packages.

    `import nltk` takes 0.3 s, more than most searches. So for the time of the import bare modules
    stand in for the packages; if nltk does not work that way, it is imported as usual.
    """
    if "nltk" in sys.modules:
        return importlib.import_module("nltk.stem.snowball")
    bare = _bare_packages()
    sys.modules.update(bare)
    try:
        return importlib.import_module("nltk.stem.snowball")
    except (ImportError, AttributeError):  # nltk has been rearranged
        _forget_nltk()
        return importlib.import_module("nltk.stem.snowball")
    finally:
        for name, module in bare.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _bare_packages() -> dict[str, ModuleType]:
    """Modules named as nltk's packages, with a path to find submodules on and nothing else."""
    spec = importlib.util.find_spec("nltk")
    root = next(iter(spec.submodule_search_locations or ())) if spec else ""
    bare = {name: ModuleType(name) for name in ("nltk", "nltk.stem", "nltk.corpus")}
    bare["nltk"].__path__ = [root]
    bare["nltk.stem"].__path__ = [f"{root}/stem"]
    bare["nltk.corpus"].stopwords = None  # type: ignore[attr-defined]  # only for ignore_stopwords
    return bare


def _forget_nltk() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
        del sys.modules[name]
