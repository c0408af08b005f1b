"""The tables of the memory: who spoke, what was said, what was decided and done about it.

Ids of members, conversations and messages are only unique within their platform and community, so
every key and every reference carries all that it takes. `migrations` makes these tables.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, UniqueConstraint

from bot.store.text import storable


class Utc(sa.TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Shift to UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give back the zone, which SQLite does not keep."""
        return value and value.replace(tzinfo=UTC)


class Words(sa.TypeDecorator[str]):
    """Text of any length; characters that not every database can hold become U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Replace what cannot be written."""
        return value and storable(value)


METADATA = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s",
    }
)
PLACE = ("platform", "community", "conversation")
MESSAGE = (*PLACE, "message")
AUTHOR = ("platform", "community", "author")


def _words(*names: str) -> list[Column[Any]]:
    return [Column(name, Words, nullable=False) for name in names]


def _key(*names: str) -> list[Column[Any]]:
    return [Column(name, Words, primary_key=True) for name in names]


def _number() -> Column[Any]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _json(*names: str) -> list[Column[Any]]:
    return [Column(name, sa.JSON, nullable=False) for name in names]


def _fired() -> Column[Any]:
    return Column("fired", sa.JSON, nullable=False, server_default="{}")


def _at(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Utc, nullable=nullable)


def _refers(columns: tuple[str, ...], to: str, key: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    """A reference that is checked at the end of the transaction, so that order does not matter."""
    targets = [f"{to}.{column}" for column in key]
    return sa.ForeignKeyConstraint(columns, targets, deferrable=True, initially="DEFERRED")


_OF_CONVERSATION = (PLACE, "conversations", ("platform", "community", "id"))
_OF_AUTHOR = (AUTHOR, "members", ("platform", "community", "id"))
_OF_MESSAGE = (MESSAGE, "messages", (*PLACE, "id"))
_OF_CASE = (("case_id",), "cases", ("id",))

members = Table(
    "members",
    METADATA,
    *_key("platform", "community", "id"),
    *_words("name"),
    Column("lang", Words),
    *_json("roles"),
    _at("first_seen", nullable=True),
    _at("joined_at", nullable=True),
    _at("created_at", nullable=True),
    Column("messages", Integer, nullable=False),
    *_json("recent"),
    _fired(),
)

conversations = Table(
    "conversations",
    METADATA,
    *_key("platform", "community", "id"),
    *_words("name"),
    Column("heat", Float, nullable=False),
    _at("heated_at", nullable=True),
    *_json("lines"),
    _fired(),
)

messages = Table(
    "messages",
    METADATA,
    *_key(*PLACE, "id"),
    *_words("author", "author_name"),
    Column("author_lang", Words),
    *_words("text"),
    _at("sent_at"),
    _at("edited_at", nullable=True),
    Column("reply_to", Words),
    *_json("mentions"),
    Column("slowmode", Integer, nullable=False),
    Column("lang", Words),
    *_json("scores"),
    _refers(*_OF_CONVERSATION),
    _refers(*_OF_AUTHOR),
    Index("ix_messages_sent_at", "sent_at"),
    Index("ix_messages_conversation", *PLACE, "sent_at"),
)

cases = Table(
    "cases",
    METADATA,
    _number(),
    *_words(*PLACE),
    _at("opened_at"),
    _at("last_at"),
    *_words("state"),
    Column("queue", Words),
    *_words("priority"),
    *_json("rules", "policies", "people"),
    Column("claimed_by", Words),
    _at("claimed_at", nullable=True),
    _at("claimed_until", nullable=True),
    Column("round", Integer, nullable=False),
    _refers(*_OF_CONVERSATION),
    Index("ix_cases_conversation", *PLACE, "last_at"),
    Index("ix_cases_state", "state"),
    sqlite_autoincrement=True,
)

hits = Table(
    "hits",
    METADATA,
    _number(),
    Column("case_id", Integer, nullable=False),
    *_words(*MESSAGE, "text"),
    _at("at"),
    Column("edited", Boolean, nullable=False),
    *_json("scores", "verdict"),
    _refers(*_OF_CASE),
    _refers(*_OF_MESSAGE),
    Index("ix_hits_case", "case_id"),
    Index("ix_hits_message", *MESSAGE),
    sqlite_autoincrement=True,
)

strikes = Table(
    "strikes",
    METADATA,
    _number(),
    *_words(*MESSAGE, "author", "policy"),
    Column("weight", Float, nullable=False),
    _at("at"),
    Column("half_life_s", Float, nullable=False),
    Column("case_id", Integer, nullable=False),
    _at("lifted_at", nullable=True),
    _refers(*_OF_CASE),
    _refers(*_OF_AUTHOR),
    UniqueConstraint(*MESSAGE, "author", "policy"),
    Index("ix_strikes_author", "platform", "community", "author"),
    Index("ix_strikes_case", "case_id"),
    sqlite_autoincrement=True,
)

effects = Table(
    "effects",
    METADATA,
    _number(),
    *_words("key"),
    Column("case_id", Integer, nullable=False),
    *_words("action"),
    *_json("options"),
    *_words(*MESSAGE, "target"),
    _at("at"),
    _at("due_at"),
    *_json("policies"),
    Column("undo", Boolean, nullable=False),
    *_words("by"),
    Column("lang", Words),
    *_words("progress", "detail"),
    _at("started_at", nullable=True),
    _at("finished_at", nullable=True),
    _refers(*_OF_CASE),
    UniqueConstraint("key"),
    Index("ix_effects_due", "progress", "due_at"),
    Index("ix_effects_case", "case_id"),
    Index("ix_effects_target", "platform", "community", "target"),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    METADATA,
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    *_words("by", "word", "note"),
    _at("at"),
    _refers(*_OF_CASE),
)

events = Table(
    "events",
    METADATA,
    _number(),
    _at("at"),
    Column("case_id", Integer),
    *_words("actor", "kind"),
    *_json("detail"),
    Index("ix_events_case", "case_id"),
    sqlite_autoincrement=True,
)
"""The audit trail: no words of members, no references, so that it can outlive what it tells of."""

rulebooks = Table(
    "rulebooks",
    METADATA,
    _number(),
    *_words("digest", "name"),
    *_json("sources"),
    Column("rules", Integer),
    *_words("how"),
    _at("at"),
    sqlite_autoincrement=True,
)
"""Each time a rulebook came into force or was set aside, with all its files by name."""

rule_hits = Table(
    "rule_hits",
    METADATA,
    _number(),
    *_words(*MESSAGE, "rule", "version", "mode"),
    _at("at"),
    Column("case_id", Integer),
    _at("noted_at", nullable=True),
    _refers(*_OF_CASE),
    UniqueConstraint(*MESSAGE, "rule", "case_id"),
    Index("ix_rule_hits_at", "at"),
    Index("ix_rule_hits_case", "case_id"),
    sqlite_autoincrement=True,
)
"""Which rules fired on a message, those in shadow mode too; no reference to it outlives it.

One row a message, rule and case; without a case where nothing but rules in shadow mode fired.
`noted_at` is the time with which it stands in the records that rules count in; None when a manager
dismissed the case, which took it out of them.
"""
