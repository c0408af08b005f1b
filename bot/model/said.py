"""What people say, and where: no I/O, clock or platform in it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A channel, thread or topic of one community; `slowmode` is its seconds between messages."""

    platform: str
    community: str
    id: str
    name: str = field(default="", compare=False)
    slowmode: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """One account in one community; `lang` (ISO 639-1) where the platform or the member says so.

    `joined_at` is when it came to the community, `created_at` when the account was made.
    """

    platform: str
    community: str
    id: str
    name: str = field(default="", compare=False)
    roles: tuple[str, ...] = field(default=(), compare=False)
    joined_at: datetime | None = field(default=None, compare=False)
    lang: str | None = field(default=None, compare=False)
    created_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a reader takes it: the author's own words, and what was around them.

    `own` is the author's words as typed; `folded` the same with disguises undone. `own_at[i]` and
    `folded_at[i]` say where character `i` stands in the text as received.
    """

    own: str
    folded: str
    own_at: tuple[int, ...] = ()
    folded_at: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The one or two different forms a model or a pattern must look at; blank ones left out."""
        return tuple(dict.fromkeys(form for form in (self.own, self.folded) if form.strip()))


@dataclass(frozen=True, slots=True)
class Message:
    """What a member wrote, in no platform's terms; the normalise step fills in `reading`."""

    id: str
    conversation: Conversation
    author: Member
    text: str
    sent_at: datetime
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    edited: bool = False
    reading: Reading | None = None
