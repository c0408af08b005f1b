"""The pretend service itself: its members write, its bot acts, its pages listen."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import structlog

from bot.errors import Gone, NotPermitted
from bot.model import Conversation, Member, Message
from bot.platforms.sandbox.chat import Alert, Entry, Kind, Refused, Room
from bot.platforms.sandbox.clock import Clock
from bot.ports import Handle

LONGEST = 4000
"""Characters a message may have."""

log = structlog.get_logger()

_MENTION = re.compile(r"(?<!\w)@(\w+)")


class Sandbox:
    """A chat service of one community; members with one of the `staff` roles cannot be restricted.

    Ids of messages begin with the moment the service was opened, so that a store which outlives it
    never takes a new message for an old one.
    """

    name = "sandbox"
    can = frozenset({"alert", "delete", "notify", "restrict", "say", "slowmode"})

    def __init__(
        self, clock: Clock, community: str = "hearth", staff: frozenset[str] = frozenset({"mods"})
    ) -> None:
        self.clock = clock
        self.staff = staff
        self.alerts: list[Alert] = []
        self._found(community)
        self._ids = (f"{int(clock.now().timestamp()):x}-{number}" for number in count(1))
        self._keys: set[str] = set()
        self._posted: asyncio.Queue[Message] = asyncio.Queue()
        self._listeners: list[Callable[[], None]] = []

    def _found(self, community: str) -> None:
        self.community = community
        self.rooms: dict[str, Room] = {}
        self.members: dict[str, Member] = {}
        self.restricted: dict[str, datetime] = {}

    def start_over(self, community: str) -> None:
        """Leave everybody and everything behind; what is meant for the old community finds none."""
        self._found(community)
        self._changed()

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Call `hear` whenever something has changed; the answer is a way to stop that."""
        self._listeners.append(hear)
        return lambda: self._listeners.remove(hear)

    def _changed(self) -> None:
        for hear in tuple(self._listeners):
            hear()

    def open_room(self, room: str, name: str = "", topic: str = "") -> Conversation:
        """A conversation of that id, opened if it is not there yet."""
        if room not in self.rooms:
            where = Conversation(self.name, self.community, room, name or room)
            self.rooms[room] = Room(where, topic)
            self._changed()
        return self.rooms[room].conversation

    def join(self, member: Member) -> Member:
        """Let somebody in as a member of this community; who is known stays as known."""
        if member.id not in self.members:
            here = replace(member, platform=self.name, community=self.community)
            self.members[member.id] = here
            self._changed()
        return self.members[member.id]

    def muted_until(self, member: Member) -> datetime | None:
        """When a restricted member may write again; None for everyone else."""
        until = self.restricted.get(member.id)
        return until if until is not None and until > self.clock.now() else None

    def post(
        self,
        member: Member,
        where: Conversation,
        text: str,
        reply_to: str | None = None,
        at: datetime | None = None,
    ) -> Message:
        """Write as a member; raises `Refused` when the service does not let them.

        `at` dates a line back, for what was said before anybody came to look.
        """
        room, now = self._room(where), at or self.clock.now()
        self._check(member, room, text, now)
        entry = Entry(next(self._ids), Kind.MESSAGE, text, now, member, reply_to=reply_to)
        room.add(entry)
        room.last_post[member.id] = now
        return self._hand_on(room, entry, now)

    def edit(
        self,
        member: Member,
        where: Conversation,
        message_id: str,
        text: str,
        at: datetime | None = None,
    ) -> Message:
        """Change one's own message; raises `Refused` when the service does not let them.

        `at` dates the change back, as for `post`.
        """
        room, now = self._room(where), at or self.clock.now()
        entry = room.find(message_id)
        if entry is None or entry.author != member or entry.removed:
            raise Refused(f"{member.name} has no such message to edit")
        self._check(member, room, text, now, again=True)
        entry.text, entry.edited = text, True
        return self._hand_on(room, entry, now)

    def remark(self, where: Conversation, text: str) -> None:
        """Let the service itself say something to everyone in a room."""
        self._add(where, Kind.EVENT, text)

    def _check(
        self, member: Member, room: Room, text: str, now: datetime, *, again: bool = False
    ) -> None:
        if not text.strip():
            raise Refused("there is nothing to send")
        if len(text) > LONGEST:
            raise Refused(f"a message may have {LONGEST} characters, this one has {len(text)}")
        if until := self.muted_until(member):
            raise Refused(f"{member.name} is muted until {until:%H:%M} UTC")
        last = room.last_post.get(member.id)
        if again or last is None or self._is_staff(member):
            return
        if (wait := last + timedelta(seconds=room.slowmode) - now) > timedelta(0):
            seconds = -(-wait // timedelta(seconds=1))
            raise Refused(f"slow mode: {member.name} can write again in {seconds} s")

    def _hand_on(self, room: Room, entry: Entry, now: datetime) -> Message:
        if entry.author is None:
            raise Refused("only members write messages")
        message = Message(
            id=entry.id,
            conversation=replace(room.conversation, slowmode=room.slowmode),
            author=entry.author,
            text=entry.text,
            sent_at=now,
            reply_to=entry.reply_to,
            mentions=self._mentioned(entry.text),
            edited=entry.edited,
        )
        self._posted.put_nowait(message)
        self._changed()
        return message

    def _mentioned(self, text: str) -> tuple[str, ...]:
        ids = {one.name.casefold(): one.id for one in self.members.values()}
        found = (ids.get(name.casefold()) for name in _MENTION.findall(text))
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _is_staff(self, member: Member) -> bool:
        return not self.staff.isdisjoint(member.roles)

    def _member(self, member: Member) -> Member:
        if member.community != self.community or member.id not in self.members:
            raise Gone(f"{member.name or member.id} has left")
        return self.members[member.id]

    def _room(self, where: Conversation) -> Room:
        if where.community != self.community or where.id not in self.rooms:
            raise Gone(f"there is no conversation {where.name or where.id}")
        return self.rooms[where.id]

    async def run(self, handle: Handle) -> None:
        """Hand over what members post, each message at once, until cancelled."""
        async with asyncio.TaskGroup() as at_work:
            while True:
                message = await self._posted.get()
                at_work.create_task(self._one(handle, message))

    async def _one(self, handle: Handle, message: Message) -> None:
        try:
            await handle(message)
        except Exception:
            log.exception("message not handled", message=message.id)
        finally:
            self._posted.task_done()

    async def settle(self) -> None:
        """Wait until everything that was posted has been handled."""
        await self._posted.join()

    async def notify(self, member: Member, where: Conversation, text: str, key: str) -> str:
        """Show a note in the room that nobody else sees."""
        self._add(where, Kind.NOTE, text, key, reader=self._member(member))
        return "privately"

    async def say(self, where: Conversation, text: str, key: str) -> None:
        """Write to everyone in the room, as the bot."""
        self._add(where, Kind.SAID, text, key)

    async def delete(self, message: Message) -> None:
        """Mark a message as removed."""
        entry = self._room(message.conversation).find(message.id)
        if entry is not None:
            entry.removed, entry.restored = True, False
            self._changed()

    async def give_back(self, message: Message, key: str) -> str:
        """Show the removed words again where they stood."""
        entry = self._room(message.conversation).find(message.id)
        if entry is None:
            raise Gone("the message has scrolled out of reach")
        if entry.removed:
            entry.removed, entry.restored = False, True
            self._changed()
        return "back in its place"

    async def restrict(self, member: Member, where: Conversation, until: datetime | None) -> None:
        """Keep a member from posting anywhere in the community until then."""
        if self._is_staff(self._member(member)):
            raise NotPermitted(f"{member.name} is staff and cannot be restricted")
        if until is None:
            self.restricted.pop(member.id, None)
        else:
            self.restricted[member.id] = until
        self._changed()

    async def slowmode(self, where: Conversation, seconds: int, only_if: int | None = None) -> bool:
        """Set the pace of a room; the room says so."""
        room = self._room(where)
        if only_if is not None and room.slowmode != only_if:
            return False
        if room.slowmode != seconds:
            room.slowmode = seconds
            told = f"Slow mode: {seconds} s between messages" if seconds else "Slow mode is off"
            self._add(where, Kind.EVENT, told)
        return True

    async def alert(self, case_id: int, queue: str, priority: str, text: str) -> None:
        """Put a call on the managers' list."""
        self.alerts.append(Alert(case_id, queue, priority, text, self.clock.now()))
        self._changed()

    def _add(
        self,
        where: Conversation,
        kind: Kind,
        text: str,
        key: str = "",
        reader: Member | None = None,
    ) -> None:
        """Add a line that no member wrote; the same key adds nothing twice."""
        room = self._room(where)
        if key and key in self._keys:
            return
        self._keys.add(key)
        room.add(Entry(next(self._ids), kind, text, self.clock.now(), reader=reader))
        self._changed()
