"""Who played which part in an incident, read from the last lines of its conversation.

`a` attacks `b` with the hostility of the lines that `a` addressed to `b`. From that, in this order:

* troll: they baited again and again, drew hostile lines from two or more others, and their bait
  outweighs their own attacks
* target: two or more others attacked them, and they hardly attacked back
* side_a, side_b: the two who attacked each other most, side_a being the one who began; whoever
  attacks one of them joins the other side
* target of a single attack; bystander: everyone else who spoke
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from bot.model import Line, Person

BAITING = 0.5
"""From this provocation score a line counts as bait."""
BLOW = 0.5
"""From this hostility a line counts as an attack."""
GAP = timedelta(minutes=15)
"""So long without an attack, and what was said before belongs to an earlier incident."""

Blows = dict[tuple[str, str], float]


def people(lines: Sequence[Line]) -> tuple[Person, ...]:
    """Everyone who spoke or was spoken to in the incident at the end of these lines, in order."""
    lines = _incident(lines)
    names = _names(lines)
    blows = _blows(lines)
    roles = dict.fromkeys(names, "bystander")
    roles |= _sides(lines, blows)
    roles |= _targets(blows)
    roles |= _trolls(lines, blows)
    return tuple(Person(who, names[who], roles[who]) for who in names)


def _incident(lines: Sequence[Line]) -> Sequence[Line]:
    """The last lines, back to `GAP` before the first of the attacks that hang together."""
    since = lines[-1].at if lines else None
    for number, line in reversed(list(enumerate(lines))):
        if since is not None and since - line.at > GAP:
            return lines[number + 1 :]
        if (line.hostility or 0.0) >= BLOW:
            since = line.at
    return lines


def _names(lines: Sequence[Line]) -> dict[str, str]:
    names = {line.author: line.name for line in lines}
    for line in lines:
        if line.to is not None:
            names.setdefault(line.to, line.to)
    return names


def _blows(lines: Sequence[Line]) -> Blows:
    blows: Blows = defaultdict(float)
    for line in lines:
        if line.to is not None and (line.hostility or 0.0) >= BLOW:
            blows[line.author, line.to] += line.hostility or 0.0
    return blows


def _sides(lines: Sequence[Line], blows: Blows) -> dict[str, str]:
    """The strongest pair, then those who took a side by attacking one of the two."""
    hostile = [line.author for line in lines if (line.hostility or 0.0) >= BLOW]
    if not hostile:
        return {}
    if not blows:
        return {hostile[0]: "side_a"}
    pair = max(blows, key=lambda ab: (min(blows[ab], blows.get(ab[::-1], 0.0)), blows[ab]))
    first, second = sorted(pair, key=lambda who: hostile.index(who) if who in hostile else 1 << 30)
    sides = {first: "side_a"}
    if second in hostile:
        sides[second] = "side_b"
    else:
        sides[second] = "target"
    for attacker, victim in blows:
        if attacker not in pair and victim in pair:
            sides[attacker] = "side_b" if victim == first else "side_a"
    return sides


def _targets(blows: Blows) -> dict[str, str]:
    attackers: dict[str, set[str]] = defaultdict(set)
    for attacker, victim in blows:
        attackers[victim].add(attacker)
    found: dict[str, str] = {}
    for victim, many in attackers.items():
        taken = sum(blows[who, victim] for who in many)
        given = sum(weight for (who, _), weight in blows.items() if who == victim)
        if len(many) > 1 and given <= taken / 3:
            found |= dict.fromkeys(many, "side_a") | {victim: "target"}
    return found


def _trolls(lines: Sequence[Line], blows: Blows) -> dict[str, str]:
    baits: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        if (line.provocation or 0.0) >= BAITING:
            baits[line.author].append(line.provocation or 0.0)
    return {
        who: "troll"
        for who, bait in baits.items()
        if len(bait) > 1
        and len({a for a, b in blows if b == who}) > 1
        and sum(bait) > sum(w for (a, _), w in blows.items() if a == who)
    }
