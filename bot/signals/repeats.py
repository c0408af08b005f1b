"""How often the author has already written the same words within 10 minutes; 0 when new.

Disguises, capitals and punctuation make no difference; a message without words is always new.
"""

from datetime import timedelta

from bot.context.member import digest
from bot.model import Facts, Signal

KIND = "count"
WINDOW = timedelta(minutes=10)


def measure(facts: Facts) -> Signal:
    now, words = facts.message.sent_at, digest(facts.reading.folded)
    if not words:
        return Signal("repeats", 0, "no words")
    same = [post.at for post in facts.member.recent if post.digest == words]
    count = sum(now - WINDOW < at <= now for at in same) - (now in same)
    return Signal("repeats", count, f"said {count} times before" if count else "new")
