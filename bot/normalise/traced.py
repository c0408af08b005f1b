"""A text that knows where each of its characters stood in the text as received."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Put a text in the place of the characters from a first index up to a second."""


@dataclass(frozen=True, slots=True)
class Traced:
    """`text[i]` comes from index `at[i]` of the text as received; `at` never goes down."""

    text: str
    at: Sequence[int]

    def edited(self, edits: Iterable[Edit]) -> "Traced":
        """The text with all edits made at once; they are in order and do not overlap.

        The n-th new character comes from the n-th old one of its edit, or from the last there is.
        """
        words: list[str] = []
        places: list[int] = []
        done = 0
        for start, end, new in edits:
            words += self.text[done:start], new
            places += self.at[done : min(start + len(new), end)]
            places += [self.at[end - 1]] * (len(new) - (end - start))
            done = end
        if not done:
            return self
        words.append(self.text[done:])
        places += self.at[done:]
        return Traced("".join(words), places)
