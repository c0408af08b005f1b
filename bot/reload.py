"""Hot reload: a rule file that is saved is in force within a second; a bad one changes nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from bot import clock, library
from bot.app import App, checked
from bot.config import Settings
from bot.errors import BotError, RulebookError, StoreError
from bot.model.lifecycle import RulebookVersion
from bot.ports import Scorer
from bot.replay.examples import try_examples
from bot.rulebook.conditions import rules_of
from bot.rulebook.schema import Rule, Rulebook

log = structlog.get_logger()

LOOK_EVERY_S = 0.1
MOST_LINES = 20
"""Mistakes that are logged and shown; `rules check` shows them all."""


@dataclass(slots=True)
class Reload:
    """Looks after the rulebook in force: what is saved in its files replaces it, if it is good.

    `trouble` says line by line why what is saved is not in force; it is empty while all is well.
    """

    app: App
    force: bool = False
    """Whether a rulebook may be in force although its examples fail."""
    changed: Callable[[], None] = lambda: None
    """Called after another rulebook came into force, and when `trouble` begins, changes or ends."""
    now: Callable[[], datetime] = clock.now
    trouble: tuple[str, ...] = ()
    _proven: Rulebook | None = None
    """The last one in force all of whose examples did as they should."""
    _brought: set[str] = field(default_factory=set)
    """The names of the files that the main one brings in, also of those that are not there."""
    _saved: dict[str, bytes | None] = field(default_factory=dict)
    _settled: bool = False
    _noted: bool = False

    async def start(self) -> None:
        """Take note of the rulebook in force; `RulebookError` when its examples fail."""
        await self._try(self.app.rulebook)
        await self._note()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except Exception as error:
                # whatever a file can bring about, the bot goes on by the rulebook it has
                log.exception("rulebook not read")
                self._say(f"the rule file cannot be read: unexpected {type(error).__name__}")

    async def look(self) -> None:
        """See whether something else is saved; what two looks agree on is taken."""
        saved = await asyncio.to_thread(self._read)
        if saved != self._saved:
            self._saved, self._settled = saved, False
        elif not self._settled:
            self._settled = True
            await self._take()
        if not self._noted:
            await self._note()

    def _read(self) -> dict[str, bytes | None]:
        main = self.app.settings.rules or library.OWN
        return {name: _content(name) for name in (main, *sorted(self._brought))}

    async def _take(self) -> None:
        try:
            rulebook = await asyncio.to_thread(self._load)
            if rulebook.digest != self.app.rulebook.digest:
                await self._try(rulebook)
                await self._put_in_force(rulebook)
        except BotError as error:
            self._say(*str(error).splitlines())
        else:
            self._say()

    def _load(self) -> Rulebook:
        """What is saved now. An own file that is gone is an error, and no wish for the packaged."""
        settings, hands = self.app.settings, self.app.pipeline.enforcement.platforms
        main = next(iter(self.app.rulebook.sources), "")
        path = settings.rules or (library.OWN if main == library.OWN else None)
        self._brought = set()
        return checked(library.rulebook(path, settings.timezone, self._fetch), hands.values())

    def _fetch(self, wanted: str, by: str) -> tuple[str, str]:
        if wanted not in library.packs():
            self._brought.add(library.beside(wanted, by))
        return library.fetch(wanted, by)

    async def _try(self, rulebook: Rulebook) -> None:
        """Run the examples that may fail; `RulebookError` when some do."""
        rules = doubtful(rulebook, self._proven)
        failed = await failures(self.app.settings, rulebook, self.app.scorer, rules)
        if failed and not self.force:
            raise RulebookError("\n".join(failed))
        for line in failed:
            log.warning("examples fail", reason=line)
        self._proven = None if failed else rulebook

    async def _put_in_force(self, rulebook: Rulebook) -> None:
        self.app.put_in_force(rulebook)
        log.info("rulebook in force", digest=rulebook.digest, rules=len(rulebook.rules))
        for remark in rulebook.warnings[:MOST_LINES]:
            log.warning("rulebook", reason=str(remark))
        self._noted = False
        self.changed()

    async def _note(self) -> None:
        """Keep this version in the store; while that is away, again and again."""
        try:
            await self.app.store.note_rulebook(record_of(self.app.rulebook, self.now()))
        except StoreError as error:
            log.debug("rulebook not noted yet", reason=str(error))
        else:
            self._noted = True

    def _say(self, *lines: str) -> None:
        """Tell of this trouble, once; of none when there is none."""
        if lines == self.trouble:
            return
        self.trouble = lines
        for line in lines[:MOST_LINES]:
            log.error("rulebook refused", reason=line)
        self.changed()


def doubtful(rulebook: Rulebook, proven: Rulebook | None) -> tuple[Rule, ...]:
    """The rules that act by themselves and whose examples may not do as they do in `proven`.

    Those of the packaged rulebooks were run when they were packaged. Between two rulebooks that
    differ in other rules only, those of a rule do the same if each is a single message and the rule
    neither counts other rules nor can be stopped by one.
    """
    if [*rulebook.sources.values()] in [[library.pack(name)] for name in library.packs()]:
        return ()
    acting = tuple(rule for rule in rulebook.rules if _acts(rule))
    if proven is None or rulebook.levels != proven.levels:
        return acting
    if _judging(rulebook) == _judging(proven):
        return ()
    if any(form.stop for one in (rulebook, proven) for rule in one.rules for form in rule.forms):
        return acting
    known = {rule.id: rule for rule in proven.rules}
    return tuple(rule for rule in acting if rule != known.get(rule.id) or not _alone(rule))


async def failures(
    settings: Settings, rulebook: Rulebook, scorer: Scorer, rules: tuple[Rule, ...]
) -> list[str]:
    """A line for each of these rules of whose examples some fail."""
    name = next(iter(rulebook.sources), "rulebook")
    failed: Counter[str] = Counter()
    async for one in try_examples(settings, rulebook, scorer, rules):
        failed[one.rule.id] += not one.passed
    return [
        f"{name}: error: rule `{rule}`: {number} of its examples "
        f"{'fails' if number == 1 else 'fail'}; `rules test` shows why"
        for rule, number in failed.items()
        if number
    ]


def _judging(rulebook: Rulebook) -> tuple[object, ...]:
    """All of a rulebook that has a say in which rules fire."""
    return rulebook.rules, rulebook.policies, rulebook.ladders, rulebook.levels


def _acts(rule: Rule) -> bool:
    return any(form.mode == "live" for form in rule.forms)


def _alone(rule: Rule) -> bool:
    """Whether what other rules do makes no difference to its examples."""
    looked_at = (one for form in rule.forms for one in (form.when, form.guard) if one)
    examples = (*rule.examples.match, *rule.examples.no_match)
    return not any(map(rules_of, looked_at)) and all(isinstance(one, str) for one in examples)


def record_of(rulebook: Rulebook, at: datetime) -> RulebookVersion:
    """What the store keeps of a rulebook that is in force."""
    name = next(iter(rulebook.sources), "")
    return RulebookVersion(rulebook.digest, name, rulebook.sources, len(rulebook.rules), at)


def _content(name: str) -> bytes | None:
    try:
        return Path(name).read_bytes()
    except OSError:
        return None
