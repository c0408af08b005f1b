"""Comparisons such as `>= 3`, `>= 0.4, < 0.7`, `likely` or `>= 7d`, read and checked."""

import re
from collections.abc import Callable, Iterable, Sequence

from bot.durations import seconds
from bot.rulebook.asked import Asked, wrong
from bot.rulebook.conditions import All, Compare, Condition, Likely
from bot.rulebook.leaves import Lasts, Points
from bot.rulebook.mistakes import nearest

Bound = tuple[str, float]
"""An operator and a limit."""
_OPERATOR = r"(>=|<=|==|>|<|)\s*"
_NUMBER = re.compile(_OPERATOR + r"(\d{1,9}(?:\.\d{1,9})?)")
_DURATION = re.compile(_OPERATOR + r"((?:\d{1,9}\s*[smhdw]\s*)+)")
_ZERO = re.compile(r"0+(?:\.0+)?")
_UNIT = re.compile(r"\s*\b([smhdw])(?:ec|econd|in|inute|our|ay|eek)s?\b")
_SLIPS = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", ",": "."}
"""What people type when they mean a comparison."""
_PERCENT = 100
_SURE = ("likely", "very likely", "true", "false")


def read_score(asked: Asked) -> Condition:
    """`likely`, `very likely`, true, false or a comparison."""
    if asked.value in ("true", "false"):
        asked.unmodified()
        return Likely(asked.name, "likely", wanted=asked.value == "true")
    if isinstance(asked.value, str) and asked.value in _SURE:
        asked.unmodified()
        return Likely(asked.name, asked.value)
    return _share(asked, _SURE)


def read_share(asked: Asked) -> Condition:
    """A comparison with a number of 0 to 1."""
    return _share(asked, ())


def _share(asked: Asked, also: Sequence[str]) -> Condition:
    asked.unmodified()
    bounds = numbers(asked, ">= 0.8", also)
    for op, limit in bounds:
        if limit > 1:
            share = limit / _PERCENT
            percent = limit.is_integer() and share <= 1
            meant = f"; did you mean `{op} {share:g}`?" if percent else ""
            said = f"`{asked.name}` goes from 0 to 1, so `{asked.value}` is out of its range"
            raise wrong(said + meant)
    return both(Compare(asked.name, *bound) for bound in bounds)


def read_count(asked: Asked) -> Condition:
    """A comparison with a number."""
    asked.unmodified()
    return both(Compare(asked.name, *bound) for bound in numbers(asked, ">= 3"))


def read_points(asked: Asked) -> Condition:
    """A comparison with a number; a modifier names the policy whose points count."""
    if not asked.modifiers:
        return read_count(asked)
    if len(asked.modifiers) > 1:
        raise wrong(f"`{asked.name}` can be asked of one policy at once, or of all")
    policy = asked.modifiers[0]
    if policy not in asked.known.policies:
        near = asked.mistakes.nearest(policy, asked.known.policies)
        raise wrong(f"unknown policy `{policy}`{near}")
    return both(Points(asked.name, *bound, policy) for bound in numbers(asked, ">= 3"))


def read_duration(asked: Asked) -> Condition:
    """A comparison with a duration."""
    asked.unmodified()
    bounds = _bounds(asked.value, _DURATION, lambda text: float(seconds(text)))
    if not bounds:
        raise wrong(_no_duration(asked))
    return both(Lasts(asked.name, *bound) for bound in bounds)


def numbers(asked: Asked, example: str, also: Sequence[str] = ()) -> list[Bound]:
    """The bounds of a comparison; a bare number means at least that much."""
    bounds = _bounds(asked.value, _NUMBER, float)
    if not bounds:
        raise wrong(_no_comparison(asked, example, also))
    if _ZERO.fullmatch(str(asked.value).strip()):
        raise wrong(f"`{asked.name}: 0` would always hold; write `== 0` for none, `> 0` for some")
    return bounds


def both(leaves: Iterable[Condition]) -> Condition:
    """One leaf, or all of several."""
    found = tuple(leaves)
    return found[0] if len(found) == 1 else All(found)


def _bounds(value: object, one: re.Pattern[str], limit: Callable[[str], float]) -> list[Bound]:
    """The bounds of `>= 1, < 3`, each with its operator where there are several; none if wrong."""
    parts = value.split(",") if isinstance(value, str) else []
    found = [one.fullmatch(part.strip()) for part in parts]
    bounds = [(match[1], limit(match[2])) for match in found if match is not None]
    if len(bounds) < len(parts) or (len(bounds) > 1 and not all(op for op, _ in bounds)):
        return []
    return [(op or ">=", limit) for op, limit in bounds]


def _no_comparison(asked: Asked, example: str, also: Sequence[str]) -> str:
    value = asked.value
    if not isinstance(value, str) or value in _SURE:
        said = f", not `{value}`" if isinstance(value, str) else ""
        return f"`{asked.name}` takes a comparison such as `{example}`{said}"
    near = nearest(value, also).partition("; known")[0]
    meant = _corrected(value)
    if _NUMBER.fullmatch(meant):
        near = f"; did you mean `{meant}`?"
    elif all(_NUMBER.fullmatch(part.strip()) for part in value.split(",")):
        near = "; of several bounds each needs its sign, as in `>= 0.4, < 0.7`"
    return f"`{value}` is no comparison such as `{example}`{near}"


def _no_duration(asked: Asked) -> str:
    value = asked.value
    if not isinstance(value, str):
        return f"`{asked.name}` takes a comparison with a duration, such as `>= 7d`"
    meant = _UNIT.sub(lambda unit: unit[1], _corrected(value))
    near = f"; did you mean `{meant}`?" if _DURATION.fullmatch(meant) else ""
    return f"`{value}` is no comparison with a duration such as `>= 7d`{near}"


def _corrected(value: str) -> str:
    for slip, right in _SLIPS.items():
        value = value.replace(slip, right)
    return value
