"""What speaks against a pattern, in plain words.

RE2 leaves out of other pattern languages what can make a search slow: to look ahead or behind, and
to ask for what was found before.
"""

import re

from bot.rulebook.wording import find_patterns

_LEAVES_OUT = (
    (r"\(\?[=!]", "looks ahead, which RE2 cannot: ask for it in a condition of its own"),
    (r"\(\?<[=!]", "looks behind, which RE2 cannot: ask for it in a condition of its own"),
    (r"\\[1-9gk]|\(\?P", "repeats what was found before, which RE2 cannot: write it out"),
    (r"[*+?}][+]|\(\?>", "gives nothing back, which RE2 never needs: leave it out"),
    (r"\(\?[(R&\d]", "puts a pattern into itself, which RE2 cannot: write it out"),
    (r"\\Z", "is nothing to RE2: write `$` for the end of the text"),
    (r"\\u", "is nothing to RE2: write the letter itself, or its number as `\\x{1F600}`"),
    (r"\\h", "is nothing to RE2: write `\\s` for any space"),
    (r"\(\?[#x]", "makes room for remarks, which RE2 cannot: put them behind a `#` in the file"),
)
"""Signs of other pattern languages, and what to do without them."""
_KINDS = ("invalid perl operator", "invalid escape sequence", "bad repetition operator")
_MOST = 1000
"""Times that RE2 lets a part repeat."""


def objection(pattern: str) -> str | None:
    """What speaks against a pattern; None when nothing does."""
    try:
        find = find_patterns([pattern], case_sensitive=False)
    except ValueError as error:
        return f"in the pattern `{pattern}`, {_plainly(str(error))}"
    if find("") is not None:
        return f"the pattern `{pattern}` fits every text"
    if "\\b" in pattern and not pattern.isascii():
        return f"in `{pattern}`, `\\b` knows only the letters a to z; use `text` without `regex`"
    return None


def _plainly(error: str) -> str:
    """RE2's own words, or ours where those would need an explanation."""
    kind, _, found = error.partition(": ")
    if kind in _KINDS:
        for sign, said in _LEAVES_OUT:
            if re.match(sign, found):
                return f"`{found}` {said}"
    ours = _OURS.get(kind)
    return f"RE2 finds: {error}" if ours is None else ours.format(found)


_OURS = {
    "missing )": "a `(` is not closed",
    "missing ]": "a `[` is not closed",
    "unexpected )": "a `)` closes nothing; write `\\)` for the sign",
    "no argument for repetition operator": "`{0}` repeats nothing; write `\\{0}` for the sign",
    "bad repetition operator": "`{}` repeats twice; leave one out",
    "invalid repetition size": f"`{{}}` is no number of times: from less to more, up to {_MOST}",
    "invalid character class range": "`{}` is no range of letters",
    "invalid escape sequence": "RE2 knows no `{}`",
    "trailing \\": "a `\\` stands at the end; write `\\\\` for the sign",
}
