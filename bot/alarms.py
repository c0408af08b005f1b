"""Rules that managers keep overruling: warn of them once a day, propose to trust them less."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.context.health import Health, health
from bot.errors import StoreError
from bot.model.lifecycle import RuleCounts
from bot.pipeline import Pipeline
from bot.rulebook.schema import Rule, Rulebook
from bot.rulebook.versions import version_of

log = structlog.get_logger()

SINCE = timedelta(days=30)
"""How far back hits and decisions count."""
LOOK_EVERY_S = 60.0
AGAIN = timedelta(days=1)

Key = tuple[str, str, str]
"""A rule, its version, and a mode."""


def checkup(rulebook: Rulebook, counts: Iterable[RuleCounts]) -> tuple[Health, ...]:
    """How each rule does as it stands in this rulebook, in each mode that it has somewhere."""
    known = {one.key: one for one in counts}
    return tuple(
        health(known.get(key, RuleCounts(*key))) for rule in rulebook.rules for key in _keys(rule)
    )


def _keys(rule: Rule) -> Iterable[Key]:
    modes = (one.mode for one in rule.forms)
    return ((rule.id, version_of(rule), mode) for mode in dict.fromkeys(modes))


@dataclass(slots=True)
class Alarms:
    """The rules in force that are in alarm, as `standing`."""

    pipeline: Pipeline
    now: Callable[[], datetime]
    changed: Callable[[], None] = lambda: None
    """Called when an alarm begins, changes or ends."""
    standing: tuple[Health, ...] = ()
    _warned: dict[Key, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Count, and tell of what is new; what cannot be counted now stays as it was."""
        now = self.now()
        try:
            counts = await self.pipeline.store.rule_counts(now - SINCE)
        except StoreError:
            return
        found = tuple(one for one in checkup(self.pipeline.rulebook, counts) if one.alarm)
        for one in found:
            self._warn(one, now)
        if found != self.standing:
            self.standing = found
            self.changed()

    def _warn(self, one: Health, now: datetime) -> None:
        counts = one.counts
        key = counts.key
        if key in self._warned and now - self._warned[key] < AGAIN:
            return
        self._warned[key] = now
        log.warning(
            "managers overrule a rule",
            rule=counts.rule,
            version=counts.version,
            mode=counts.mode,
            upheld=counts.upheld,
            dismissed=counts.dismissed,
            propose=one.propose,
        )
