"""How long a large rulebook looks at a message: 300 rules, 2,000 words in ten lists."""

import json
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from bot.bench.load import lines
from bot.bench.past import talk
from bot.model import Facts, Thresholds
from bot.normalise import read
from bot.rulebook.judge import judge, measure
from bot.rulebook.load import loads
from bot.rulebook.schema import Rulebook

RULES, WORDS, LISTS = 300, 2000, 10
MESSAGES, TIMES = 1000, 3
SCORES = ("toxicity", "insult", "obscene", "threat", "identity_attack", "directed", "provocation")
LETTERS = ("aeiourtnslkmpd", "аеиотнсрлкмпдв", "αεηιορτνσλκμπδ")

Rule = dict[str, Any]


def judge_ms() -> float:
    """Milliseconds to measure and judge one message; the median of a few rounds."""
    rulebook, thresholds = large_rulebook(), dict.fromkeys(SCORES, 0.7)
    levels = {"likely": thresholds, "very likely": dict.fromkeys(SCORES, 0.9)}
    found = _facts()
    return statistics.median(_round(rulebook, found, levels) for _ in range(TIMES)) * 1000


def large_rulebook(seed: int = 0) -> Rulebook:
    """A third of the rules look for words, a third at scores, a third at how a message came."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    words = iter(_words(chance))
    kinds = (_wording, _scoring, _coming)
    return loads(
        json.dumps(
            {
                "version": 1,
                "policies": {"calm": {"title": "Keep it cool"}},
                "lists": {f"l{at}": list(islice(words, WORDS // LISTS)) for at in range(LISTS)},
                "rules": [
                    {
                        "id": f"r{at}",
                        "policy": "calm",
                        "when": kinds[at % len(kinds)](chance, at // len(kinds)),
                        "then": ["escalate"],
                    }
                    for at in range(RULES)
                ],
            }
        )
    )


def _words(chance: random.Random) -> Sequence[str]:
    """Words that nobody says, in three scripts; each once."""
    found: dict[str, None] = {}
    while len(found) < WORDS:
        letters = LETTERS[len(found) % len(LETTERS)]
        found["".join(chance.choices(letters, k=chance.randrange(5, 11)))] = None
    return list(found)


def _wording(chance: random.Random, number: int) -> Rule:
    named: Rule = {"text": {"list": f"l{number % LISTS}"}}
    return {**named, "insult": f">= {chance.uniform(0.3, 0.6):.2f}"} if number % 2 else named


def _scoring(chance: random.Random, number: int) -> Rule:
    label = SCORES[number % 5]
    limit = f">= {chance.uniform(0.9, 0.99):.3f}"
    return {"any": [{label: limit}, {"all": [{label: "likely"}, {"directed": "very likely"}]}]}


def _coming(chance: random.Random, number: int) -> Rule:
    count = f">= {chance.randrange(5, 12)}"
    seen = [{"flood": count}, {"mentions": count}, {"links": count}, {"repeats": count}]
    heat = {"heat": f">= {chance.uniform(0.5, 0.9):.2f}"}
    return {"any": [seen[number % len(seen)], {"all": [heat, {"not": {"reply": True}}]}]}


def _facts() -> list[Facts]:
    """Messages of the packaged chat, as a store would have them judged."""
    said = (one.facts for one in talk(MESSAGES, seed=0))
    texts = (text for text, _ in lines())
    return [replace(one, reading=read(text)) for one, text in zip(said, texts, strict=False)]


def _round(rulebook: Rulebook, found: Sequence[Facts], thresholds: Thresholds) -> float:
    began = time.perf_counter()
    for facts in found:
        judge(rulebook, facts, measure(facts), thresholds)
    return (time.perf_counter() - began) / len(found)
