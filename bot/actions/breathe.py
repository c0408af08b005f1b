"""Say a neutral word to everyone in a conversation that runs hot; it names nobody."""

from datetime import datetime

from bot.actions import ActionFile
from bot.model import Effect
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Breathe(ActionFile[ActionOptions]):
    title, icon = "A breather for everyone", "self_improvement"
    turn = "says"
    needs = frozenset({"say"})
    target = "conversation"
    once = "case"
    lasts = False
    options = ActionOptions

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        here = effect.message.conversation
        await platform.say(here, notices.write("breathe", effect), effect.key)
        return "said to everyone"


ACTION = Breathe()
