"""Who wrote the message: the id of the author's account."""

from bot.model import Facts, Signal

KIND = "name"


def measure(facts: Facts) -> Signal:
    author = facts.message.author
    return Signal("author", author.id, "the account's id", (author.id,))
