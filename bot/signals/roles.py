"""Which roles the author has on the platform, by name."""

from bot.model import Facts, Signal

KIND = "name"


def measure(facts: Facts) -> Signal:
    roles = facts.message.author.roles
    return Signal("roles", ", ".join(roles), f"roles: {len(roles)}", roles)
