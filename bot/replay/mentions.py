"""Whom a text names, where a recording does not say."""

import re
from collections.abc import Callable, Iterable

_AT = re.compile(r"(?<![0-9A-Za-zÀ-ɏ_])@")
_MORE = re.compile(r"[-.]?\w")


def finder(names: Iterable[str]) -> Callable[[str], tuple[str, ...]]:
    """What finds whose whole name stands behind an at sign, as `ann` does in `@ann.` and `(@ann)`.

    It does not in `@anna`, `@ann-lee` or `@ann.lee`, nor in an address such as `me@ann`. Those
    found come in the order of `names`.
    """
    places = {name: number for number, name in enumerate(dict.fromkeys(names))}
    lengths = sorted(set(map(len, places)), reverse=True)

    def named(text: str) -> tuple[str, ...]:
        found = set()
        for at in _AT.finditer(text):
            ends = (at.end() + length for length in lengths)
            whole = (text[at.end() : end] for end in ends if not _MORE.match(text, end))
            found.update([name for name in whole if name in places][:1])
        return tuple(sorted(found, key=places.__getitem__))

    return named
