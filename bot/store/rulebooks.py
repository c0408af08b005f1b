"""The rulebooks that were in force, each with the text of all its files, to go back to."""

from sqlalchemy import Connection, RowMapping, select

from bot.model.lifecycle import IN_FORCE, RulebookVersion
from bot.store.database import add, hold
from bot.store.tables import rulebooks

_NEWEST = select(rulebooks).order_by(rulebooks.c.id.desc())


def note(conn: Connection, version: RulebookVersion) -> bool:
    """Write down what came into force, or was set aside; False when that is known already.

    What was the last to come into force is in force, however often the bot starts anew; what was
    set aside is kept once.
    """
    hold(conn, "rulebooks")
    if version.how == IN_FORCE:
        known = _NEWEST.where(rulebooks.c.how == IN_FORCE).limit(1)
    else:
        known = _NEWEST.where(rulebooks.c.digest == version.digest).limit(1)
    last = conn.execute(known).first()
    if last is not None and last.digest == version.digest:
        return False
    add(
        conn,
        rulebooks,
        {
            "digest": version.digest,
            "name": version.name,
            "sources": version.sources,
            "rules": version.rules,
            "how": version.how,
            "at": version.at,
        },
    )
    return True


def listed(conn: Connection, digest: str, limit: int) -> tuple[RulebookVersion, ...]:
    """Newest first; only those whose digest begins like this."""
    found = _NEWEST.where(rulebooks.c.digest.startswith(digest, autoescape=True)).limit(limit)
    return tuple(_version(row) for row in conn.execute(found).mappings())


def _version(row: RowMapping) -> RulebookVersion:
    c = rulebooks.c
    return RulebookVersion(
        digest=row[c.digest],
        name=row[c.name],
        sources=row[c.sources],
        rules=row[c.rules],
        at=row[c.at],
        how=row[c.how],
    )
