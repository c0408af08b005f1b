"""Whether the author is new here: joined less than 24 hours ago.

Where the platform does not say when somebody joined: first seen less than 24 hours ago and with
fewer than 10 messages since.
"""

from datetime import timedelta

from bot.model import Facts, Signal

KIND = "flag"
NEW_FOR = timedelta(hours=24)
FEW = 10


def measure(facts: Facts) -> Signal:
    joined, seen = facts.message.author.joined_at, facts.member.first_seen
    since = joined or seen
    if since is None:
        return Signal("newcomer", None, "never seen")
    new = facts.message.sent_at - since < NEW_FOR and (
        joined is not None or facts.member.messages < FEW
    )
    return Signal("newcomer", new, f"{'joined' if joined else 'first seen'} {since:%Y-%m-%d %H:%M}")
