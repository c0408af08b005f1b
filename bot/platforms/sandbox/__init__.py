"""A pretend chat service in memory: communities to try things in, and a platform like any other."""

from bot.platforms.sandbox.chat import Alert, Entry, Kind, Refused, Room
from bot.platforms.sandbox.clock import Clock
from bot.platforms.sandbox.service import Sandbox

__all__ = ["Alert", "Clock", "Entry", "Kind", "Refused", "Room", "Sandbox"]
