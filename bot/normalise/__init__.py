"""Read a text as people read it: the author's own words, with disguises undone."""

from dataclasses import replace

from bot.model import Message, Reading
from bot.normalise.disguises import unmask
from bot.normalise.surroundings import take_out
from bot.normalise.traced import Traced

__all__ = ["fold", "normalise", "read"]


def normalise(message: Message) -> Message:
    """The message with its reading filled in; everything else untouched."""
    return replace(message, reading=read(message.text))


def read(text: str) -> Reading:
    """The own words of a text in both forms, and what was taken out around them."""
    own, around = take_out(text)
    own_at = tuple(own.at)
    folded = unmask(own)
    if folded.text == own.text:
        return Reading(own.text, own.text, own_at, own_at, **around)
    return Reading(own.text, folded.text, own_at, tuple(folded.at), **around)


def fold(text: str) -> str:
    """The text with its disguises undone; folding twice is folding once."""
    return unmask(Traced(text, range(len(text)))).text
