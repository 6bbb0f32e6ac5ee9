"""Word lists: negations, qualifiers, speech verbs, dates and numerals, folded like tokens.

The lists mix languages: a word counts in every article, so words with a harmless meaning in
another of the languages are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.index.analysis.analyzer import tokenize


def _folded(words: str) -> frozenset[str]:
    return frozenset(tokenize(words))


NEGATIONS = _folded(
    "not no never none nobody nothing nowhere neither nor without cannot cant dont doesnt didnt "
    "isnt arent wasnt werent wont wouldnt shouldnt couldnt hasnt havent hadnt hardly "
    "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder "
    "ne pas jamais rien aucun aucune personne sans ni "
    "nunca jamas nada nadie ningun ninguna ninguno tampoco "
    "non nessuno nessuna niente nulla senza "
    "nao nenhum nenhuma ninguem "
    "niet geen nooit niemand niets zonder "
    "inte aldrig ingen inget inga utan ikke aldri ingenting uden uten "
    "nie nigdy nikt nic zaden zadna zadne bez "
    "не нет ни никогда никто ничего ничто нельзя без никакой никакая никаких ниякий "
    "немає ніколи ніхто нічого без не ні 不 没 無 无 非 未 لا ليس لم لن नहीं"
)
QUALIFIERS = NEGATIONS | _folded(
    "but unless except if however although though until till only whereas provided however yet "
    "aber ausser wenn sofern obwohl jedoch solange nur sondern "
    "mais sauf excepte quoique cependant pourtant seulement "
    "pero salvo excepto sino aunque unless "
    "tranne eccetto sebbene pero "
    "exceto embora apenas "
    "maar tenzij behalve hoewel alleen "
    "utom bortset chyba jesli jednak oprocz tylko "
    "но если кроме однако хотя пока только разве але якщо крім проте хоча лише 但 لكن إلا"
)
SPEECH_VERBS = _folded(
    "said say says saying told tells tell added adds explained explains stated according "
    "wrote writes tweeted posted asked asks replied answered announced insisted warned argued "
    "noted claimed declared emphasized emphasised stressed concluded admitted quoted remarked "
    "recalled continued commented called "
    "sagte sagt sagten erklarte erklart teilte betonte laut zufolge schrieb fugte meinte fragte "
    "dit declare affirme explique ajoute selon ecrit estime precise demande "
    "dijo dice afirmo declaro explico anadio segun senalo aseguro escribio pregunto "
    "disse detto dichiarato spiegato secondo aggiunto afferma scrive chiesto "
    "afirmou declarou explicou acrescentou escreveu "
    "zei zegt verklaarde volgens schreef sager sade sier enligt ifolge "
    "powiedzial powiedziala oswiadczyl dodal napisal wedlug mowi twierdzi "
    "сказал сказала сказали заявил заявила заявили говорит сообщил сообщила добавил добавила "
    "отметил отметила подчеркнул словам написал пояснил рассказал "
    "сказав сказала заявив повідомив додав зазначив наголосив словами 说 說 称 言 述 قال कहा"
)
MONTHS_AND_DAYS = _folded(
    "january february april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday "
    "januar februar marz juni juli oktober dezember montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag janvier fevrier mars avril juin juillet aout septembre octobre "
    "novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "lunes martes miercoles jueves viernes sabado domingo "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "понедельник вторник среду четверг пятницу субботу воскресенье "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
)
AMBIGUOUS_MONTHS = _folded("march may")  # dates only if capitalized
NUMERALS = _folded(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion trillion hundreds thousands millions billions half third "
    "quarter dozen dozens twice double "
    "zwei drei vier funf sechs sieben acht neun zehn hundert tausend millionen milliarden "
    "deux trois quatre cinq sept huit neuf dix cent mille millions milliards "
    "dos tres cuatro cinco seis siete ocho nueve diez cien mil millones "
    "два две три четыре пять шесть семь восемь девять десять сто тысяч тысячи миллион "
    "миллионов миллиард миллиардов тисяч мільйонів мільярдів"
)
PERCENT = _folded("percent pct percentage prozent procent procento процент процентов процента")
_PERCENT_SIGN = re.compile(
    r"\s?(?:[%‰٪]|per\s?cent\b|pct\b|prozent\b|pour cent\b|por ciento\b)", re.I
)


def is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def has_speech_verb(words: Iterable[str]) -> bool:
    """Whether some word says that somebody speaks."""
    return not SPEECH_VERBS.isdisjoint(words)


def is_number(word: str) -> bool:
    return word in NUMERALS or any(letter.isdigit() for letter in word)


def is_percentage(word: str, text: str, end: int) -> bool:
    """Whether a word that ends here in a text is a percentage."""
    return word in PERCENT or (is_number(word) and _PERCENT_SIGN.match(text, end) is not None)


def is_date(word: str, written: str) -> bool:
    """Whether a word is a month, a weekday or a year."""
    if word in MONTHS_AND_DAYS or re.fullmatch(r"(?:1[5-9]|20)\d\d", word):
        return True
    return word in AMBIGUOUS_MONTHS and written[:1].isupper()
