"""A backtest as plain objects, whose form others rely on.

    {"history": {"messages", "unscored", "members", "conversations", "from", "to"},
     "rulebook": R, "other": R, "differences": D}

`other` and `differences` are there when two rulebooks were held against each other. R is

    {"name", "hash", "hits", "share", "members", "cases", "actions", "precision", "missed",
     "rules": [{"id", "title", "mode", "hits", "share", "members", "undecided", "actions",
                "precision", "samples": [S]}],
     "overlap": [{"rules": [id, id], "messages"}]}

where a share is one of all messages, `actions` is `{name: {"count", "members" or
"conversations"}}` (for a rule: on the messages it hit, whoever asked for them), `precision` is
`{"right", "wrong", "share", "low", "high"}`: the cases that managers upheld and those they
dismissed, with the bounds of Wilson's 95 % interval (null while nothing is decided). `missed` are
the cases they upheld of which no rule hit any message. S is

    {"id", "at", "conversation", "author", "text", "reasons": [...]}

with the reasons as in a replay. D is

    {"messages", "rules_gained": {id: n}, "rules_lost": {id: n},
     "samples": {"gained": {id: [S]}, "lost": {id: [S]}}}

Floats have four digits, times are ISO 8601 in UTC, rules stand in the order of the rulebook, pairs
that share most first.
"""

from collections import Counter
from typing import Any

from bot.actions import shelf
from bot.backtest.differences import Differences, Found
from bot.backtest.rehearsal import Rehearsal
from bot.backtest.run import Backtest
from bot.backtest.tally import Actions, Hits, Sample, Tally
from bot.context.health import wilson
from bot.replay import shape

Object = dict[str, Any]


def report(found: Backtest, samples: int) -> Object:
    """The whole of it, with so many samples of each rule."""
    whole: Object = {"history": _history(found)}
    for key, tally, rehearsal in zip(
        ("rulebook", "other"), found.tallies, found.rehearsals, strict=False
    ):
        whole[key] = _rulebook(rehearsal, tally, found.messages, samples)
    if "other" in whole:
        whole["differences"] = _differences(found.differences, samples)
    return whole


def _history(found: Backtest) -> Object:
    return {
        "messages": found.messages,
        "unscored": found.unscored,
        "members": len(found.members),
        "conversations": len(found.conversations),
        "from": found.since and shape.stamp(found.since),
        "to": found.until and shape.stamp(found.until),
    }


def _rulebook(rehearsal: Rehearsal, tally: Tally, messages: int, samples: int) -> Object:
    rulebook = rehearsal.rulebook
    return {
        "name": next(iter(rulebook.sources)),
        "hash": rulebook.digest,
        **_hits(tally.any, messages),
        "cases": rehearsal.cases,
        "missed": tally.missed,
        "rules": [
            {
                "id": rule.id,
                "title": rule.title,
                "mode": rule.mode,
                **_hits(tally.rules[rule.id], messages),
                "undecided": tally.rules[rule.id].undecided,
                "samples": [_sample(one) for one in tally.rules[rule.id].samples.samples(samples)],
            }
            for rule in rulebook.rules
        ],
        "overlap": _overlap(tally.pairs),
    }


def _overlap(pairs: Counter[tuple[str, str]]) -> list[Object]:
    """The pairs that share most stand first."""
    most_first = sorted(pairs.items(), key=lambda one: (-one[1], one[0]))
    return [{"rules": list(pair), "messages": count} for pair, count in most_first]


def _hits(hits: Hits, messages: int) -> Object:
    return {
        "hits": hits.count,
        "share": round(hits.count / messages, 4) if messages else 0.0,
        "members": len(hits.members),
        "actions": _actions(hits.actions),
        "precision": _precision(hits.right, len(hits.cases)),
    }


def _actions(actions: Actions) -> Object:
    return {
        name: {"count": count, f"{shelf()[name].target}s": len(actions.upon[name])}
        for name, count in sorted(actions.counts.items())
    }


def _precision(right: int, decided: int) -> Object:
    counts = {"right": right, "wrong": decided - right}
    if not decided:
        return {**counts, "share": None, "low": None, "high": None}
    low, high = wilson(right, decided)
    return {
        **counts,
        "share": round(right / decided, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _differences(found: Differences, samples: int) -> Object:
    return {
        "messages": found.messages,
        "rules_gained": _counts(found.gained),
        "rules_lost": _counts(found.lost),
        "samples": {
            "gained": _samples(found.gained, samples),
            "lost": _samples(found.lost, samples),
        },
    }


def _counts(found: Found) -> Object:
    return {rule: one.count for rule, one in sorted(found.items())}


def _samples(found: Found, most: int) -> Object:
    return {
        rule: [_sample(s) for s in one.samples.samples(most)] for rule, one in sorted(found.items())
    }


def _sample(one: Sample) -> Object:
    """One message that was hit, and why."""
    return {
        "id": one.message.id,
        "at": shape.stamp(one.message.sent_at),
        "conversation": one.message.conversation.id,
        "author": one.message.author.id,
        "text": one.message.text,
        "reasons": [shape.reason(why) for why in one.reasons],
    }
