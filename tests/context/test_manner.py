"""How a text is said: its length, capitals, marks and laughter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.manner import Manner, manner


@pytest.mark.parametrize(
    "text",
    [
        *("haha", "Hahaha, no way", "ahahaha", "hehe", "heh, sure", "lol", "LOOOL", "lmao", "rofl"),
        *("jaja", "jajaja qué bueno", "jejeje", "JAJAJA"),
        *("хаха", "ахаха", "ахахах", "АХАХАХА", "хехе", "ххх", "лол", "кек", "ржу", "ору просто"),
        *("хахаха, ну ти даєш", "ахах", "ржунимагу"),
        *("xD", "XDDD no nie", "hahaha dobre", "hehehe"),
        *("χαχα", "χαχαχα τέλειο", "ΧΑΧΑΧΑ", "γελάω", "γελαω"),
        *("ну да ))", "ок)))", "sure :)", ":-)", ";)", "=)", "nice :D", ":P"),
        *("😂", "really 🤣🤣", "😄", "😁", "😅", "😊", "😉", "😝", "🙃", "❤️"),
    ],
)
def test_laughter_is_heard_in_six_languages_and_in_faces(text):
    assert manner(text).laughs


@pytest.mark.parametrize(
    "text",
    [
        *("he has", "she hehad", "the aha moment", "Daniel", "lola", "Lolita", "a hat", "alphabet"),
        *("Jaime", "ají", "deja", "viaja ya", "ojo"),
        *("ежегодно", "хаос", "характер", "хорошо", "сухахата", "дорулил", "город", "кекс", "ага"),
        *("корупція", "хата", "хвороба", "похахати"),
        *("jej nie lubię", "jeju, znowu", "jaj nie ma", "kodek xdebug"),
        *("χαλάρωσε", "χαρά", "μιχαήλ"),
        *("(да)", "(see below)", "at 12:30", "a:b", ":Dog", "😡", "😢", "🙁", "👍", ""),
    ],
)
def test_words_that_only_look_like_laughter_are_none(text):
    assert not manner(text).laughs


@pytest.mark.parametrize(
    "text", ["why?", "¿qué", "Τι κάνεις;", "Γιατί; ", "τι\u037e ναι", "что ?!", "really? no."]
)
def test_a_question_is_known_by_its_mark(text):
    assert manner(text).asks


@pytest.mark.parametrize("text", ["", "why", "Ναι; όχι, έλα", "so; there", "¡hola!"])
def test_without_a_mark_or_with_a_semicolon_in_the_middle_nobody_asks(text):
    assert not manner(text).asks


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("STOP", 1.0),
        ("Stop", 0.25),
        ("stop", 0.0),
        ("ХВАТИТ 100!", 1.0),
        ("ΌΧΙ όχι", 0.5),
        ("OK 你好", 0.5),
        ("123 !!!", 0.0),
        ("", 0.0),
    ],
)
def test_capitals_are_a_share_of_the_letters(text, share):
    assert manner(text).capitals == share


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("...", 0), ("one", 1), ("well, two", 2), ("а я не знаю", 4)]
)
def test_words_are_counted(text, words):
    assert manner(text).words == words


@pytest.mark.parametrize(
    ("text", "trails"), [("well...", True), ("hm…", True), ("Done. Go.", False)]
)
def test_a_text_trails_off_in_dots(text, trails):
    assert manner(text).trails is trails


def test_who_exclaims_is_noticed():
    assert manner("stop it!").exclaims
    assert not manner("stop it.").exclaims


def test_of_an_empty_text_there_is_nothing_to_see():
    assert manner("") == Manner(0, 0.0, asks=False, exclaims=False, trails=False, laughs=False)


@given(st.text())
def test_any_text_has_a_manner(text):
    found = manner(text)
    assert 0 <= found.capitals <= 1
    assert 0 <= found.words <= len(text)


@given(st.text(), st.sampled_from([" lol", " хаха", " :)", " 😂"]))
def test_laughter_is_heard_at_the_end_of_any_text(text, laughter):
    assert manner(text + laughter).laughs
