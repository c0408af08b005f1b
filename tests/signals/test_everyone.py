"""Calling everybody at once."""

import pytest

from bot.signals import everyone


@pytest.mark.parametrize("text", ["@everyone hi", "hi @HERE", "@all?", "look, @channel!"])
def test_who_calls_everybody_is_noticed(facts, text):
    assert everyone.measure(facts(text)).value is True


@pytest.mark.parametrize(
    "text",
    ["hi everyone", "@everyones hi", "@ann @bob", "`@everyone`", "> @here\nsays who?", "a@all.org"],
)
def test_names_quotes_and_plain_words_call_nobody(facts, text):
    assert everyone.measure(facts(text)).value is False
