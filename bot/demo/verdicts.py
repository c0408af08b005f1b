"""What the bot made of the latest messages of a room, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from bot.console import titles
from bot.console.keyed import Keyed
from bot.console.parts import avatar, box, chip, empty, heading, icon, meter, words
from bot.console.titles import Titles
from bot.console.wording import counted, listed, moment, needed, shown
from bot.demo.hearth import Hearth, Visitor
from bot.model import Effect, Judged, Progress, Reason
from bot.rulebook.conditions import signals_of
from bot.rulebook.schema import Rule

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One score, 0..1, and where `likely` begins for it."""

    label: str
    score: float
    likely: float | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """One judged message."""

    id: str
    who: str
    name: str
    at: str
    text: str
    lang: str
    rules: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...]
    """Signal, value and need, all in words."""
    undecided: tuple[tuple[str, tuple[str, ...]], ...]
    """What was wanting, and the titles of the rules that could not be decided for want of it."""
    actions: tuple[tuple[str, str, str], ...]
    """Words, tone and picture of each action asked for at once, by what became of it."""
    bars: tuple[Bar, ...]
    case: int | None


def ruling(judged: Judged, hearth: Hearth) -> Ruling:
    """A judged message in words."""
    message, verdict = judged.message, judged.verdict
    return Ruling(
        id=message.id,
        who=message.author.id,
        name=message.author.name,
        at=moment(message.sent_at, hearth.zone),
        text=message.text,
        lang=judged.facts.lang or "",
        rules=tuple(hearth.titles.rule(rule) for rule in verdict.rules),
        reasons=_reasons(verdict.reasons),
        undecided=undecided(judged, hearth.app.rulebook.rules, hearth.titles),
        actions=tuple(_action(one) for one in judged.effects if one.due_at <= message.sent_at),
        bars=_bars(judged.facts.scores, hearth.app.scorer.thresholds.get("likely", {})),
        case=judged.case.id if judged.case else None,
    )


def _reasons(reasons: Sequence[Reason]) -> tuple[tuple[str, str, str], ...]:
    """Each signal once, with everything that was needed of it."""
    needs: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        key = (reason.signal, shown(reason.value))
        needs.setdefault(key, []).append(needed(reason.need))
    return tuple((*key, ", ".join(dict.fromkeys(found))) for key, found in needs.items())


def _action(effect: Effect) -> tuple[str, str, str]:
    """In words, with its tone and picture; what was not done says so."""
    what, glyph = titles.action(effect.action)
    tone, sign = titles.outcome(effect)
    if effect.progress is Progress.DONE:
        return what, tone, glyph
    return f"{what}: {effect.progress}", tone, sign


def undecided(
    judged: Judged, rules: Iterable[Rule], titles: Titles
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rules that could not be decided, by the evidence of the signals that were unknown."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        if rule.id in judged.verdict.unknown:
            wanted = (judged.signals[name] for name in signals_of(rule.when))
            why = dict.fromkeys(signal.evidence for signal in wanted if signal.value is None)
            found.setdefault(", ".join(why) or "no threshold", []).append(titles.rule(rule.id))
    return tuple((why, tuple(names)) for why, names in found.items())


def _bars(scores: Mapping[str, float], likely: Mapping[str, float]) -> tuple[Bar, ...]:
    return tuple(Bar(label, round(score, 2), likely.get(label)) for label, score in scores.items())


class Verdicts:
    """The latest verdicts of the visitor's room, newest first; the newest one lies open."""

    def __init__(self, hearth: Hearth, visitor: Visitor) -> None:
        self._hearth, self._visitor = hearth, visitor
        self._open: str | None = None
        with box("hk-panel hk-verdicts"):
            with box("hk-row"):
                heading("Verdicts")
                words("every message is read; few are acted on", "hint")
            self._empty = box("")
            with self._empty:
                empty("psychology_alt", "Nothing judged yet", "The first message will show here.")
            self._list = Keyed[tuple[Ruling, bool]](box("list"), lambda one: one[0].id, self._build)

    def refresh(self) -> None:
        """Show the latest verdicts."""
        found = [
            judged
            for judged in reversed(self._hearth.watch.judged.values())
            if judged.message.conversation.id == self._visitor.room
        ][:SHOWN]
        opened = self._open or next((one.message.id for one in found if one.verdict), None)
        self._empty.set_visibility(not found)
        self._list.show([(ruling(one, self._hearth), one.message.id == opened) for one in found])

    def _toggle(self, one: Ruling, opened: bool) -> None:
        self._open = "" if opened else one.id
        self.refresh()

    def _build(self, item: tuple[Ruling, bool]) -> None:
        one, opened = item
        with box(f"hk-ruling {'fired' if one.rules else ''} {'open' if opened else ''}"):
            head = (
                ui.element("button").classes("head").on("click", lambda: self._toggle(one, opened))
            )
            head.props(f"aria-expanded={'true' if opened else 'false'}")
            with head:
                avatar(one.who, one.name, "small")
                with box("said"):
                    words(one.text, "text")
                    with box("chips"):
                        for rule in one.rules:
                            chip(rule, "tiny ember")
                        for why, rules in one.undecided:
                            what = rules[0] if len(rules) == 1 else counted(len(rules), "rule")
                            chip(f"could not tell: {what}, {why}", "tiny", "help_outline")
                        if not one.rules and not one.undecided:
                            words("fine", "fine")
                icon("expand_less" if opened else "expand_more")
            if opened:
                _details(one)


def _details(one: Ruling) -> None:
    with box("details"):
        for signal, value, need in one.reasons:
            with box("reason"):
                words(signal, "signal")
                words(value, "value")
                words(f"needs {need}", "need")
        for why, rules in one.undecided:
            words(f"Could not tell: {listed(rules)}, {why}.", "hint")
        if one.actions:
            with box("chips"):
                for text, tone, glyph in one.actions:
                    chip(text, f"tiny {tone}", glyph)
        for bar in one.bars:
            with box("bar"):
                words(bar.label.replace("_", " "), "label")
                meter(bar.score, "slim", bar.likely)
                words(f"{bar.score:.2f}", "score")
        if not one.bars:
            words("The model gave no score.", "hint")
        if one.case is not None:
            ui.link(f"Open case {one.case}", f"/case/{one.case}").classes("case")
