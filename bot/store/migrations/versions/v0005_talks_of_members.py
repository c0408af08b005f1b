"""The talks that members took part in, by which those who bait are known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From members whose talks were forgotten."""
    op.add_column("members", sa.Column("visits", sa.JSON, nullable=False, server_default="[]"))
