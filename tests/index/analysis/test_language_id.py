"""The language of a text, or None where the text does not tell."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from onrecord.index.analysis.language_id import detect, detect_each, language_model

LANGUAGES = [
    ("The minister resigned on Monday after weeks of protest.", "en"),
    ("Der Minister ist am Montag nach wochenlangen Protesten zurückgetreten.", "de"),
    ("Le ministre a démissionné lundi après des semaines de protestations.", "fr"),
    ("El ministro dimitió el lunes tras semanas de protestas.", "es"),
    ("Министр подал в отставку в понедельник после нескольких недель протестов.", "ru"),
    ("Міністр подав у відставку в понеділок після кількох тижнів протестів.", "uk"),
    ("部长在数周抗议之后于周一辞职。", "zh"),
    ("大臣は数週間の抗議の後、月曜日に辞任した。", "ja"),
    ("استقال الوزير يوم الاثنين بعد أسابيع من الاحتجاجات.", "ar"),
    ("รัฐมนตรีลาออกเมื่อวันจันทร์หลังการประท้วงหลายสัปดาห์", "th"),
]
UNKNOWN = ["", " \n", "OK", "12345", "!!!", "Putin", "19.5 20 30", "🙂🙂🙂", "\ud800"]


@pytest.mark.parametrize(("text", "code"), LANGUAGES)
def test_the_language_of_a_sentence(text: str, code: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", UNKNOWN)
def test_too_little_to_tell(text: str) -> None:
    assert detect(text) is None


def test_the_middle_counts_not_the_names_at_the_start() -> None:
    assert detect("Wagner, Schmidt, Müller\n" + "and so it was said in the house. " * 50) == "en"


def test_the_tables_of_py3langid_are_shaped_as_we_read_them() -> None:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    features, columns = model.nb_ptc.shape
    assert columns == len(model.nb_classes) == len(model.nb_pc)
    states = len(model.tk_row)
    assert len(model.tk_output) == states
    assert -1 == min(model.tk_output) < max(model.tk_output) == features - 1
    assert (max(model.tk_row) + 1) << 8 == len(model.tk_nextmove)
    assert max(model.tk_nextmove) < states


@given(st.text())
def test_any_text_gives_a_two_letter_code_or_none_and_always_the_same(text: str) -> None:
    code = detect(text)
    assert code is None or len(code) == 2
    assert detect(text) == code


@given(st.lists(st.text() | st.sampled_from([text for text, _ in LANGUAGES])))
def test_a_text_is_told_alone_as_among_others(texts: list[str]) -> None:
    assert detect_each(texts) == [detect(text) for text in texts]


MIXED = [  # texts in two languages, of lengths at which one, two or three samples are taken
    (one * repeat)[:length] + other[: length // 3]
    for repeat, length in ((1, 40), (1, 48), (2, 60), (4, 140), (4, 144), (12, 300), (12, 600))
    for one, other in combinations([text for text, _ in LANGUAGES], 2)
]


def test_larger_samples_are_taken_until_one_is_sure() -> None:
    expected = [_by_samples(text) for text in MIXED]
    assert detect_each(MIXED) == expected
    assert None in expected
    assert len(set(expected)) > 8


DIGITS = "1234567890 " * 6
FURTHER = [  # texts whose middle does not tell; what stands around it does
    ("The minister resigned on Monday. " + DIGITS + "He gave no reason to the press.", "en"),
    ("Der Minister trat am Montag zurück. " + DIGITS + "Er nannte keinen Grund dafür.", "de"),
    ("🙂" * 16 + "The minister resigned on Monday, as was said. 12", "en"),  # 64 characters
    (DIGITS, None),
]


@pytest.mark.parametrize(("text", "code"), FURTHER)
def test_a_larger_sample_is_taken_where_the_middle_does_not_tell(
    text: str, code: str | None
) -> None:
    assert detect(text) == code


def _by_samples(text: str) -> str | None:
    """What 64, 192 and 800 bytes from the middle tell; 70 % is sure, half is likely."""
    code, likelihood = "", 0.0
    for size in (64, 192, 800):
        start = max(0, (len(text) - size) // 2)
        sample = text[start : start + size].encode()[:size].decode("utf-8", "ignore")
        ((code, likelihood),) = language_model().likeliest([sample])
        if likelihood >= 0.7 or len(text) < size:
            break
    return code if likelihood >= 0.5 else None


@pytest.fixture(scope="module")
def peer() -> LanguageIdentifier:
    """py3langid's own classifier, narrowed as ours is."""
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages([code for code in whole.labels if len(code) == 2])
    return whole


@given(texts=st.lists(st.text() | st.sampled_from([text for text, _ in LANGUAGES]), min_size=1))
def test_the_model_says_what_its_package_says(texts: list[str], peer: LanguageIdentifier) -> None:
    for text, (code, likelihood) in zip(texts, language_model().likeliest(texts), strict=True):
        ranked = dict(peer.rank(text))
        assert likelihood == pytest.approx(max(ranked.values()), abs=1e-5)
        assert ranked[code] == pytest.approx(likelihood, abs=1e-5)
