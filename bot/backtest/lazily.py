"""Signals that are measured when a rule looks at them: most rules look at few."""

from collections.abc import Iterator, Mapping

from bot import signals
from bot.model import Facts, Signal
from bot.registry import modules


class Lazily(Mapping[str, Signal]):
    """Every signal of these facts, by name, each measured once and only when it is asked for."""

    __slots__ = ("_facts", "_known")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, Signal] = {}

    def __getitem__(self, name: str) -> Signal:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = modules(signals)[name].measure(self._facts)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(modules(signals))

    def __len__(self) -> int:
        return len(modules(signals))
