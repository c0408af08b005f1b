"""Each disguise does what its name says, to what it can be done to, and to nothing else."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.disguises import WAYS, disguised

INSULT = "you are a stupid idiot"
MARK = "[\u0300-\u036f]"
UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]"

BECOMES = [
    ("look-alikes", "кот", "[kκ]от|к[oο]т"),
    ("leet", "so", "so"),
    ("leet", "idiot", "[i1!]d[i1!][o0][t7]"),
    ("leet", "чёт ПЕС", "4ёт П3С"),
    ("leet", "θες", "(8ε|θ3)ς"),
    ("spaces", "oh you idiot", "oh   y o u   i d i o t"),
    ("dots", "a dog", r"a d([-._*])o\1g"),
    ("zero-width", "my dog", f"my d{UNSEEN}o{UNSEEN}g"),
    ("zalgo", "an ape", f"an a{MARK}{{2,5}}p{MARK}{{2,5}}e{MARK}{{2,5}}"),
    ("stretched", "ape", "a{3,6}pe|ap{3,6}e|ape{3,6}"),
    ("missing letters", "idiot hmm", "id(ot|it) hmm"),
    ("missing letters", "дурак", "д(рак|урк)"),
    ("stars", "you stupid", r"y\*u s(\*\*pid|t\*\*id|tu\*\*d)"),
    ("swapped letters", "idiot ooo", "i(idot|doit|dito) ooo"),
    ("reversed", "oh, you", "uoy ,ho"),
    ("full-width", "Oh głupi", "Ｏｈ ｇłｕｐｉ"),
    ("bold", "Az Αω", "𝐀𝐳 𝚨𝛚"),
    ("emoji letters", "Oh my", "🅾🅷 🅼🆈|🇴 🇭   🇲 🇾"),
    ("Greeklish", "Ηλίθιε, χάσου", "Ilithie, hasou|Hli8ie, xasou"),
    ("translit", "Щука, иди", "Shchuka, idi|Schuka, idi"),
    ("translit", "Їжак гине", "Yizhak hyne|Jijak hyne"),
    ("no diacritics", "Łódź, ηλίθιε, ¿qué? йод їжа", r"Lodz, ηλιθιε, ¿que\? йод їжа"),
    ("mixed case", "idiot", "IdIoT|iDiOt"),
    ("noise", "idiot", "idiot idiot.*"),
    ("two messages", "you are idiots", "you are\nidiots|you\nare idiots"),
]


def one(way, text, seed=0):
    return "\n".join(disguised(way, text, Random(seed))) or text


def test_there_are_twenty():
    assert len(WAYS) == 20


@pytest.mark.parametrize(("way", "text", "pattern"), BECOMES)
def test_a_disguise_is_what_it_says(way, text, pattern):
    for seed in range(20):
        found = one(way, text, seed)
        assert re.fullmatch(pattern, found), found


def test_every_way_is_shown():
    assert {way for way, _, _ in BECOMES} == set(WAYS)


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"Greeklish", "translit", "no diacritics"}))
def test_an_english_insult_is_hidden_by_all_but_what_is_for_other_alphabets(way):
    assert INSULT not in disguised(way, INSULT, Random(1))
    assert disguised(way, INSULT, Random(1))


def test_half_of_the_letters_with_twins_are_exchanged_in_every_word():
    for seed in range(20):
        [found] = disguised("look-alikes", INSULT, Random(seed))
        changed = [
            sum(map(str.__ne__, old, new))
            for old, new in zip(INSULT.split(), found.split(), strict=True)
        ]
        assert changed == [2, 1, 0, 3, 2]


@pytest.mark.parametrize("way", ["Greeklish", "translit", "no diacritics", "full-width", "bold"])
def test_a_way_that_finds_nothing_to_change_says_so(way):
    texts = {"Greeklish": INSULT, "translit": INSULT, "no diacritics": "дурной"}
    assert disguised(way, texts.get(way, "дурак 5!"), Random(0)) == ()


def test_emoji_letters_leave_a_russian_text_alone():
    assert all(not disguised("emoji letters", "ты дурак", Random(seed)) for seed in range(10))


def test_a_single_word_is_not_split():
    assert disguised("two messages", " idiot ", Random(0)) == ()


@given(way=st.sampled_from(sorted(WAYS)), text=st.text(), seed=st.integers(0, 99))
def test_any_text_can_be_tried_and_the_same_chance_does_the_same(way, text, seed):
    first = disguised(way, text, Random(seed))
    assert first == disguised(way, text, Random(seed))
    assert len(first) <= 1 + (way == "two messages")
    assert first != (text,)


@given(st.text(alphabet="abcdeхуйαβγ ąłé.!1", min_size=1))
def test_what_is_put_between_and_over_letters_leaves_them_readable(text):
    plain = unicodedata.normalize("NFC", text)
    for way, extra in (("zero-width", UNSEEN), ("spaces", r"\s"), ("dots", r"[-._*\s]")):
        hidden = one(way, plain)
        assert re.sub(extra, "", hidden) == re.sub(extra, "", plain)
    assert one("reversed", one("reversed", plain)) == plain


@given(st.text(alphabet="abc dé"))
def test_two_messages_hold_every_word_of_one(text):
    parts = disguised("two messages", text, Random(0))
    assert not parts or (" ".join(parts).split() == text.split() and all(map(str.strip, parts)))
