"""Undo the tricks that hide a word from a machine and not from a reader."""

import re
from collections.abc import Callable
from typing import Final

from bot.normalise import characters, leet, lookalikes, markup, spaced, stretched
from bot.normalise.traced import Traced

_STEPS: Final[tuple[Callable[[Traced], Traced], ...]] = (
    characters.undo,
    markup.undo,
    spaced.undo,
    lookalikes.undo,
    stretched.undo,
    leet.undo,
)
_MOST_ROUNDS: Final = 10
_SUSPICIOUS = re.compile(
    r"""
    [^\n\x20-\x7e¡§©«®°±·»¿À-ıĴ-ľŁ-ňŊ-žΆΈ-ώА-яЁІЇЄЎёіїєўҐґ–—‘’“”„…•€₴₽№™←-↓☀-➿\u200d\ufe0f\U0001f300-\U0001faff]
  | [\u200d\ufe0f](?<![©®™☀-➿←-↓\ufe0f\U0001f300-\U0001faff].)
  | [*_|\#] | ~~ | \$\$
  | [\d@$!€](?<=[^\W\d_].)[\d@$!€]*[^\W\d_] | [\d$@](?<![\w.,:].)[^\W_]{2}
  | [-./~+·•,'\s](?<=[^\W_].)(?<![^\W_]{2}.)[-./~+·•,'\s]{,3}[^\W_](?![^\W_])
  | [a-zA-ZÀ-ɏ][\u0370-\u052f] | [\u0370-\u03ff][a-zA-ZÀ-ɏ\u0400-\u052f]
  | [\u0400-\u052f][a-zA-ZÀ-ɏ\u0370-\u03ff]
  | ([^\W\d_])(?i:\1){2}
    """,
    re.VERBOSE | re.DOTALL,
)
"""All that any step could find something in; ordinary text has nothing of it."""


def unmask(traced: Traced) -> Traced:
    """The text with every disguise undone; undoing them again changes nothing.

    A text that is still changing after ten rounds is no disguise of anything, and stays as it was.
    """
    seen, before, rounds = traced, "", 0
    while seen.text != before and rounds < _MOST_ROUNDS and _SUSPICIOUS.search(seen.text):
        before, rounds = seen.text, rounds + 1
        for step in _STEPS:
            seen = step(seen)
    return seen if rounds < _MOST_ROUNDS else traced
