"""How many invitations to other communities the author wrote; the same one twice is one."""

import re

from bot.model import Facts, Signal

KIND = "count"
_INVITE = re.compile(
    r"""(?:
        discord\.gg/ | discord(?:app)?\.com/invite/
        | t\.me/(?:joinchat/|\+) | telegram\.(?:me|dog)/
    )[\w+/-]+""",
    re.IGNORECASE | re.VERBOSE,
)


def measure(facts: Facts) -> Signal:
    places = (*facts.reading.links, facts.reading.own)
    count = len({found for place in places for found in _INVITE.findall(place)})
    return Signal("invites", count, f"invitations: {count}")
