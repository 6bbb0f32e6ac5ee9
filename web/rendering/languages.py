"""Language codes for readers and browsers: English names, `lang` and `dir` attributes."""

from __future__ import annotations

import re

_NAMES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian Bokmål",
    "nl": "Dutch", "nn": "Norwegian Nynorsk", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def language_name(code: str | None) -> str:
    """The English name of a language; its code if the name is not listed."""
    return _NAMES.get(code, code) if code else "unknown"


def language_tag(code: str | None) -> str:
    """A value for the `lang` attribute; empty, meaning unknown, if the code is malformed."""
    return code if code and _LANGUAGE_TAG.fullmatch(code) else ""


def direction(code: str | None) -> str:
    """A value for the `dir` attribute; rtl even if the text begins with a foreign name."""
    return "rtl" if code in _RIGHT_TO_LEFT else "auto"
