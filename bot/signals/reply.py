"""Whether the message replies to another one."""

from bot.model import Facts, Signal

KIND = "flag"


def measure(facts: Facts) -> Signal:
    reply = facts.message.reply_to is not None
    return Signal("reply", reply, "a reply" if reply else "no reply")
