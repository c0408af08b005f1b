"""Conditions read by themselves, with lists, rules and policies for them to refer to."""

import re

from bot.rulebook.conditions_in import read_condition
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import compose
from bot.rulebook.vocabulary import Vocabulary
from tests.rulebook.build import yaml

KNOWN = Vocabulary(
    lists={"fruit": ("apple", "sour plum"), "slavic": ("pl", "uk"), "staff": ("mods", "team-*")},
    levels={"helper": frozenset({"helpers"}), "moderator": frozenset({"mods", "crew"})},
    rules=frozenset({"spam", "insults"}),
    policies=frozenset({"respect", "calm"}),
    timezone="Europe/Warsaw",
)


def _read(when):
    text = yaml(when)
    tree = compose(text, "rules.yaml")
    tree.grow()
    mistakes = Mistakes(tree)
    return text, read_condition(tree.plain, (), mistakes, KNOWN), mistakes.remarks


def ask(when):
    """The condition, in which nothing is wrong."""
    _, condition, remarks = _read(when)
    assert not remarks
    return condition


def wrong(when):
    """What is wrong, each with the word that stands at its place."""
    text, condition, remarks = _read(when)
    assert condition is None
    found = []
    for remark in remarks:
        word = re.match(r'"([^"]*)"|.', text[remark.place.column - 1 :])
        found.append((word[1] or word[0], remark.text))
    return found
