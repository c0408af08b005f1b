"""Apply a rulebook to what is known of a message. Pure: the same facts give the same verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot import signals as observed
from bot.actions import shelf
from bot.model import Action, Facts, Reason, Signal, Verdict
from bot.registry import modules
from bot.rulebook.conditions import Seen, why
from bot.rulebook.ladder import climb, strikes_for
from bot.rulebook.levels import level_of
from bot.rulebook.merge import merge
from bot.rulebook.schema import Rule, Rulebook

ASK = Action("escalate", {"queue": "community", "priority": "normal"})
"""What a rule in `suggest` mode asks for, unless it has an `escalate` of its own."""


def measure(facts: Facts) -> dict[str, Signal]:
    """Every signal of these facts, by name."""
    return {name: file.measure(facts) for name, file in modules(observed).items()}


def judge(
    rulebook: Rulebook,
    facts: Facts,
    signals: Mapping[str, Signal],
    thresholds: Mapping[str, Mapping[str, float]],
) -> Verdict:
    """What the rulebook says; every rule that fires counts, and the harsher action wins.

    A rule fires when its `when` is true, unless its `guard` is; unknown does neither. Rules in
    shadow mode are only listed, those in suggest mode ask a human and strike nobody.
    """
    seen = Seen(_readable(signals, facts, rulebook), thresholds)
    level = level_of(rulebook.levels, facts.message.author.roles)
    held = [(rule, _held(rule, seen)) for rule in rulebook.rules if level not in rule.exempt]
    fired = [rule for rule, fires in held if fires and rule.mode != "shadow"]
    now, struck = facts.message.sent_at, _struck(fired)
    strikes = strikes_for(rulebook, list(struck), now)
    climbed = climb(rulebook, facts.member.strikes, strikes, now, struck)
    asked = [action for rule in fired for action in _asked(rule)]
    return Verdict(
        rules=tuple(rule.id for rule in fired),
        policies=_policies(fired),
        told=_policies(rule for rule in fired if rule.mode == "live" and _answers(rule)),
        actions=merge([*asked, *(action for step, _ in climbed for action in step.do)]),
        strikes=strikes,
        reasons=(*_reasons(fired, seen), *(reason for _, reason in climbed)),
        shadow=tuple(rule.id for rule, fires in held if fires and rule.mode == "shadow"),
        unknown=tuple(rule.id for rule, fires in held if fires is None),
    )


def _held(rule: Rule, seen: Seen) -> bool | None:
    """Whether a rule fires; None when a signal that decides it is unknown."""
    held = rule.when.holds(seen)
    if held is False or (rule.guard is not None and rule.guard.holds(seen) is True):
        return False
    return held


def _readable(
    signals: Mapping[str, Signal], facts: Facts, rulebook: Rulebook
) -> Mapping[str, Signal]:
    """The signals, with quotes and code added to the text where the rulebook looks at them."""
    parts = {"quotes": facts.reading.quotes, "code": facts.reading.code}
    ignored = rulebook.defaults.ignore
    more = [text for name, texts in parts.items() if name not in ignored for text in texts]
    if not more:
        return signals
    text = signals["text"]
    return {**signals, "text": replace(text, forms=(*text.forms, *more))}


def _asked(rule: Rule) -> Sequence[Action]:
    if rule.mode == "live":
        return rule.then
    return [action for action in rule.then if action.name == ASK.name] or [ASK]


def _policies(fired: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.policy for rule in fired))


def _answers(rule: Rule) -> bool:
    """Whether a rule asks for something that its message's author feels or hears."""
    return any(shelf()[action.name].target == "member" for action in rule.then)


def _struck(fired: Iterable[Rule]) -> dict[str, str]:
    """The policies for which somebody gets a strike, with the first rule that asks for it."""
    found: dict[str, str] = {}
    for rule in fired:
        if any(one.name == "strike" for one in _asked(rule)):
            found.setdefault(rule.policy, rule.id)
    return found


def _reasons(fired: Iterable[Rule], seen: Seen) -> Iterable[Reason]:
    found = (Reason(rule.id, *finding) for rule in fired for finding in why(rule.when, seen))
    return dict.fromkeys(found)
