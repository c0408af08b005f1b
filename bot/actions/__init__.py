"""Actions. One file each, named as in the rulebook: a docstring of one sentence that a manager
reads, and `ACTION`, an `ActionFile` that says what is special to it."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, Literal, TypeVar

from bot.model import Action, Effect, Facts, Json
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform
from bot.registry import modules

O = TypeVar("O", bound=ActionOptions)  # noqa: E741 - the options of one action


class ActionFile(ABC, Generic[O]):
    """One action: what it is like, how to carry it out and how to take it back."""

    title: ClassVar[str]
    """What was done, in a word or two for managers."""
    icon: ClassVar[str]
    """Its picture: a name of Material Icons."""
    severity: ClassVar[int] = 0
    """The order in which actions are listed, 0 (none) to 4 (a human)."""
    turn: ClassVar[Literal["does", "says", "calls"]] = "does"
    """What is done comes first, then what is said about it, then the call for a human."""
    needs: ClassVar[frozenset[str]] = frozenset()
    """The abilities it asks of a platform (`bot.ports.Platform.can`)."""
    target: ClassVar[Literal["member", "conversation"]] = "member"
    once: ClassVar[Literal["message", "member", "case"]] = "message"
    """How often it may happen: for each message, for each member of a case, or for each case."""
    punishes: ClassVar[bool] = False
    """A member feels it: a rule that asks for it spares staff and must show examples."""
    told: ClassVar[bool] = False
    """It is never done without a warning beside it that says why."""
    of_message: ClassVar[bool] = False
    """It concerns one message, so several messages of a member each have theirs."""
    repeatable: ClassVar[bool] = False
    """Doing it twice is the same as once, so it may be repeated after a crash."""
    lasts: ClassVar[bool] = True
    """There is something to take back; what was only said stays said."""
    covers: ClassVar[frozenset[str]] = frozenset()
    """Milder actions that are left out beside it."""
    short: ClassVar[str] = ""
    """The option that a bare value sets, as in `mute: 30m`; "" when there is none."""
    filled_in: ClassVar[frozenset[str]] = frozenset()
    """Options that the bot fills in by itself; a rulebook cannot set them, nobody is shown them."""
    options: type[O]
    """What can be said about it, with defaults that work."""

    def read(self, action: Action) -> O:
        """The options of an action or an effect, checked."""
        return self.options.model_validate(action.options)

    def rank(self, options: O) -> float:
        """Of two of the same name, the one that ranks higher is the harsher and stays."""
        return 0.0

    def length(self, options: O) -> int:
        """How many seconds it lasts; 0 when it does not end by itself."""
        return 0

    def complete(self, options: O, beside: Mapping[str, Any], facts: Facts) -> O:
        """The options with what only the moment knows; `beside` holds those of the others."""
        return options

    def amend(self, options: O, failed: Collection[str]) -> dict[str, Json]:
        """The options of a notice that does not tell of actions that have failed."""
        return options.model_dump(by_alias=True, exclude_none=True)

    def remaining(
        self, effect: Effect, others: Collection[Effect], at: datetime
    ) -> Mapping[str, Json]:
        """The options of its undo at a time, while `others` for the same member still stand."""
        return effect.action.options

    @abstractmethod
    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        """Carry it out; one phrase for the record."""

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        """Take it back; one phrase for the record."""
        return "nothing to take back"

    def follow(self, effect: Effect) -> tuple[Action, int] | None:
        """What must happen later because of it, in how many seconds; None for nothing."""
        return None


@cache
def shelf() -> dict[str, ActionFile[Any]]:
    """Every action by its name."""
    return {name: module.ACTION for name, module in modules(sys.modules[__name__]).items()}
