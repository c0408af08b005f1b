"""Ask a human: put the case into a queue of the community's managers and call them."""

from datetime import datetime
from typing import Literal, get_args

from bot.actions import ActionFile
from bot.model import Effect
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[str, ...] = get_args(Priority)
"""The mildest first."""


class Options(ActionOptions):
    """Which of the community's queues, and how urgently."""

    queue: str = "community"
    priority: Priority = "normal"


class Escalate(ActionFile[Options]):
    title, icon = "Managers called", "notifications_active"
    severity = 4
    turn = "calls"
    needs = frozenset({"alert"})
    target = "conversation"
    once = "case"
    lasts = False
    short = "queue"
    options = Options

    def rank(self, options: Options) -> float:
        return float(PRIORITIES.index(options.priority))

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        options, text = self.read(effect.action), notices.write("alert", effect)
        await platform.alert(effect.case_id, options.queue, options.priority, text)
        return f"managers of {options.queue} called"


ACTION = Escalate()
