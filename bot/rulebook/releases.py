"""`release`: what must have held in a conversation before a rule fires there again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import signals
from bot.context.conversation import before_lines, hear
from bot.durations import seconds
from bot.model import ConversationRecord, Facts, Thresholds
from bot.registry import modules
from bot.rulebook.conditions import Condition, Seen, rules_of, signals_of
from bot.rulebook.conditions_in import read_condition
from bot.rulebook.mistakes import Mistakes, nearest
from bot.rulebook.tree import Path, Plain
from bot.rulebook.vocabulary import Vocabulary

LONGEST = 86400


def read_release(
    rule: Mapping[str, Plain], path: Path, mistakes: Mistakes, known: Vocabulary
) -> tuple[Condition | None, int]:
    """The condition, and for how many seconds it must hold; None where a rule has no release."""
    if "release" not in rule:
        return None, 0
    plain, here = rule["release"], (*path, "release")
    if not isinstance(plain, dict) or not plain.keys() - {"for"}:
        said = '`release` is a condition on the conversation such as `{heat: "< 0.4", for: 10m}`'
        mistakes.add(here, said)
        return None, 0
    when = {key: value for key, value in plain.items() if key != "for"}
    condition = read_condition(when, here, mistakes, known)
    for name in rules_of(condition) if condition else ():
        mistakes.add(here, f"a release looks at the conversation, not at how often `{name}` fired")
    for name in signals_of(condition) if condition else ():
        if name not in conversational():
            said = f"`{name}` is about a message; a release looks at the conversation"
            mistakes.add(here, f"{said}{nearest(name, conversational())}")
    return condition, _wait(plain, here, mistakes)


def conversational() -> list[str]:
    """The signals that tell of a conversation, whatever the message at hand."""
    files = modules(signals).items()
    return [name for name, file in files if getattr(file, "ABOUT", "") == "conversation"]


def _wait(plain: Mapping[str, Plain], path: Path, mistakes: Mistakes) -> int:
    given = plain.get("for", "0")
    if given is None:
        mistakes.add((*path, "for"), "`for` has no value")
        return 0
    try:
        wait = seconds(given)
    except ValueError as error:
        mistakes.add((*path, "for"), str(error))
        return 0
    if wait > LONGEST:
        mistakes.add((*path, "for"), "`for` must be at most `1d`")
    return wait


def released(condition: Condition, wait_s: int, facts: Facts, thresholds: Thresholds) -> bool:
    """Whether a release held for all of `wait_s` seconds before this message.

    The conversation is looked at as it stood then: built anew from the lines that are remembered,
    at the beginning of that time and after each line since. Heat of lines that are forgotten
    counts as what is left of it tells; it is rather taken for too hot than for too cool.
    """
    now = facts.message.sent_at
    since = now - timedelta(seconds=wait_s)
    record = before_lines(facts.conversation, since)
    moments = [(since, record)]
    for line in facts.conversation.lines:
        if line.id == facts.message.id or line.at > now:
            continue
        record = hear(record, line)
        if line.at <= since:
            moments[0] = (since, record)
        else:
            moments.append((line.at, record))
    return all(_holds(condition, facts, at, record, thresholds) for at, record in moments)


def _holds(
    condition: Condition,
    facts: Facts,
    at: datetime,
    record: ConversationRecord,
    thresholds: Thresholds,
) -> bool:
    then = replace(facts, message=replace(facts.message, sent_at=at), conversation=record)
    files = modules(signals)
    found = {name: files[name].measure(then) for name in signals_of(condition)}
    return condition.holds(Seen(found, thresholds)) is True
