"""What there is to see of a case: plain words made from the file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.actions import shelf
from bot.console import titles, wording
from bot.console.titles import Titles
from bot.context.conversation import hostility
from bot.model import Action, Case, Effect, Hit, Member, Person, Progress, Reason
from bot.rulebook.merge import merge

SIDES = ("side_a", "troll", "side_b", "target")
"""The order in which people are shown."""
BYSTANDER = "bystander"


@dataclass(frozen=True, slots=True)
class Talk:
    """One line of the conversation around a case."""

    id: str
    who: str
    name: str
    at: str
    text: str
    hostility: float | None
    broke: tuple[str, ...] = ()
    """Titles of the rules it broke; empty for lines that are only context."""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Why a rule fired, over all messages of the case in which it did."""

    rule: str
    times: int
    """In how many messages."""
    signals: tuple[tuple[str, str, str], ...]
    """Each signal with its values and everything that was needed of it."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, to whom, and what became of it."""

    what: str
    who: str
    detail: str
    tone: str
    glyph: str
    taken_back: bool
    times: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """One decision of a manager."""

    by: str
    word: str
    tone: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, ready to be shown."""

    id: int
    title: str
    summary: str
    where: str
    state: str
    tone: str
    priority: str
    queue: str | None
    at: str
    claimed_by: str | None
    claimed_until: str
    parties: tuple[tuple[Person, str], ...]
    """Who took part in it, and how."""
    nearby: tuple[Person, ...]
    """Who was around."""
    talk: tuple[Talk, ...]
    why: tuple[Why, ...]
    done: tuple[Done, ...]
    decisions: tuple[Said, ...]
    proposed: tuple[str, ...]
    """What is done when the case is upheld."""
    decided: bool
    undone: bool


def view(
    case: Case, transcript: Sequence[Hit], names: Titles, now: datetime, zone: tzinfo
) -> CaseView:
    """Everything a manager needs to decide, on one card."""
    last = case.decisions[-1].word if case.decisions else ""
    claimed = case.state == "claimed" and case.claimed_until is not None
    held = claimed and case.claimed_until is not None and case.claimed_until > now
    label, tone = titles.state("open" if claimed and not held else case.state, last)
    return CaseView(
        id=case.id,
        title=title(case, names),
        summary=summary(case, names),
        where=f"#{case.conversation.name or case.conversation.id}",
        state=label,
        tone=tone,
        priority=case.priority,
        queue=case.queue,
        at=wording.moment(case.opened_at, zone),
        claimed_by=case.claimed_by if held else None,
        claimed_until=wording.moment(case.claimed_until, zone) if case.claimed_until else "",
        parties=tuple((one, titles.role(one, case.people)) for one in _by_side(case.people)),
        nearby=tuple(one for one in case.people if one.role == BYSTANDER),
        talk=_talk(case, transcript, names, zone),
        why=_why(case.hits, names),
        done=_done(case.effects),
        decisions=tuple(
            Said(one.by, *titles.state("decided", one.word), one.note, wording.moment(one.at, zone))
            for one in case.decisions
        ),
        proposed=_proposed(case.hits),
        decided=bool(case.decisions),
        undone=last in {"undo", "dismiss"},
    )


def _proposed(hits: Iterable[Hit]) -> tuple[str, ...]:
    """In a word or two each, in order of severity; of each member's alike, the harshest."""
    asked: dict[Member, list[Action]] = {}
    for hit in hits:
        asked.setdefault(hit.message.author, []).extend(hit.verdict.proposed)
    found = [action for of_one in asked.values() for action in merge(of_one)]
    found.sort(key=lambda action: (shelf()[action.name].severity, action.name))
    return tuple(dict.fromkeys(titles.lasting(action) for action in found))


def title(case: Case, names: Titles) -> str:
    """What happened, in as few words as possible."""
    where = f"#{case.conversation.name or case.conversation.id}"
    roles = {person.role for person in case.people}
    if {"side_a", "side_b"} <= roles:
        return f"Quarrel in {where}"
    if "troll" in roles:
        return f"Trolling in {where}"
    broken = [names.rule(rule) for rule in case.rules]
    return f"{broken[0] if broken else 'Incident'} in {where}"


def summary(case: Case, names: Titles) -> str:
    """One line: who did what to whom, what it broke, and how long it went on."""
    sides = {role: _names(case.people, role) for role in SIDES}
    broken = wording.listed([f"“{names.policy(policy)}”" for policy in case.policies])
    if sides["troll"]:
        act = f"{sides['troll']} stirred up the conversation"
    elif sides["side_a"] and sides["side_b"]:
        act = f"{sides['side_a']} and {sides['side_b']} went at each other"
    elif sides["side_a"] and sides["target"]:
        act = f"{sides['side_a']} attacked {sides['target']}"
    else:
        act = f"{sides['side_a'] or 'Somebody'} broke the rules"
    against = f" against {broken}" if broken else ""
    span = case.last_at - case.opened_at
    lasted = f" within {wording.lasting(span)}" if span.total_seconds() >= 1 else ""
    hits = f": {wording.counted(len(case.hits), 'message')}{against}{lasted}" if case.hits else ""
    return f"{act}{hits}."


def _names(people: Iterable[Person], role: str) -> str:
    return wording.listed([person.name for person in people if person.role == role])


def _by_side(people: Sequence[Person]) -> list[Person]:
    order = {role: place for place, role in enumerate(SIDES)}
    parties = (person for person in people if person.role != BYSTANDER)
    return sorted(parties, key=lambda person: order.get(person.role, len(order)))


def _talk(case: Case, transcript: Sequence[Hit], names: Titles, zone: tzinfo) -> tuple[Talk, ...]:
    """The transcript with the case's own messages in it, marked with what they broke."""
    broke: dict[str, tuple[str, ...]] = {}
    for hit in case.hits:
        broke[hit.message.id] = tuple(names.rule(rule) for rule in hit.verdict.rules)
    lines = {hit.message.id: hit for hit in (*case.hits, *transcript)}
    removed = _removed(case.effects)
    return tuple(
        Talk(
            id=hit.message.id,
            who=hit.message.author.id,
            name=hit.message.author.name or hit.message.author.id,
            at=wording.moment(hit.message.sent_at, zone),
            text=hit.message.text,
            hostility=hostility(hit.scores, bool(hit.message.reply_to or hit.message.mentions)),
            broke=broke.get(hit.message.id, ()),
            removed=hit.message.id in removed,
        )
        for hit in sorted(lines.values(), key=lambda hit: hit.message.sent_at)
    )


def _removed(effects: Iterable[Effect]) -> set[str]:
    """Ids of the messages that are gone now, in the order things were done."""
    gone: set[str] = set()
    for effect in effects:
        if effect.action.name == "delete" and effect.progress is Progress.DONE:
            (gone.discard if effect.undo else gone.add)(effect.message.id)
    return gone


def _why(hits: Iterable[Hit], names: Titles) -> tuple[Why, ...]:
    """The rules that fired, in the order they first did, each signal once."""
    messages: dict[str, int] = {}
    found: dict[str, dict[str, list[Reason]]] = {}
    for hit in hits:
        for rule in dict.fromkeys(reason.rule for reason in hit.verdict.reasons):
            messages[rule] = messages.get(rule, 0) + 1
        for reason in hit.verdict.reasons:
            found.setdefault(reason.rule, {}).setdefault(reason.signal, []).append(reason)
    return tuple(
        Why(
            names.rule(rule),
            messages[rule],
            tuple((signal, _values(held), _needs(held)) for signal, held in signals.items()),
        )
        for rule, signals in found.items()
    )


def _values(reasons: Sequence[Reason]) -> str:
    """What a signal was: the range of its numbers, or its last value."""
    numbers = [one.value for one in reasons if isinstance(one.value, float)]
    if not numbers:
        return wording.shown(reasons[-1].value)
    low, high = wording.shown(min(numbers)), wording.shown(max(numbers))
    return low if low == high else f"{low} to {high}"


def _needs(reasons: Sequence[Reason]) -> str:
    return ", ".join(dict.fromkeys(wording.needed(one.need) for one in reasons))


def _done(effects: Sequence[Effect]) -> tuple[Done, ...]:
    """What was done, alike things to the same person together, in the order they began.

    What was taken back says so in its own line.
    """
    undone = {effect.key.partition("/undo/")[0]: effect for effect in effects if effect.undo}
    found: dict[Done, list[str]] = {}
    for effect in effects:
        if not effect.undo:
            one = _one(effect, undone.get(effect.key))
            found.setdefault(replace(one, detail=""), []).append(one.detail)
    return tuple(
        replace(one, times=len(details), detail=details[-1]) for one, details in found.items()
    )


def _one(effect: Effect, undo: Effect | None) -> Done:
    what, glyph = titles.action(effect.action)
    if "/then/" in effect.key:
        what = f"End of {what[0].lower()}{what[1:]}"
    last = undo or effect
    tone, sign = titles.outcome(last)
    done = last.progress is Progress.DONE
    return Done(
        what=what,
        who=_whom(effect),
        detail=_detail(effect) if undo is None else _undone(undo),
        tone=tone,
        glyph=sign if not done else "undo" if undo else glyph,
        taken_back=undo is not None and done,
    )


def _detail(effect: Effect) -> str:
    waits = effect.progress is Progress.INTENDED and effect.due_at > effect.at
    return effect.detail or ("when its time comes" if waits else effect.progress.value)


def _undone(undo: Effect) -> str:
    if undo.progress in {Progress.INTENDED, Progress.STARTED}:
        return "being taken back"
    if undo.progress is Progress.DONE:
        return undo.detail
    return f"could not be taken back: {undo.detail or undo.progress.value}"


def _whom(effect: Effect) -> str:
    """Who felt it; nobody in particular when it was for a whole conversation."""
    file = shelf().get(effect.action.name)
    if file is None or file.target != "member":
        return ""
    return effect.message.author.name or effect.message.author.id
