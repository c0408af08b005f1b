"""Whom a text names, where a recording does not say."""

import re
from collections.abc import Collection


def named(names: Collection[str], text: str) -> tuple[str, ...]:
    """Whose whole name stands behind an at sign, as `ann` does in `@ann.` and in `(@ann)`.

    It does not in `@anna`, `@ann-lee` or `@ann.lee`, nor in an address such as `me@ann`.
    """
    known = sorted(names, key=len, reverse=True)
    found = re.findall(
        rf"(?<![0-9A-Za-zÀ-ɏ_])@({'|'.join(map(re.escape, known))})(?![-.]?\w)", text
    )
    return tuple(name for name in names if name in found)
