"""The composition root: the only file that knows every concrete class."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import scorers
from bot.config import Settings
from bot.enforcement import Enforcement
from bot.errors import RulebookError
from bot.library import find
from bot.notices import Notices
from bot.pipeline import Pipeline
from bot.ports import Platform, Scorer, Store
from bot.review import Review
from bot.rulebook.abilities import check_abilities
from bot.rulebook.load import loads
from bot.rulebook.schema import Rulebook
from bot.store import open_store


@dataclass(frozen=True, slots=True)
class App:
    """One bot, put together and ready."""

    settings: Settings
    rulebook: Rulebook
    scorer: Scorer
    store: Store
    pipeline: Pipeline
    review: Review


@asynccontextmanager
async def running(
    settings: Settings, platforms: Sequence[Platform], scorer: Scorer | None = None
) -> AsyncIterator[App]:
    """A bot on these platforms, closed at the end; what a crash cut off is finished first.

    A scorer that is passed in stays open, so that several bots can share it. Raises
    `RulebookError`, `ScorerError`, `StoreError` or `ConfigError` when it cannot be put together.
    """
    rulebook = read_rulebook(settings, platforms)
    opening: asyncio.Task[Store] = asyncio.create_task(open_store(settings.database_url))
    try:
        model = scorer or await asyncio.to_thread(scorers.load, settings.scorer)
    except BaseException:
        await _give_up(opening)
        raise
    store = await opening
    try:
        yield assemble(settings, rulebook, model, store, platforms)
    finally:
        await store.close()
        if scorer is None:
            await model.close()


def read_rulebook(settings: Settings, platforms: Sequence[Platform] = ()) -> Rulebook:
    """The rulebook in force; an action that one of the platforms cannot do is a mistake in it."""
    name, text = find(settings.rules or None)
    rulebook = loads(text, name)
    lacking = [line for one in platforms for line in check_abilities(rulebook, one.name, one.can)]
    if lacking:
        raise RulebookError("\n".join(f"{name}: error: {line}" for line in lacking))
    return rulebook


def assemble(
    settings: Settings,
    rulebook: Rulebook,
    scorer: Scorer,
    store: Store,
    platforms: Sequence[Platform],
) -> App:
    """Put the parts together; opens and reads nothing."""
    policies = {name: (one.title, one.text) for name, one in rulebook.policies.items()}
    notices = Notices(policies, timezone=settings.timezone)
    hands = Enforcement(store, {one.name: one for one in platforms}, notices)
    pipeline = Pipeline(scorer, store, hands, rulebook)
    return App(settings, rulebook, scorer, store, pipeline, Review(store, hands))


async def _give_up(opening: asyncio.Task[Store]) -> None:
    """Close what was being opened beside a failure; a second failure would hide the first."""
    result = (await asyncio.gather(opening, return_exceptions=True))[0]
    if not isinstance(result, BaseException):
        await result.close()
