"""Rules that fired, kept by case, and when each stands in the records that rules count in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MESSAGE = ("platform", "community", "conversation", "message")
_NOW = sa.table(
    "rule_hits",
    *(sa.column(name, sa.Text) for name in (*_MESSAGE, "rule")),
    *(sa.column(name, sa.Integer) for name in ("id", "case_id")),
    sa.column("noted_at", sa.DateTime(timezone=True)),
)
_HITS = sa.table(
    "hits",
    *(sa.column(name, sa.Text) for name in _MESSAGE),
    sa.column("case_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("verdict", sa.JSON),
)
_DECISIONS = sa.table("decisions", sa.column("case_id"), sa.column("word"))
_SHADOW = """
UPDATE rule_hits_before SET case_id = (
  SELECT max(h.case_id) FROM hits AS h
  WHERE h.platform = rule_hits_before.platform AND h.community = rule_hits_before.community
    AND h.conversation = rule_hits_before.conversation AND h.message = rule_hits_before.message
    AND h.at = rule_hits_before.at
)
WHERE mode = 'shadow' AND case_id IS NULL
"""
"""What fired in shadow mode beside a rule that led to a case is part of that case."""
_COPY = """
INSERT INTO rule_hits
  (platform, community, conversation, message, rule, version, mode, at, case_id, noted_at)
SELECT platform, community, conversation, message, rule, version, mode, at, case_id,
  CASE WHEN case_id IN (SELECT case_id FROM decisions WHERE word = 'dismiss') THEN NULL ELSE at END
FROM rule_hits_before
"""


def upgrade() -> None:
    """From one row a message and rule, which forgot the case when an edit led to another."""
    op.execute("CREATE TABLE rule_hits_before AS SELECT * FROM rule_hits")
    op.drop_table("rule_hits")
    op.create_table(
        "rule_hits",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in (*_MESSAGE, "rule", "version", "mode")
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("noted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], deferrable=True, initially="DEFERRED"),
        sa.UniqueConstraint(*_MESSAGE, "rule", "case_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_hits_at", "rule_hits", ["at"])
    op.create_index("ix_rule_hits_case", "rule_hits", ["case_id"])
    op.execute(_SHADOW)
    op.execute(_COPY)
    op.drop_table("rule_hits_before")
    _date()


def _date() -> None:
    """What fired before an edit stands in the records with the time it had then."""
    earlier = (
        sa.select(_NOW.c.id, _NOW.c.rule, _HITS.c.at, _HITS.c.verdict)
        .join_from(_NOW, _HITS, sa.and_(*(_NOW.c[name] == _HITS.c[name] for name in _MESSAGE)))
        .where(
            _NOW.c.case_id.is_not(None),
            _HITS.c.at < _NOW.c.noted_at,
            _HITS.c.case_id.not_in(
                sa.select(_DECISIONS.c.case_id).where(_DECISIONS.c.word == "dismiss")
            ),
        )
        .order_by(_HITS.c.at.desc())
    )
    conn = op.get_bind()
    for row in conn.execute(earlier).all():
        if row.rule in {*row.verdict["rules"], *row.verdict["shadow"]}:
            conn.execute(_NOW.update().where(_NOW.c.id == row.id).values(noted_at=row.at))
