"""Rulebooks, signals and facts for tests; each test says only what it is about."""

import json
from dataclasses import replace

from bot import signals as shelf
from bot.model import (
    ConversationRecord,
    Facts,
    Member,
    MemberRecord,
    Message,
    Reading,
    Signal,
    Strike,
)
from bot.registry import modules
from bot.rulebook.conditions import Seen
from bot.rulebook.load import loads
from tests.conftest import GENERAL, NOON

LABELS = [name for name, file in modules(shelf).items() if file.KIND == "score"]
WORDED = [name for name, file in modules(shelf).items() if file.KIND in ("name", "text")]
THRESHOLDS = {"likely": dict.fromkeys(LABELS, 0.7), "very likely": dict.fromkeys(LABELS, 0.9)}
DAY = 86400
EXAMPLES = {"match": ["a"], "no_match": ["b"]}


def document(*rules, **top):
    """A whole rule file as data: policies `respect` (2 points) and `calm` (1), one ladder."""
    return {
        "version": 1,
        "policies": {"respect": {"title": "Be kind", "weight": 2}, "calm": {"title": "Keep cool"}},
        "ladders": {"default": {"half_life": "14d", "steps": [{"at": 2, "do": ["warn"]}]}},
        **top,
        "rules": [rule(**{"id": f"r{at}", **given}) for at, given in enumerate(rules)],
    }


def rule(**given):
    """One rule as data; it fires on a likely insult and strikes."""
    return {
        "policy": "respect",
        "when": {"insult": "likely"},
        "then": ["strike"],
        "examples": EXAMPLES,
        **given,
    }


def yaml(data):
    """JSON is YAML."""
    return json.dumps(data, ensure_ascii=False)


def rulebook(*rules, **top):
    return loads(yaml(document(*rules, **top)))


def condition(when):
    return rulebook({"when": when}).rules[0].when


def signals(**values):
    """Every signal, unknown but for the values given; a list is all the forms of a text or name."""
    return {name: _signal(name, values.get(name)) for name in modules(shelf)}


def _signal(name, value):
    if value is None or name not in WORDED:
        return Signal(name, value, f"{name} seen")
    forms = tuple(filter(None, [value] if isinstance(value, str) else value))
    return Signal(name, ", ".join(forms), f"{name} seen", forms)


def seen(**values):
    return Seen(signals(**values), THRESHOLDS)


def facts(*, roles=(), strikes=(), at=NOON, **reading):
    author = Member("replay", "hearth", "ann", "ann", roles)
    around = replace(Reading("", ""), **reading)
    message = Message("m1", GENERAL, author, "", at, reading=around)
    return Facts(
        message, around, {}, None, MemberRecord(strikes=tuple(strikes)), ConversationRecord()
    )


def strike(policy="respect", weight=2.0, at=NOON, half_life_s=14 * DAY):
    return Strike(policy, weight, at, half_life_s)
