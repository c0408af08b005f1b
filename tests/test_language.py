"""Languages: script and letters first, then the detector; unknown rather than wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import ENOUGH, detect


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "thanks, that helped a lot"),
        ("en", "you are a complete idiot"),
        ("en", "WHO MERGED THIS AND WHY"),
        ("es", "eres un completo idiota"),
        ("es", "muchas gracias por la ayuda, ya funciona"),
        ("pl", "dzięki, teraz wszystko działa"),
        ("pl", "ty kompletny idioto, nikt cie nie pytal"),
        ("ru", "ты полный идиот"),
        ("ru", "спасибо, это очень помогло"),
        ("el", "είσαι εντελώς ηλίθιος"),
        ("el", "ευχαριστώ πολύ για τη βοήθεια"),
        ("uk", "ти повний ідіот"),
        ("uk", "дякую, дуже допомогло"),
    ],
)
def test_our_languages_are_told_apart(lang, text):
    assert detect(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "danke, jetzt läuft es wieder ohne Fehler"),
        ("fr", "merci beaucoup, ça marche maintenant"),
        ("it", "grazie mille, adesso funziona tutto"),
        ("pt", "muito obrigado, agora está funcionando"),
        ("tr", "çok teşekkürler, şimdi her şey çalışıyor"),
    ],
)
def test_a_language_that_is_not_ours_is_named_and_not_taken_for_ours(lang, text):
    assert detect(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [("el", "ναι"), ("ru", "ты злой"), ("uk", "їжа"), ("pl", "dzięki!"), ("es", "¿qué?")],
)
def test_two_words_are_enough_when_the_letters_tell(lang, text):
    assert detect(text) == lang


@pytest.mark.parametrize("text", ["ok", "lol nice", "no, gracias", "привет", "да нет"])
def test_under_three_words_the_language_is_unknown_when_the_letters_do_not_tell(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    "text", ["", "   \n", "12:45", "😀😀😀", "...!?", "@anna @jan", "123 456 789"]
)
def test_a_text_without_words_has_no_language(text):
    assert detect(text) is None


@pytest.mark.parametrize("text", ["i d i o t", "т у п о й", "p.a.t.h.e.t.i.c"])
def test_letters_spaced_out_are_not_taken_for_words(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    ["谢谢你的帮助", "شكرا جزيلا على المساعدة", "תודה רבה על העזרה", "қазақша жақсы сөйлейсіз бе"],
)
def test_other_scripts_and_alphabets_are_unknown(text):
    assert detect(text) is None


def test_borrowed_english_words_do_not_hide_the_language_around_them():
    assert detect("το matchmaking είναι για γέλια, silver με diamond") == "el"
    assert detect("pushнул fix в main, проверьте пожалуйста") == "ru"


def test_a_few_disguised_letters_do_not_change_the_script():
    assert detect("nobody here likes yοu, gο away and never cοme back") == "en"


def test_names_and_links_do_not_count():
    assert detect("@дмитро_коваленко thanks for that") == "en"
    assert detect("https://пример.испытание/страница see the docs please") == "en"


def test_letters_of_both_cyrillic_alphabets_leave_it_to_the_words():
    assert detect("він каже: «ты не прав», але це не так, ми всі бачили") == "uk"


def test_only_the_beginning_of_a_long_text_is_looked_at():
    start = "thanks for the help with my build today. " * 30
    assert len(start) > ENOUGH
    assert detect(start + "ευχαριστώ πολύ " * 500) == "en"


def test_composed_and_decomposed_letters_are_the_same_language():
    assert detect("dzie\u0328ki!") == detect("dzięki!") == "pl"


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_gives_a_two_letter_code_or_none_and_the_same_each_time(text):
    found = detect(text)
    assert found is None or (len(found) == 2 and found.isalpha() and found.islower())
    assert detect(text) == found


@given(st.lists(st.sampled_from("αβγδεζηθικλμνξοπρστυφχψω άέήίόύώ"), min_size=1))
def test_greek_letters_are_greek(letters):
    text = "".join(letters)
    assert detect(text) == ("el" if text.strip() else None)
