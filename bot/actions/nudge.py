"""Tell the member, in private and in a friendly way, what the community asks for."""

from datetime import datetime

from bot.actions import ActionFile
from bot.model import Effect
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Nudge(ActionFile[ActionOptions]):
    title, icon = "Friendly word", "waving_hand"
    turn = "says"
    needs = frozenset({"notify"})
    once = "member"
    lasts = False
    options = ActionOptions

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        member, here = effect.message.author, effect.message.conversation
        return await platform.notify(member, here, notices.write("nudge", effect), effect.key)


ACTION = Nudge()
