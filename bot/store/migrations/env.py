"""Run by Alembic: migrates the connection it is given, in the transaction that is open there.

Each file in `versions` leads from one revision to the next and is never changed once released; the
newest one's name is also `bot.store.schema.HEAD`.
"""

from alembic import context

from bot.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
)
with context.begin_transaction():
    context.run_migrations()
