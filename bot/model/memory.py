"""What is remembered of members and conversations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Strike:
    """A remembered violation; it halves every `half_life_s` seconds and never quite goes."""

    policy: str
    weight: float
    at: datetime
    half_life_s: float


Fired = Mapping[str, tuple[datetime, ...]]
"""Rule id -> when it fired, the newest last; of each rule the last `MOST_FIRED` times."""
MOST_FIRED = 20


@dataclass(frozen=True, slots=True)
class Post:
    """A trace of one message in its author's record; `digest` is a short hash of its words."""

    at: datetime
    conversation: str
    digest: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A talk that a member took part in, from their first message in it to the last.

    `baits` and `given` are sums over their messages, of readings as baiting and as hostile to
    others; `drew` counts the members who were hostile to them. `calm` says that it did not flare
    when they came, `flared` that it did later.
    """

    conversation: str
    since: datetime
    last: datetime
    messages: int = 1
    baits: float = 0.0
    given: float = 0.0
    drew: int = 0
    calm: bool = True
    flared: bool = False


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """What we remember of a member; of visits the last few, the newest last."""

    first_seen: datetime | None = None
    messages: int = 0
    lang: str | None = None
    recent: tuple[Post, ...] = ()
    visits: tuple[Visit, ...] = ()
    strikes: tuple[Strike, ...] = ()
    fired: Fired = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One recent message of a conversation: who, to whom, how hostile (0..1, None unknown).

    `likely_to` is whom it is for even where no sign says so, and `sure` how sure that is, 0..1.
    `tones` are the scores by which later messages are read. The readings are probabilities, None
    where nothing is known: `hostile` to a person as it is meant in its conversation, `baiting`,
    `calming`; `flaring` that the conversation is by then a quarrel to step into, `derailing` that
    somebody is attacked within the next messages.
    """

    id: str
    author: str
    name: str
    at: datetime
    hostility: float | None
    to: str | None = None
    provocation: float | None = None
    likely_to: str | None = None
    sure: float = 0.0
    tones: Mapping[str, float] = field(default_factory=dict)
    laughs: bool = False
    hostile: float | None = None
    baiting: float | None = None
    calming: float | None = None
    flaring: float | None = None
    derailing: float | None = None


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """What we remember of a conversation: its heat (0..1) when last warmed, and its last lines."""

    heat: float = 0.0
    heated_at: datetime | None = None
    lines: tuple[Line, ...] = ()
    fired: Fired = field(default_factory=dict)
