"""The demo put together: a sandbox, the real bot on it, a stage for stories, visitors."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from bot import clock
from bot.alarms import Alarms
from bot.app import App, running
from bot.config import Settings
from bot.console.titles import Titles
from bot.demo.community import Community, community
from bot.demo.stage import Stage, stories
from bot.demo.watch import Watch
from bot.model import Judged, Message
from bot.platforms.sandbox import Clock, Sandbox
from bot.reload import Reload
from bot.rulebook.schema import Rulebook
from bot.stories import Story

SPEEDS = (1.0, 5.0, 20.0)
LOOK_EVERY_S = 0.2
TICK_EVERY_S = 1.0
REREAD_EVERY_S = 5.0
"""How often cases are read anew without cause: another process may have decided one."""


@dataclass(slots=True)
class Visitor:
    """What one browser has chosen."""

    theme: bool | None = None
    """Dark, light, or None for what the system says."""
    room: str = "general"
    writes_as: str = "matt"
    manages_as: str = "ines"


@dataclass(slots=True)
class Hearth:
    """Everything a page needs."""

    app: App
    community: Community
    sandbox: Sandbox
    stage: Stage
    watch: Watch
    reload: Reload
    alarms: Alarms
    titles: Titles
    zone: tzinfo
    about: Mapping[str, str]
    """What there is to know about a member, by id."""
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, browser: str) -> Visitor:
        """What this browser chose before, or would be given first."""
        return self.visitors.setdefault(browser, Visitor())

    def start_over(self) -> None:
        """A new community that nobody has quarrelled in yet; the old one is left in the store."""
        self.stage.close()
        self.sandbox.start_over(f"hearth-{self.sandbox.clock.now():%Y%m%d%H%M%S%f}")
        self.watch.forget()
        self.community.settle_in(self.sandbox)
        for visitor in self.visitors.values():
            visitor.room, visitor.writes_as = Visitor().room, Visitor().writes_as

    def rules_changed(self) -> None:
        """Call things by the names of the rulebook in force, on every page."""
        self.titles = _titles(self.app.rulebook)
        self.watch.touch()

    async def handle(self, message: Message) -> Judged | None:
        """The door of the pipeline, with a window in it."""
        judged = await self.app.pipeline.handle(message)
        if judged is None:
            self.watch.touch()
        else:
            self.watch.saw(judged)
        return judged


@asynccontextmanager
async def lit(settings: Settings, *, force: bool = False) -> AsyncIterator[Hearth]:
    """The demo's community, alive; raises what `bot.app.running` raises.

    With `force`, also by a rulebook whose examples fail.
    """
    sandbox = Sandbox(Clock(clock.now(), time.monotonic, SPEEDS[1]))
    async with running(settings, [sandbox]) as app:
        hearth = _gather(app, sandbox, Reload(app, force))
        await hearth.reload.start()
        await app.pipeline.enforcement.recover(sandbox.clock.now())
        hearth.community.settle_in(sandbox)
        sandbox.listen(hearth.watch.touch)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(sandbox.run(hearth.handle)),
                group.create_task(_pass_time(hearth)),
                group.create_task(_keep_looking(hearth.watch)),
                group.create_task(hearth.reload.run()),
                group.create_task(hearth.alarms.run()),
            ]
            try:
                yield hearth
            finally:
                hearth.stage.close()
                for task in tasks:
                    task.cancel()


def _gather(app: App, sandbox: Sandbox, reload: Reload) -> Hearth:
    casts = [*(story.cast for story in stories().values()), community().cast]
    hearth = Hearth(
        app=app,
        community=community(),
        sandbox=sandbox,
        stage=Stage(sandbox, _menu()),
        watch=Watch(app.store, sandbox),
        reload=reload,
        alarms=Alarms(app.pipeline, sandbox.clock.now),
        titles=_titles(app.rulebook),
        zone=ZoneInfo(app.settings.timezone),
        about={key: one.about for cast in casts for key, one in cast.items() if one.about},
    )
    reload.changed = hearth.rules_changed
    hearth.alarms.changed = hearth.watch.touch
    return hearth


def _titles(rulebook: Rulebook) -> Titles:
    return Titles(
        {rule.id: rule.title for rule in rulebook.rules},
        {name: policy.title for name, policy in rulebook.policies.items()},
    )


def _menu() -> dict[str, Story]:
    """The bundled stories in the order of the menu."""
    first = {name: stories()[name] for name in community().stories if name in stories()}
    return first | stories()


async def _pass_time(hearth: Hearth) -> None:
    while True:
        await asyncio.sleep(TICK_EVERY_S)
        if await hearth.app.pipeline.tick(hearth.sandbox.clock.now()):
            hearth.watch.touch()


async def _keep_looking(watch: Watch) -> None:
    began = time.monotonic()
    while True:
        await watch.look()
        await asyncio.sleep(LOOK_EVERY_S)
        if time.monotonic() - began > REREAD_EVERY_S:
            began = time.monotonic()
            watch.touch()
