"""A room: what was said in it, and what the bot said to whom."""

from collections.abc import Callable

from bot.console.keyed import Keyed
from bot.console.parts import avatar, box, chip, empty, icon, icon_button, words
from bot.console.wording import moment, warmth
from bot.demo.bubbles import Bubble, bubbles
from bot.demo.hearth import Hearth, Visitor
from bot.platforms.sandbox import Kind

AT_ONCE = 2
"""Lines of a notice that are seen without unfolding it."""

Reply = Callable[[Bubble], None]


class Chat:
    """The lines of the visitor's room, kept at the newest."""

    def __init__(self, hearth: Hearth, visitor: Visitor, reply: Reply) -> None:
        self._hearth, self._visitor, self._reply = hearth, visitor, reply
        self._room = ""
        with box("hk-chat-head"):
            with box("about"):
                self._name = words("", "name").props("role=heading aria-level=1")
                self._topic = words("", "topic")
            self._slow = box("hk-chip amber")
            with self._slow:
                icon("hourglass_top")
                self._pace = words("")
        with box("hk-lines").props("role=log"), box("inner") as inner:
            self._empty = box("")
            with self._empty:
                empty("forum", "Quiet in here", "Say something, or play a story.")
        self._list = Keyed[Bubble](inner, lambda one: one.id, self._build)

    def refresh(self) -> None:
        """Show the room as it is now."""
        room = self._hearth.sandbox.rooms[self._visitor.room]
        if self._room != self._visitor.room:
            self._room = self._visitor.room
            self._name.set_text(f"# {room.conversation.name}")
            self._topic.set_text(room.topic)
            self._list.show(())
        self._slow.set_visibility(room.slowmode > 0)
        self._pace.set_text(f"Slow mode: {room.slowmode} s")
        shown = bubbles(room.entries, self._hearth.watch.judged, self._hearth.zone)
        self._empty.set_visibility(not shown)
        self._list.show(shown)

    def _build(self, one: Bubble) -> None:
        if one.kind is Kind.MESSAGE:
            self._message(one)
        elif one.kind is Kind.EVENT:
            with box("hk-event"):
                words(one.text)
        else:
            _notice(one)

    def _message(self, one: Bubble) -> None:
        if one.author is None:
            return
        state = f"{'joined' if one.joined else ''} {'removed' if one.removed else ''}"
        line = box(f"hk-line {state} warmth-{warmth(one.hostility or 0.0)[0]}")
        line.props["data-id"] = one.id
        with line:
            if one.joined:
                box("gap")
            else:
                avatar(one.author.id, one.author.name)
            with box("said"):
                if not one.joined:
                    self._heading(one)
                if one.reply is not None:
                    with box("answers"):
                        icon("reply")
                        words(one.reply[0], "name")
                        words(one.reply[1], "text")
                with box("bubble"):
                    words(one.text, "text")
                _marks(one, [self._hearth.titles.rule(rule) for rule in one.broke])
            icon_button("reply", f"Reply to {one.author.name}", lambda: self._reply(one), "reply")

    def _heading(self, one: Bubble) -> None:
        if one.author is None:
            return
        with box("top"):
            words(one.author.name, "name")
            if one.staff:
                chip("manager", "tiny")
            words(one.at, "at")
            sandbox = self._hearth.sandbox
            if until := sandbox.muted_until(one.author):
                chip(f"muted until {moment(until, self._hearth.zone)}", "tiny bad", "volume_off")


def _marks(one: Bubble, broke: list[str]) -> None:
    """What there is to know about a message beside its words."""
    marks = [
        *(("removed", "bad") for _ in range(one.removed)),
        *(("restored", "good") for _ in range(one.restored)),
        *(("edited", "") for _ in range(one.edited)),
        *((rule, "ember") for rule in broke),
    ]
    if marks:
        with box("marks"):
            for text, tone in marks:
                chip(text, f"tiny {tone}")


def _notice(one: Bubble) -> None:
    """The bot speaks: to everyone, or to one member alone; long words can be unfolded."""
    private = one.kind is Kind.NOTE
    lines = one.text.splitlines()
    with box(f"hk-notice {'private' if private else ''}"):
        with box("badge"):
            icon("local_fire_department")
        with box("said"):
            with box("top"):
                words("Hearthkeeper", "name")
                words(one.at, "at")
                if private:
                    chip(f"only {one.reader} sees this", "tiny", "lock")
            words("\n".join(lines[:AT_ONCE]), "text")
            if len(lines) > AT_ONCE:
                with box("more", "details"):
                    with box("label", "summary"):
                        words("Read on")
                    words("\n".join(lines[AT_ONCE:]), "text")
