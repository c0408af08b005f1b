"""When each rule fired, when accounts were made, and members' effects found without a search."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From memory without rules."""
    for table in ("members", "conversations"):
        op.add_column(table, sa.Column("fired", sa.JSON, nullable=False, server_default="{}"))
    op.add_column("members", sa.Column("created_at", sa.DateTime(timezone=True)))
    op.create_index("ix_effects_target", "effects", ["platform", "community", "target"])
