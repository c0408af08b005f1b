"""A case on a page: what happened, both sides, the conversation, why, what was done."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.console.case_view import CaseView, Done, Talk
from bot.console.parts import avatar, box, button, chip, empty, heading, icon, meter, words
from bot.console.wording import counted

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Acts:
    """What the manager who looks at a case can do, and who that is."""

    me: str
    claim: Act
    uphold: Act
    dismiss: Act
    undo: Act


def case_card(view: CaseView, strikes: Mapping[str, float], acts: Acts) -> None:
    """The whole card; `strikes` gives each member's points as they are now."""
    with box("hk-case"):
        _head(view)
        _actions(view, acts)
        with box("hk-case-columns"):
            with box("main"):
                _people(view, strikes)
                _talk(view)
            with box("aside"):
                _why(view)
                _done(view)
                _decisions(view)


def _head(view: CaseView) -> None:
    with box("hk-case-head"):
        with box("eyebrow"):
            words(f"Case {view.id} · {view.where} · {view.at}")
            chip(view.state, view.tone)
            if view.priority in {"high", "urgent"}:
                chip(f"{view.priority.capitalize()} priority", "bad", "priority_high")
            if view.queue:
                chip(f"Queue: {view.queue}", "", "inbox")
        with box("title").props("role=heading aria-level=1"):
            words(view.title)
        words(view.summary, "summary")


def _actions(view: CaseView, acts: Acts) -> None:
    mine = view.claimed_by == acts.me
    with box("hk-case-actions"):
        with box("who"):
            icon("gavel" if view.decided else "person_pin" if view.claimed_by else "how_to_vote")
            words(_standing(view, acts.me))
        if view.proposed and not view.decided:
            with box("proposed"):
                words("Proposed, and done when you uphold it:", "hint")
                for one in view.proposed:
                    chip(one, "amber", "pending")
        with box("buttons"):
            if view.decided:
                if not view.undone:
                    button("Undo everything", acts.undo, "quiet", "undo")
            elif mine:
                label = "Uphold and do it" if view.proposed else "Uphold"
                button(label, acts.uphold, "primary", "check")
                button("Dismiss", acts.dismiss, "quiet", "close")
            elif view.claimed_by is None:
                button("Claim", acts.claim, "primary", "front_hand")


def _standing(view: CaseView, me: str) -> str:
    """Who has the case, or what became of it."""
    if view.decisions:
        last = view.decisions[-1]
        return f"{last.word} by {last.by} at {last.at}"
    if view.claimed_by == me:
        return f"It is yours until {view.claimed_until}"
    if view.claimed_by:
        return f"{view.claimed_by} has it until {view.claimed_until}"
    return "Nobody has it in hand yet"


def _people(view: CaseView, strikes: Mapping[str, float]) -> None:
    with box("hk-panel hk-people"):
        heading("Who took part")
        with box("people"):
            for person, part in view.parties:
                with box(f"person {person.role}"):
                    avatar(person.id, person.name)
                    with box("about"):
                        words(person.name, "name")
                        words(part, "part")
                    if points := strikes.get(person.id, 0.0):
                        chip(f"{points:.1f} points", "amber", "bolt")
        if view.nearby:
            with box("nearby"):
                words("Also around:")
                for person in view.nearby:
                    with box("one"):
                        avatar(person.id, person.name, "tiny")
                        words(person.name)


def _talk(view: CaseView) -> None:
    with box("hk-panel hk-talk"):
        with box("hk-row"):
            heading("The conversation")
            words("the bar shows how hostile each line is", "hint")
        for line in view.talk:
            _line(line)


def _line(line: Talk) -> None:
    state = f"{'hit' if line.broke else ''} {'removed' if line.removed else ''}"
    with box(f"line {state}"):
        avatar(line.who, line.name, "small")
        with box("said"):
            with box("top"):
                words(line.name, "name")
                words(line.at, "at")
                if line.removed:
                    words("removed", "gone")
            words(line.text, "text")
            if line.broke:
                with box("chips"):
                    for rule in line.broke:
                        chip(rule, "ember")
        meter(line.hostility, "slim")


def _why(view: CaseView) -> None:
    with box("hk-panel hk-why"):
        heading("Why")
        for why in view.why:
            with box("rule"):
                with box("top"):
                    words(why.rule, "title")
                    words(counted(why.times, "message"), "times")
                for signal, value, need in why.signals:
                    with box("reason"):
                        words(signal, "signal")
                        words(value, "value")
                        words(f"needs {need}", "need")


def _done(view: CaseView) -> None:
    with box("hk-panel hk-done"):
        heading("What was done")
        if not view.done:
            empty("spa", "Nothing", "The bot only took note.")
        for one in view.done:
            _effect(one)


def _effect(one: Done) -> None:
    with box(f"effect {'back' if one.taken_back else ''}"):
        icon(one.glyph, one.tone)
        with box("about"):
            who = f" · {one.who}" if one.who else ""
            times = f" ×{one.times}" if one.times > 1 else ""
            words(f"{one.what}{who}{times}", "what")
            words(one.detail, "detail")


def _decisions(view: CaseView) -> None:
    with box("hk-panel hk-decisions"):
        heading("Decisions")
        if not view.decisions:
            empty("balance", "Not decided yet", "Claim the case, then uphold or dismiss it.")
        for one in view.decisions:
            with box("decision"):
                avatar(one.by, one.by, "small")
                words(one.by, "name")
                chip(one.word, one.tone)
                words(one.at, "at")
