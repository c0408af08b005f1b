"""Memory of members and conversations, cases with effects and decisions, the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

PLACE = ("platform", "community", "conversation")
MESSAGE = (*PLACE, "message")
ID = ("platform", "community", "id")


def upgrade() -> None:
    """From an empty database."""
    _people_and_places()
    _messages()
    _cases()
    _hits_and_strikes()
    _effects_and_decisions()
    _events()


def _people_and_places() -> None:
    op.create_table(
        "members",
        *_key(*ID),
        _text("name"),
        _text("lang", nullable=True),
        _json("roles"),
        _at("first_seen", nullable=True),
        _at("joined_at", nullable=True),
        sa.Column("messages", sa.Integer, nullable=False),
        _json("recent"),
    )
    op.create_table(
        "conversations",
        *_key(*ID),
        _text("name"),
        sa.Column("heat", sa.Float, nullable=False),
        _at("heated_at", nullable=True),
        _json("lines"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        *_key(*PLACE, "id"),
        _text("author"),
        _text("author_name"),
        _text("author_lang", nullable=True),
        _text("text"),
        _at("sent_at"),
        _at("edited_at", nullable=True),
        _text("reply_to", nullable=True),
        _json("mentions"),
        sa.Column("slowmode", sa.Integer, nullable=False),
        _text("lang", nullable=True),
        _json("scores"),
        _refers(PLACE, "conversations", ID),
        _refers(("platform", "community", "author"), "members", ID),
    )
    op.create_index("ix_messages_sent_at", "messages", ["sent_at"])
    op.create_index("ix_messages_conversation", "messages", [*PLACE, "sent_at"])


def _cases() -> None:
    op.create_table(
        "cases",
        _number(),
        *(_text(name) for name in PLACE),
        _at("opened_at"),
        _at("last_at"),
        _text("state"),
        _text("queue", nullable=True),
        _text("priority"),
        _json("rules"),
        _json("policies"),
        _json("people"),
        _text("claimed_by", nullable=True),
        _at("claimed_at", nullable=True),
        _at("claimed_until", nullable=True),
        sa.Column("round", sa.Integer, nullable=False),
        _refers(PLACE, "conversations", ID),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_conversation", "cases", [*PLACE, "last_at"])
    op.create_index("ix_cases_state", "cases", ["state"])


def _hits_and_strikes() -> None:
    op.create_table(
        "hits",
        _number(),
        _case_id(),
        *(_text(name) for name in (*MESSAGE, "text")),
        _at("at"),
        sa.Column("edited", sa.Boolean, nullable=False),
        _json("scores"),
        _json("verdict"),
        _refers(("case_id",), "cases", ("id",)),
        _refers(MESSAGE, "messages", (*PLACE, "id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hits_case", "hits", ["case_id"])
    op.create_index("ix_hits_message", "hits", [*MESSAGE])
    op.create_table(
        "strikes",
        _number(),
        *(_text(name) for name in (*MESSAGE, "author", "policy")),
        sa.Column("weight", sa.Float, nullable=False),
        _at("at"),
        sa.Column("half_life_s", sa.Float, nullable=False),
        _case_id(),
        _at("lifted_at", nullable=True),
        _refers(("case_id",), "cases", ("id",)),
        _refers(("platform", "community", "author"), "members", ID),
        sa.UniqueConstraint(*MESSAGE, "author", "policy"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_strikes_author", "strikes", ["platform", "community", "author"])
    op.create_index("ix_strikes_case", "strikes", ["case_id"])


def _effects_and_decisions() -> None:
    op.create_table(
        "effects",
        _number(),
        _text("key"),
        _case_id(),
        _text("action"),
        _json("options"),
        *(_text(name) for name in (*MESSAGE, "target")),
        _at("at"),
        _at("due_at"),
        _json("policies"),
        sa.Column("undo", sa.Boolean, nullable=False),
        _text("by"),
        _text("lang", nullable=True),
        _text("progress"),
        _text("detail"),
        _at("started_at", nullable=True),
        _at("finished_at", nullable=True),
        _refers(("case_id",), "cases", ("id",)),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_effects_due", "effects", ["progress", "due_at"])
    op.create_index("ix_effects_case", "effects", ["case_id"])
    op.create_table(
        "decisions",
        sa.Column("case_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        *(_text(name) for name in ("by", "word", "note")),
        _at("at"),
        _refers(("case_id",), "cases", ("id",)),
    )


def _events() -> None:
    op.create_table(
        "events",
        _number(),
        _at("at"),
        sa.Column("case_id", sa.Integer),
        _text("actor"),
        _text("kind"),
        _json("detail"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_case", "events", ["case_id"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER events_no_{verb} BEFORE {verb} ON events "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
        "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()",
    ],
}


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _case_id() -> sa.Column[int]:
    return sa.Column("case_id", sa.Integer, nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(columns: tuple[str, ...], to: str, key: tuple[str, ...]) -> sa.ForeignKeyConstraint:
    targets = [f"{to}.{column}" for column in key]
    return sa.ForeignKeyConstraint(columns, targets, deferrable=True, initially="DEFERRED")
