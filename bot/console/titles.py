"""The names of things for managers: rules and policies by title, actions and roles in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.actions import shelf
from bot.console import wording
from bot.model import Action, Effect, Person, Progress

_ROLES: Final[Mapping[str, str]] = {
    "side_a": "One side",
    "side_b": "Other side",
    "target": "Under attack",
    "troll": "Stirred it up",
    "bystander": "Nearby",
}
_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("Open", "ember"),
    "claimed": ("In hand", "amber"),
    "decided": ("Decided", "good"),
    "applied": ("Decided", "good"),
    "apply_failed": ("Needs a hand", "bad"),
    "undone": ("Undone", ""),
}
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "uphold": ("Upheld", "good"),
    "dismiss": ("Dismissed", ""),
    "undo": ("Undone", ""),
    "lighter": ("Made lighter", "good"),
    "stronger": ("Made stronger", "ember"),
}
_TONES: Final[Mapping[Progress, tuple[str, str]]] = {
    Progress.DONE: ("good", "check_circle"),
    Progress.FAILED: ("bad", "error"),
    Progress.UNCONFIRMED: ("amber", "help"),
    Progress.INTENDED: ("", "schedule"),
    Progress.STARTED: ("", "sync"),
    Progress.CANCELLED: ("", "block"),
}


@dataclass(frozen=True, slots=True)
class Titles:
    """What the rulebook in force calls its rules and policies."""

    rules: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)

    def rule(self, name: str) -> str:
        """A rule's title; what the rulebook lost is called by its id."""
        return self.rules.get(name, name.replace("-", " ").capitalize())

    def policy(self, name: str) -> str:
        """A policy's title."""
        return self.policies.get(name, name.replace("-", " ").capitalize())


def action(asked: Action) -> tuple[str, str]:
    """An action in a word or two, and its picture."""
    file = shelf().get(asked.name)
    return (file.title, file.icon) if file else (asked.name.capitalize(), "bolt")


def lasting(asked: Action) -> str:
    """An action in a word or two, and how long it lasts where it ends by itself: `Muted 1 h`."""
    file, (title, _) = shelf().get(asked.name), action(asked)
    seconds = file.length(file.read(asked)) if file else 0
    return f"{title} {wording.exactly(timedelta(seconds=seconds))}" if seconds else title


def role(person: Person, people: Iterable[Person]) -> str:
    """Somebody's part in an incident; whoever attacks alone is no side."""
    if person.role == "side_a" and all(other.role != "side_b" for other in people):
        return "On the attack"
    return _ROLES.get(person.role, person.role.replace("_", " ").capitalize())


def state(name: str, word: str = "") -> tuple[str, str]:
    """A case's state and its tone; a decision's `word` says more than `decided`."""
    if word:
        return _WORDS.get(word, (word.capitalize(), ""))
    return _STATES.get(name, (name.replace("_", " ").capitalize(), ""))


def outcome(effect: Effect) -> tuple[str, str]:
    """An effect's tone and picture, by what became of it."""
    return _TONES[effect.progress]
