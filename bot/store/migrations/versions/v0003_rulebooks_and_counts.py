"""The versions of the rulebook that were in force, and which rules fired on which message."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From memory that knows no rulebooks."""
    op.create_table(
        "rulebooks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _text("digest"),
        _text("name"),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("rules", sa.Integer),
        _text("how"),
        _at("at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_hits",
        *(_text(name, key=True) for name in ("platform", "community", "conversation", "message")),
        _text("rule", key=True),
        _text("version"),
        _text("mode"),
        _at("at"),
        sa.Column("case_id", sa.Integer),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], deferrable=True, initially="DEFERRED"),
    )
    op.create_index("ix_rule_hits_at", "rule_hits", ["at"])


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
