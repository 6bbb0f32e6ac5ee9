"""The vocabulary of generated news: a core of real English, and invented word families.

A family is a word with its inflections, so that stemmers have work. Ranks follow Zipf's law.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_NOUNS = """
year government people country state president time police court law party vote election minister
report company market price bank city family school war group case official part week world day
month plan leader law deal tax trade policy budget security member council union power energy oil
worker job right change number problem system question point fact area issue army force attack
border region weapon crisis agreement talk sanction ally parliament opposition candidate campaign
result ballot poll voter statement claim document record interview source witness judge lawyer
charge crime prison sentence trial victim officer investigation evidence rule decision appeal
hospital doctor patient virus vaccine disease health study researcher university student teacher
child woman man mother father home house street road village town building water food farmer crop
weather storm flood fire river forest climate emission project investment investor share profit
loss growth inflation rate debt loan currency dollar customer product industry factory car plane
flight airport train ship port network internet phone message platform user technology science team
game player coach match season fan film book museum artist church community citizen migrant refugee
camp aid charity protest protester activist journalist newspaper editor video image speech letter
meeting visit summit treaty mission embassy ambassador spokesman adviser committee agency office
ministry department service programme effort step move risk threat concern hope fear anger support
pressure demand cost benefit value size level rise fall end start
"""

_VERBS = """
claim report announce confirm deny accuse warn call ask want need help work play move start end open
close happen appear remain turn follow offer consider expect believe support oppose reject accept
approve order demand promise suggest explain describe mention discuss answer argue insist admit
reveal publish release launch attack defend protect threaten damage destroy kill injure arrest
charge release question investigate search discover identify examine test check count vote elect
appoint remove replace return arrive travel visit cross enter join recognize condemn criticise
praise welcome thank celebrate urge recommend propose plan prepare delay cancel suspend ban allow
permit require force press push pull increase reduce raise lower improve change develop create
produce deliver supply export import trade invest earn save borrow share fund finance
"""

_ADJECTIVES = """
new last first other local public political national international foreign military economic social
human legal civil federal regional central former current recent early late long short high low
large small major minor strong weak clear certain possible likely serious severe important key main
special general common private independent free fair open safe dangerous violent peaceful wide deep
rapid slow sharp quick direct strict formal final total full partial annual daily medical digital
nuclear solar global rural urban senior young wealthy poor popular famous critical urgent
"""

_FIRST_NAMES = """
Anna Maria Elena Olga Sofia Laura Nadia Irina Fatima Leila Amina Grace Ruth Helen Sarah Emma Julia
Clara Ingrid Yuki Mei Priya Rosa Carmen Lucia Ivan Pavel Dmitri Sergei Viktor Oleg Andrei Marek Jan
Peter John David Michael James Thomas Daniel Samuel Omar Ali Hassan Karim Yusuf Raj Arjun Chen Wei
Hiro Kenji Luis Carlos Diego Mateo Paulo Nikos Lars Erik Tomas Kofi Kwame Amadou Tendai
"""

NOUNS = _NOUNS.split()
VERBS = _VERBS.split()
ADJECTIVES = _ADJECTIVES.split()
FIRST_NAMES = _FIRST_NAMES.split()

ONSETS = (
    "b b br c c ch cl cr d d f f fr g gr h l l m m n n p p pl pr r r s s sh sp st t t th tr v w"
)
NUCLEI = "a a a e e e e e i i i o o u ea ou"
CODAS = "- - - - - - - - n n r r l s t m d ck nt st"
NOUN_ENDS = "- - - - tion ment ness ity er ism age"
VERB_ENDS = "- - ate ise ify en"
ADJECTIVE_ENDS = "al ive ous ic able ful ant ent"
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class WordClass:
    """Families of one part of speech, most frequent first; `forms[slot]` are parallel."""

    forms: dict[str, list[str]]
    cum_weights: tuple[float, ...]


@cache
def zipf_weights(size: int, exponent: float = 1.0, shift: float = 2.7) -> tuple[float, ...]:
    """Cumulative Zipf-Mandelbrot weights of ranks 1 to size."""
    return tuple(accumulate((rank + shift) ** -exponent for rank in range(1, size + 1)))


def plural(word: str) -> str:
    """The -s form: also the third person of a verb."""
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def past(word: str) -> str:
    """The -ed form; all verbs are regular here."""
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ied"
    return word + ("d" if word.endswith("e") else "ed")


def gerund(word: str) -> str:
    """The -ing form."""
    return (word[:-1] if word.endswith("e") and not word.endswith("ee") else word) + "ing"


def adverb(word: str) -> str:
    """The -ly form."""
    if word.endswith("le") and word[-3] not in VOWELS:
        return word[:-1] + "y"
    return (word[:-1] + "i" if word.endswith("y") else word) + "ly"


def action(word: str) -> str:
    """The -ation noun of a verb."""
    return (word[:-3] if word.endswith("ate") else word.removesuffix("e")) + "ation"


def invent(rng: Random, count: int, ends: str, taken: set[str]) -> list[str]:
    """New words that look like English, mostly short ones first; adds them to `taken`."""
    onsets, nuclei, codas = ONSETS.split(), NUCLEI.split(), [c.strip("-") for c in CODAS.split()]
    endings = [end.strip("-") for end in ends.split()]
    words: list[str] = []
    while len(words) < count:
        syllables = rng.choices((1, 2, 3), (1, 8, 3))[0]
        parts = [rng.choice(part) for _ in range(syllables) for part in (onsets, nuclei, codas)]
        word = "".join(parts) + rng.choice(endings)
        if len(word) > 3 and word not in taken:
            taken.add(word)
            words.append(word)
    return sorted(words, key=lambda word: len(word) * rng.uniform(0.6, 1.4))


def noun_class(words: Sequence[str], actions: Sequence[str]) -> WordClass:
    """Nouns as singular and plural; the -ation nouns of verbs follow the real core."""
    singular = [*words[: len(NOUNS)], *actions[:150], *words[len(NOUNS) :], *actions[150:]]
    return WordClass(
        {"N": singular, "S": [plural(word) for word in singular]}, zipf_weights(len(singular))
    )


def verb_class(words: list[str]) -> WordClass:
    """Verbs as base, -s, -ed and -ing forms."""
    forms = {"B": words, "W": list(map(plural, words)), "V": list(map(past, words))}
    return WordClass(forms | {"G": list(map(gerund, words))}, zipf_weights(len(words)))


def adjective_class(words: list[str]) -> WordClass:
    """Adjectives and their adverbs."""
    return WordClass({"J": words, "R": list(map(adverb, words))}, zipf_weights(len(words)))


def word_classes(rng: Random) -> tuple[WordClass, ...]:
    """Nouns, verbs and adjectives: some 27,000 families in all."""
    taken = {*NOUNS, *VERBS, *ADJECTIVES}
    verbs = list(dict.fromkeys(VERBS)) + invent(rng, 7_000, VERB_ENDS, taken)
    nouns = list(dict.fromkeys(NOUNS)) + invent(rng, 14_000, NOUN_ENDS, taken)
    adjectives = ADJECTIVES + invent(rng, 6_000, ADJECTIVE_ENDS, taken)
    return (
        noun_class(nouns, [action(verb) for verb in verbs]),
        verb_class(verbs),
        adjective_class(adjectives),
    )


def proper_names(rng: Random, count: int) -> list[str]:
    """Invented surnames or place names."""
    return [word.capitalize() for word in invent(rng, count, "- - - ov ski son ez a o", set())]
