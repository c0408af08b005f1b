"""Variations: the same for the same chance, never empty, and what each of them is for."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training import disguise
from bot.training.disguise import CARELESS, DISGUISES, vary

TEXT = "Eres un completo idiota, ΤΕΛΕΙΩΣ ηλίθιος και повний дурень"


@given(st.text(min_size=1), st.integers(0, 10_000))
def test_chance_alone_decides(text, seed):
    assert vary(text, Random(seed)) == vary(text, Random(seed))


@pytest.mark.parametrize("way", sorted({*CARELESS, *DISGUISES}, key=lambda way: way.__name__))
@given(text=st.text(), seed=st.integers(0, 99))
def test_no_way_fails_on_any_text(way, text, seed):
    assert isinstance(way(text, Random(seed)), str)


@pytest.mark.parametrize("way", sorted({*CARELESS, *DISGUISES}, key=lambda way: way.__name__))
def test_every_way_changes_something(way):
    assert any(way(TEXT, Random(seed)) != TEXT for seed in range(5))


@pytest.mark.parametrize(
    ("way", "text", "becomes"),
    [
        (disguise.latin, "είσαι ηλίθιος", "eisai ilithios"),
        (disguise.latin, "ты дурак", "ty durak"),
        (disguise.unmarked, "źle, ćwoku, łosiu", "zle, cwoku, losiu"),
        (disguise.starred, "idiot", "i***t"),
        (disguise.leet, "test", "7357"),
        (disguise.unpunctuated, "no. really, no!", "no really no"),
    ],
)
def test_what_each_does(way, text, becomes):
    assert way(text, Random(1)) == becomes


def test_most_messages_stay_as_they_are():
    same = sum(vary(TEXT, Random(seed)) == TEXT for seed in range(1000))
    assert 500 < same < 650
