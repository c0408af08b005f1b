"""Remember the violation: a strike with the policy's weight, which fades with time."""

from datetime import datetime

from bot.actions import ActionFile
from bot.model import Effect
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Strike(ActionFile[ActionOptions]):
    title, icon = "Strike", "bolt"
    punishes = True
    of_message = True
    repeatable = True
    options = ActionOptions

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        return f"counted under {', '.join(effect.policies)}"

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        return "no longer counted"


ACTION = Strike()
