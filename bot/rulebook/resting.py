"""Why a rule whose condition holds does not fire: it has fired already."""

from datetime import timedelta

from bot.actions import shelf
from bot.durations import said
from bot.model import Facts, Thresholds
from bot.rulebook.releases import released
from bot.rulebook.schema import Rule


def resting(rule: Rule, facts: Facts, thresholds: Thresholds) -> str:
    """What holds a rule back, in words; empty when nothing does.

    A rule that answers members rests for the member, any other for the conversation.
    """
    now = facts.message.sent_at
    by_member, here = (
        tuple(at for at in record.fired.get(rule.id, ()) if at < now)
        for record in (facts.member, facts.conversation)
    )
    if rule.once is not None and (by_member if rule.once == "member" else here):
        return f"once for each {rule.once}"
    last = (by_member if answers(rule) else here)[-1:]
    if last and now - last[0] < timedelta(seconds=rule.cooldown_s):
        return f"it fired {said(now - last[0])} ago and rests for {said(rule.cooldown_s)}"
    if rule.release is None or not here:
        return ""
    if released(rule.release, rule.release_for_s, facts, thresholds):
        return ""
    return f"it fired here {said(now - here[-1])} ago and is not released yet"


def answers(rule: Rule) -> bool:
    """Whether a rule asks for something that its message's author feels or hears."""
    return any(shelf()[action.name].target == "member" for action in rule.then)
