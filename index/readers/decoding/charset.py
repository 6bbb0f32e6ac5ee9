"""Detects character encodings and decodes; a bad byte never costs more than itself."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the start of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Which of every four bytes are mostly NUL in Latin text in this encoding.
_NUL_PATTERNS = (
    ((0, 1, 1, 1), "utf-32-le"),
    ((1, 1, 1, 0), "utf-32-be"),
    ((0, 1, 0, 1), "utf-16-le"),
    ((1, 0, 1, 0), "utf-16-be"),
)
_SAMPLE = 64 * 1024
_DECLARED = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# The encodings that browsers use for these labels.
_BROWSER_ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Of the two Central European encodings only cp1250 has letters here.
_CP1250_ONLY = re.compile(rb"[\x80-\x9f]")
# Single high bytes are the accented letters and quotes of a Latin script. Its language tells
# which, and can be identified even with the accents left out or wrong.
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CODE_PAGE_OF = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq", "sr"), "cp1250"),
    **dict.fromkeys(("az", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
}
# Nobody publishes news in these; they only win over the right encoding by accident.
_IMPLAUSIBLE = ["iso8859_3", "iso8859_4", "iso8859_10", "iso8859_13", "iso8859_14", "iso8859_16"]
_LAST_RESORT = "cp1252"


def decode(content: bytes, *, markup: bool = False) -> str:
    """The text; with `markup`, an HTML or XML declaration of the encoding counts."""
    return decode_as(content, detect_encoding(content, markup=markup))


def decode_as(content: bytes, encoding: str) -> str:
    """The text without a byte order mark, and with U+FFFD for invalid bytes."""
    return content.decode(encoding, "replace").removeprefix("\ufeff")


def detect_encoding(content: bytes, *, markup: bool = False) -> str:
    """The codec: by byte order mark, as UTF-8, as declared, else by statistics."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    if wide := _wide_encoding(content[:_SAMPLE]):
        return wide
    if _is_utf8(content):
        return "utf-8"
    return (markup and _declared(content[:_SAMPLE])) or _guess(content[:_SAMPLE])


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, by the positions of the zero bytes."""
    quarter = len(sample) // 4
    if quarter < 2 or sample.count(0) * 4 < len(sample):
        return None
    shares = tuple(sample[at::4].count(0) / quarter for at in range(4))
    for pattern, encoding in _NUL_PATTERNS:
        if all((share > 0.7) == bool(nul) for share, nul in zip(shares, pattern, strict=True)):
            return encoding
    return None


def _is_utf8(content: bytes) -> bool:
    """Whether it is UTF-8: valid, truncated within a character, or with a few bad bytes."""
    if content.isascii():
        return b"\x1b$" not in content[:_SAMPLE]  # else ISO-2022, which is ASCII with escapes
    try:
        content.decode()
    except UnicodeDecodeError:
        return _is_damaged_utf8(content)
    return True


def _is_damaged_utf8(content: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        damaged = content.decode("utf-8", "replace").count("\ufffd")
        return len(_MULTIBYTE.findall(content)) > 2 * damaged
    return _MULTIBYTE.search(content) is not None  # else it may be one truncated character only


def _declared(sample: bytes) -> str | None:
    found = _DECLARED.search(sample)
    return _known(found[1].decode("ascii", "replace")) if found else None


def _guess(sample: bytes) -> str:
    from onrecord.index.analysis.language_id import detect  # slow to import, and rarely needed

    runs = _HIGH_RUN.findall(sample)
    if sum(len(run) == 1 for run in runs) > 0.7 * len(runs):
        language = detect(sample.decode("ascii", "ignore")) or detect(
            sample.decode("cp1252", "ignore")
        )
        encoding = _CODE_PAGE_OF.get(language or "", _LAST_RESORT)
    else:
        encoding = _by_statistics(sample)
    if encoding == "cp1250" and not _CP1250_ONLY.search(sample):
        return "iso8859-2"
    return encoding


def _by_statistics(sample: bytes) -> str:
    import charset_normalizer  # slow to import, and rarely needed

    best = charset_normalizer.from_bytes(sample, cp_exclusion=_IMPLAUSIBLE).best()
    return _known(best.encoding if best else _LAST_RESORT) or _LAST_RESORT


def _known(name: str) -> str | None:
    try:
        codec = codecs.lookup(name.lower().removeprefix("x-").replace("sjis", "cp932"))
    except LookupError:
        return None
    if not getattr(codec, "_is_text_encoding", True):  # "hex", "zip": codecs, but not of text
        return None
    return _BROWSER_ENCODINGS.get(codec.name, codec.name)
