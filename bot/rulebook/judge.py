"""Apply a rulebook to what is known of a message. Pure: the same facts give the same verdict."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from bot import signals as observed
from bot.model import Action, Facts, Reason, Signal, Strike, Thresholds, Verdict
from bot.registry import modules
from bot.rulebook.conditions import Seen, leaves, why
from bot.rulebook.ladder import climb, strikes_for
from bot.rulebook.levels import level_of
from bot.rulebook.merge import merge
from bot.rulebook.resting import answers, resting
from bot.rulebook.schema import Rule, Rulebook
from bot.rulebook.scopes import Scope

ASK = Action("escalate", {"queue": "community", "priority": "normal"})
"""What a rule asks for that may only suggest, or that cannot tell, unless people are called anyway:
its own `escalate`, or that of another rule or step, keeps its queue."""


FIRES, UNKNOWN = "fires", "unknown"


class Tried(NamedTuple):
    """One rule tried on one message: in its form for this place and member, and what came of it."""

    rule: Rule
    scope: Scope | None
    """Which override made it what it is here; None for none."""
    outcome: str
    """`FIRES`, `UNKNOWN`, or why it does not fire."""
    seen: Seen

    @property
    def fires(self) -> bool:
        """Whether it fires, be it in shadow."""
        return self.outcome == FIRES


def measure(facts: Facts) -> dict[str, Signal]:
    """Every signal of these facts, by name."""
    return {name: file.measure(facts) for name, file in modules(observed).items()}


def judge(
    rulebook: Rulebook,
    facts: Facts,
    signals: Mapping[str, Signal],
    thresholds: Thresholds,
) -> Verdict:
    """What the rulebook says; every rule that fires counts, and the harsher action wins.

    Rules in shadow mode are only listed; those that may only suggest ask a human, and what they
    would have done is proposed.
    """
    every = attempts(rulebook, facts, signals, thresholds)
    tries = [one for one in every if one.outcome in (FIRES, UNKNOWN)]
    undecided = [one for one in tries if not one.fires]
    doubtful = [one for one in undecided if one.rule.unknown == "ask" and one.rule.mode != "shadow"]
    fired = [one for one in tries if one.fires and one.rule.mode != "shadow"]
    rules = [one.rule for one in fired]
    now, struck = facts.message.sent_at, _struck(rules)
    strikes = strikes_for(rulebook, list(struck), now)
    climbed = climb(rulebook, facts.member.strikes, strikes, now, struck)
    waiting = [rule for rule in rules if not _acts(rule)]
    proposed, pending = _proposals(rulebook, waiting, now)
    asked = [action for rule in rules for action in _asked(rule)]
    asked += [action for step, _ in climbed for action in step.do]
    if (doubtful or not all(map(_acts, rules))) and not _calls(asked):
        asked.append(ASK)
    return Verdict(
        rules=tuple(rule.id for rule in rules),
        policies=_policies([*rules, *(one.rule for one in doubtful)]),
        told=_policies(rule for rule in rules if _acts(rule) and answers(rule)),
        actions=merge(asked),
        strikes=strikes,
        reasons=(*_reasons(fired), *(reason for _, reason in climbed), *_doubts(doubtful)),
        shadow=tuple(one.rule.id for one in tries if one.fires and one.rule.mode == "shadow"),
        unknown=tuple(one.rule.id for one in undecided),
        proposed=proposed,
        pending=pending,
        awaiting=_policies(waiting),
    )


def _proposals(
    rulebook: Rulebook, waiting: Sequence[Rule], at: datetime
) -> tuple[tuple[Action, ...], tuple[Strike, ...]]:
    """What waits for a human's word: actions, and strikes.

    What ladders add to it is found when that word is said, from the strikes that stand then.
    """
    struck = [rule.policy for rule in waiting if _strikes(rule.then)]
    asked = (action for rule in waiting for action in rule.then if action.name != ASK.name)
    return merge(asked), strikes_for(rulebook, list(dict.fromkeys(struck)), at)


def attempts(
    rulebook: Rulebook,
    facts: Facts,
    signals: Mapping[str, Signal],
    thresholds: Thresholds,
) -> Iterator[Tried]:
    """Each rule in turn, the first ones first; behind one that fires and stops the rest none fires.

    A rule fires when its `when` is true, unless its `guard` is, or it rests; unknown does neither.
    Rules that count others are tried after them, also after those that stop the rest.
    """
    level = level_of(rulebook.levels, facts.message.author.roles)
    firing: frozenset[str] = frozenset()
    by_ignored: dict[tuple[str, ...], Seen] = {}
    stopped: frozenset[str] = frozenset()
    """Those that fire, from the one on that stops the rest."""
    behind = ""
    """Why all others do not."""
    for rule in rulebook.rules:
        here, scope = form(rule, facts, level) if rule.overrides else (rule, None)
        seen = by_ignored.get(here.ignore)
        if seen is None:
            readable = _readable(signals, facts, here.ignore)
            seen = by_ignored[here.ignore] = Seen(readable, thresholds, facts, firing)
        if here.id in rule.counts:
            seen = seen._replace(firing=firing | {here.id})
        tries = not stopped or rule.counts & stopped
        outcome = _outcome(here, facts, seen, level) if tries else behind
        tried = Tried(here, scope, outcome, seen)
        yield tried
        if tried.fires:
            firing |= {here.id}
            by_ignored.clear()
            if stopped or (here.stop and here.mode != "shadow"):
                stopped |= {here.id}
                behind = behind or f"`{here.id}` fires before it and stops the rest"


def form(rule: Rule, facts: Facts, level: str) -> tuple[Rule, Scope | None]:
    """The rule as it is for this message, and the most specific of the overrides that hold.

    Where several hold they add up: what the more specific one says wins, key by key.
    """
    held = [
        number
        for number, (scope, _) in enumerate(rule.overrides)
        if scope.holds(facts.message, level)
    ]
    if not held:
        return rule, None
    scope, alone = rule.overrides[held[0]]
    if len(held) == 1:
        return alone, scope
    change: dict[str, Any] = {}
    for number in reversed(held):
        change |= rule.changes[number]
    return replace(rule, **change), scope


def _outcome(rule: Rule, facts: Facts, seen: Seen, level: str) -> str:
    if elsewhere := _elsewhere(rule, facts, level):
        return elsewhere
    held = rule.when.holds(seen)
    if held is False:
        return "its condition does not hold"
    if rule.guard is not None and rule.guard.holds(seen) is True:
        return "its guard holds it back"
    if held is None:
        return UNKNOWN
    return resting(rule, facts, seen.thresholds) or FIRES


def _elsewhere(rule: Rule, facts: Facts, level: str) -> str:
    """Why a rule does not look at this message at all; empty when it does."""
    if rule.mode == "off":
        return "it is off"
    if rule.where is not None and not rule.where.holds(facts.message, level):
        return f"it holds for {rule.where} only"
    return f"{level}s are exempt" if level in rule.exempt else ""


def _readable(
    signals: Mapping[str, Signal], facts: Facts, ignored: Collection[str]
) -> Mapping[str, Signal]:
    """The signals, with quotes and code added to the text where a rule looks at them."""
    parts = {"quotes": facts.reading.quotes, "code": facts.reading.code}
    more = [text for name, texts in parts.items() if name not in ignored for text in texts]
    if not more:
        return signals
    text = signals["text"]
    return {**signals, "text": replace(text, forms=(*text.forms, *more))}


def _acts(rule: Rule) -> bool:
    """Whether it does what it asks for, without a human's word."""
    return rule.mode == "live" and not rule.confirm


def _asked(rule: Rule) -> Sequence[Action]:
    """What is done on a rule's own word: of one that may only suggest, its call for people."""
    if _acts(rule):
        return rule.then
    return [action for action in rule.then if action.name == ASK.name]


def _calls(actions: Iterable[Action]) -> bool:
    return any(action.name == ASK.name for action in actions)


def _policies(fired: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.policy for rule in fired))


def _struck(fired: Iterable[Rule]) -> dict[str, str]:
    """The policies for which somebody gets a strike, with the first rule that asks for it."""
    found: dict[str, str] = {}
    for rule in fired:
        if _strikes(_asked(rule)):
            found.setdefault(rule.policy, rule.id)
    return found


def _strikes(actions: Iterable[Action]) -> bool:
    return any(action.name == "strike" for action in actions)


def _reasons(fired: Iterable[Tried]) -> Iterable[Reason]:
    found = (
        Reason(one.rule.id, *finding) for one in fired for finding in why(one.rule.when, one.seen)
    )
    return dict.fromkeys(found)


def _doubts(undecided: Iterable[Tried]) -> Iterator[Reason]:
    """What could not be told, of rules that then ask a human."""
    for one in undecided:
        for leaf in leaves(one.rule.when):
            if leaf.holds(one.seen) is None:
                yield Reason(one.rule.id, *leaf.ground(one.seen))
