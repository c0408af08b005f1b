"""Every error this bot raises on purpose.

* BotError
  + ConfigError         a setting, option or input file is missing or wrong; the process stops
  + RulebookError       a rulebook does not load; the last good one stays in force
  + ScorerError         no score for this text; what needs it is unknown
  + StoreError          memory cannot be read or written; nothing is acted on meanwhile
  + PlatformError       the platform refused or did not answer
    - NotPermitted      the bot lacks the right; a manager must grant it
    - Gone              the message or member no longer exists; nothing to do
  + ReviewError         a manager's step came too late or does not fit the case
"""

from collections.abc import Mapping
from typing import Any


class BotError(Exception):
    """Base of every error below; its text is one clear sentence for a person."""


class ConfigError(BotError):
    """A setting, option or input file is missing or wrong."""


class RulebookError(BotError):
    """A rulebook does not load; the text lists every mistake, one a line.

    `remarks` are the same and the warnings beside them, as `bot.rulebook.mistakes.Remark`; `texts`
    are the files they are about, by name.
    """

    def __init__(self, text: str, remarks: tuple[Any, ...] = ()) -> None:
        super().__init__(text)
        self.remarks = remarks
        self.texts: Mapping[str, str] = {}


class ScorerError(BotError):
    """No score could be had for this text."""


class StoreError(BotError):
    """Memory cannot be read or written."""


class PlatformError(BotError):
    """The platform refused or did not answer."""


class NotPermitted(PlatformError):
    """The bot lacks the right to do this here."""


class Gone(PlatformError):
    """The message or member no longer exists."""


class ReviewError(BotError):
    """A manager's step came too late or does not fit the case."""
