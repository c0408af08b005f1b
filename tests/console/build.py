"""Cases as managers meet them, made by hand."""

from datetime import UTC, datetime, timedelta

from bot.model import (
    Action,
    Case,
    Conversation,
    Decision,
    Effect,
    Hit,
    Member,
    Message,
    Person,
    Progress,
    Reason,
    Verdict,
)

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
GENERAL = Conversation("sandbox", "hearth", "general", "general")
MATT = Person("matt", "Matt", "side_a")
HANA = Person("hana", "Hana", "side_b")
JOSS = Person("joss", "Joss", "bystander")


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def said(number, who, text="words", seconds=0, **kw):
    author = Member("sandbox", "hearth", who.id, who.name)
    return Message(f"m{number}", GENERAL, author, text, at(seconds), **kw)


def reason(rule="personal-attack", signal="insult", value=0.9, need=">= 0.8"):
    return Reason(rule, signal, value, need, "evidence")


def hit(message, *reasons, rules=("personal-attack",), scores=None):
    return Hit(message, Verdict(rules=rules, reasons=reasons), scores or {"insult": 0.9})


def effect(name, message, *, key=None, progress=Progress.DONE, due=0, detail="", **kw):
    return Effect(
        key=key or f"c1/{message.id}/{name}",
        case_id=1,
        action=Action(name, kw.pop("options", {})),
        message=message,
        at=message.sent_at,
        due_at=message.sent_at + timedelta(seconds=due),
        progress=progress,
        detail=detail,
        **kw,
    )


def case(number=1, **kw):
    made = {"conversation": GENERAL, "opened_at": NOON, "last_at": NOON, "people": (MATT, HANA)}
    return Case(id=number, **{**made, **kw})


def decided(word, by="Ines", round=0, seconds=60):
    return Decision(round, by, word, "", at(seconds))
