"""Where memory, cases and the audit trail are kept: one store on SQLite or PostgreSQL."""

from bot.store.opening import open_store
from bot.store.sql import SqlStore

__all__ = ["SqlStore", "open_store"]
