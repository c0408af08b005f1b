"""Why a rule whose condition holds does not fire: it has fired already."""

from datetime import timedelta

from bot.actions import shelf
from bot.durations import said
from bot.model import Facts, Thresholds
from bot.rulebook.releases import released
from bot.rulebook.schema import Rule


def resting(rule: Rule, facts: Facts, thresholds: Thresholds) -> str:
    """What holds a rule back, in words; empty when nothing does.

    A rule that answers members rests for the member, any other for the conversation. Messages come
    late and share their seconds, so what fired on any other message counts, be it earlier or later;
    what fired on an earlier state of this one does not.
    """
    now, own = facts.message.sent_at, int(rule.id in facts.fired)
    by_member, here = (
        record.fired.get(rule.id, ()) for record in (facts.member, facts.conversation)
    )
    if rule.once is not None and len(by_member if rule.once == "member" else here) > own:
        return f"once for each {rule.once}"
    rest = timedelta(seconds=rule.cooldown_s)
    near = [at for at in (by_member if answers(rule) else here) if abs(now - at) < rest]
    if len(near) > own:
        return f"it fired {_when(near[-1] - now)} and rests for {said(rule.cooldown_s)}"
    if rule.release is None or len(here) <= own:
        return ""
    if here[-1] <= now and released(rule.release, rule.release_for_s, facts, thresholds):
        return ""
    return f"it fired here {_when(here[-1] - now)} and is not released yet"


def _when(since: timedelta) -> str:
    """Such as `5m ago`; later than a message that came late."""
    return f"{said(-since)} ago" if since <= timedelta(0) else f"{said(since)} later"


def answers(rule: Rule) -> bool:
    """Whether a rule asks for something that its message's author feels or hears."""
    return any(shelf()[action.name].target == "member" for action in rule.then)
