"""Remove the message; its words are kept so that an undo can bring them back."""

from datetime import datetime

from bot.actions import ActionFile
from bot.model import Effect
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Delete(ActionFile[ActionOptions]):
    title, icon = "Message removed", "delete_outline"
    severity = 2
    needs = frozenset({"delete"})
    punishes = told = True
    of_message = True
    repeatable = True
    options = ActionOptions

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        await platform.delete(effect.message)
        return "removed"

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        return await platform.give_back(effect.message, effect.key)


ACTION = Delete()
