"""What holds for every text."""

import re
import unicodedata
from string import ascii_letters

from hypothesis import example, given
from hypothesis import strategies as st

from bot.model import Conversation, Member, Message
from bot.normalise import fold, normalise, read
from tests.conftest import NOON

NASTY = (
    "aeioudx DL..--__**||~~##>>``[]()@@$$!!0134 \t\n\u200b\u0301\u0327\u0336\ufe0f\u200d❤аеоидюр"
    "ασογλ𝓲ｉᴅİıſK🇮🅰'’/\\é日ꭺբ\u1161ᄀ\u115fﬁ\ufdfa"
)
TEXTS = st.one_of(
    st.text(st.sampled_from(NASTY), max_size=40),
    st.text("ab *_|~#.", max_size=30),
    st.text("aаi1о0@$!. -", max_size=30),
    st.text("> `[]()<@1>:/a.\n", max_size=40),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
BOLD = [(0x1D400, 0x1D41A), (0x1D5D4, 0x1D5EE), (0x1D468, 0x1D482)]
LATIN = "abcdefghijklmnopqrstuvwxyzáéíóúüñąćęłńóśźżABCDEFGHIJKLMNOPQRSTUVWXYZÁÉÍÓÚÑĄĆĘŁŃÓŚŹŻ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяАБВГҐДЕЁЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
WORDS = st.one_of(
    *(st.text(letters, min_size=2, max_size=12) for letters in (LATIN, GREEK, CYRILLIC))
).filter(lambda word: not re.search(r"(\w)\1\1", word, re.IGNORECASE))


@given(TEXTS)
@example("**# ** # x")
@example("а.о.a.о 0о0о0 $$a$$")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
@example("ﬃ\u0301n")
def test_every_character_knows_where_it_comes_from(text):
    reading = read(text)
    for form, places in (
        (reading.own, reading.own_at),
        (reading.folded, reading.folded_at),
    ):
        assert len(form) == len(places)
        assert list(places) == sorted(places)
        assert all(0 <= place < len(text) for place in places)


@given(TEXTS)
def test_own_words_stand_in_the_text_but_for_the_seams(text):
    reading = read(text)
    seams = [
        char for char, place in zip(reading.own, reading.own_at, strict=True) if text[place] != char
    ]
    assert set(seams) <= {" ", "\n"}
    assert reading.own == reading.own.strip()


@given(TEXTS)
def test_the_folded_form_is_the_own_words_folded(text):
    reading = read(text)
    assert reading.folded == fold(reading.own)


@given(TEXTS)
def test_normalising_twice_is_normalising_once(text):
    where = Conversation("replay", "hearth", "general")
    once = normalise(Message("1", where, Member("replay", "hearth", "ann"), text, NOON))
    assert once.text == text
    assert normalise(once) == once


@given(st.lists(WORDS, max_size=8))
def test_honest_words_of_any_one_alphabet_stay(words):
    text = " ".join(words)
    assert fold(text) == text


@given(st.lists(WORDS, max_size=8))
def test_letters_and_accents_may_be_typed_apart(words):
    text = " ".join(words)
    assert fold(unicodedata.normalize("NFD", text)) == text


@given(WORDS, st.lists(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066"), min_size=1))
def test_what_cannot_be_seen_makes_no_difference(word, unseen):
    assert fold("".join(unseen).join(word)) == word


@given(
    st.sampled_from(LATIN + GREEK + CYRILLIC),
    st.integers(3, 40),
    st.sampled_from(["tk", "со", "αν"]),
)
def test_how_long_a_letter_is_held_makes_no_difference(letter, times, rest):
    word, held = (rest[0] + letter * n + rest[1] for n in (3, times))
    assert fold(word) == fold(held)


@given(st.text(ascii_letters, min_size=2), st.sampled_from([(0xFF21, 0xFF41), *BOLD]))
def test_the_typeface_of_letters_makes_no_difference(word, capital_and_small_a):
    capital_a, small_a = capital_and_small_a
    dressed = "".join(
        chr(ord(char) - ord("A") + capital_a if char.isupper() else ord(char) - ord("a") + small_a)
        for char in word
    )
    assert fold(dressed) == fold(word)
