"""The composition root: the only file that knows every concrete class."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot import language, library, scorers
from bot.config import Settings
from bot.corrections import Corrections, read_corrections
from bot.enforcement import Enforcement
from bot.errors import RulebookError
from bot.metrics import SERVED, Metrics
from bot.notices import Notices
from bot.pipeline import Pipeline
from bot.ports import Platform, Scorer, Store
from bot.review import Review
from bot.rulebook.abilities import check_abilities
from bot.rulebook.schema import Rulebook
from bot.store import open_store


@dataclass(frozen=True, slots=True)
class App:
    """One bot, put together and ready."""

    settings: Settings
    scorer: Scorer
    store: Store
    pipeline: Pipeline
    review: Review

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force."""
        return self.pipeline.rulebook

    def put_in_force(self, rulebook: Rulebook) -> None:
        """From now on judge by this rulebook, and speak in its words.

        It happens between two messages: what is being judged goes on by the one it began with.
        """
        self.pipeline.rulebook = rulebook
        self.pipeline.enforcement.notices = notices(rulebook)


@asynccontextmanager
async def running(
    settings: Settings, platforms: Sequence[Platform], scorer: Scorer | None = None
) -> AsyncIterator[App]:
    """A bot on these platforms, closed at the end.

    A scorer that is passed in stays open, so that several bots can share it. Raises
    `RulebookError`, `ScorerError`, `StoreError` or `ConfigError` when it cannot be put together.
    """
    rulebook = read_rulebook(settings, platforms)
    async with AsyncExitStack() as opened:
        store, model, _ = await _all_or_nothing(
            _store(settings, opened),
            _scorer(settings, opened) if scorer is None else _given(scorer),
            asyncio.to_thread(language.prepare),
        )
        corrections = read_corrections(settings.corrections, model)
        yield assemble(settings, rulebook, model, store, platforms, corrections=corrections)


async def _all_or_nothing(
    store: Awaitable[Store], scorer: Awaitable[Scorer], more: Awaitable[None]
) -> tuple[Store, Scorer, None]:
    """Wait for all, side by side, also when one fails, so that what was opened can be closed."""
    found = await asyncio.gather(store, scorer, more, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return found  # type: ignore[return-value]  # no exceptions are left


async def _store(settings: Settings, opened: AsyncExitStack) -> Store:
    store = await open_store(settings.database_url)
    opened.push_async_callback(store.close)
    return store


async def _scorer(settings: Settings, opened: AsyncExitStack) -> Scorer:
    scorer = await asyncio.to_thread(scorers.load, settings.scorer, settings=settings)
    opened.push_async_callback(scorer.close)
    return scorer


async def _given(scorer: Scorer) -> Scorer:
    return scorer


def read_rulebook(settings: Settings, platforms: Sequence[Platform] = ()) -> Rulebook:
    """The rulebook that the settings name; what one of the platforms cannot do is a mistake."""
    return checked(library.rulebook(settings.rules or None, settings.timezone), platforms)


def checked(rulebook: Rulebook, platforms: Iterable[Platform]) -> Rulebook:
    """The rulebook itself; `RulebookError` when a platform cannot do what it asks for."""
    name = next(iter(rulebook.sources))
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
    metrics: Metrics = SERVED,
    corrections: Corrections | None = None,
) -> App:
    """Put the parts together; opens and reads nothing."""
    by_name = {one.name: one for one in platforms}
    hands = Enforcement(store, by_name, notices(rulebook), metrics)
    pipeline = Pipeline(scorer, store, hands, rulebook, metrics, corrections or {})
    return App(settings, scorer, store, pipeline, Review(store, hands, lambda: pipeline.rulebook))


def notices(rulebook: Rulebook) -> Notices:
    """The notices in a rulebook's words, on its clock."""
    policies = {name: (one.title, one.text) for name, one in rulebook.policies.items()}
    own = {name: one.notices for name, one in rulebook.policies.items()}
    return Notices(
        policies,
        timezone=rulebook.timezone,
        own={**own, "": rulebook.notices},
        translations=rulebook.translations,
    )
