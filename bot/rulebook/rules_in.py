"""What one rule or override says beyond its shape, checked against the rest of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.actions import shelf
from bot.model import Action
from bot.rulebook.actions_in import read_actions
from bot.rulebook.conditions import Condition, Either
from bot.rulebook.conditions_in import read_condition
from bot.rulebook.levels import Levels, read_exempt
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.releases import read_release
from bot.rulebook.scopes import Scope, read_scope
from bot.rulebook.tree import Path, Plain
from bot.rulebook.vocabulary import Vocabulary

NONE = "none"
"""What lifts a guard, a release, a scope, once or confirm that another file or a rule has."""
NEVER = Either(())
"""A guard that never holds anything back."""
USUAL = "default"
"""The ladder of a policy that names none."""


Actions = tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One rule, or what an override changes of one; None where nothing is said."""

    when: Condition | None = None
    guard: Condition | None = None
    then: tuple[Action, ...] | None = None
    exempt: tuple[str, ...] | None = None
    where: Scope | None = None
    release: Condition | None = None
    release_for_s: int = 0


@dataclass(slots=True)
class RuleReader:
    """Reads the rules of one file; every mistake goes to `mistakes`."""

    mistakes: Mistakes
    policies: Mapping[str, Plain]
    ladders: Mapping[str, Plain]
    levels: Levels
    staff: tuple[str, ...]
    """Whom punishing rules spare where they do not say."""
    known: Vocabulary

    def rule(self, rule: Mapping[str, Plain], path: Path) -> Said:
        """A rule; staff are exempt from what punishes."""
        policy = rule.get("policy")
        if isinstance(policy, str) and policy not in self.policies:
            self.mistakes.unknown((*path, "policy"), "policy", policy, self.policies)
        said = self.change(rule, path)
        punishing = self._punishing(said.then, policy, path)
        if punishing:
            self._check_examples(mapping(rule.get("examples")), punishing, path)
        exempt = (self.staff if punishing else ()) if said.exempt is None else said.exempt
        release, seconds = None, 0
        if rule.get("release") != NONE:
            release, seconds = read_release(rule, path, self.mistakes, self.known)
        return Said(
            said.when, said.guard, said.then, exempt, self._where(rule, path), release, seconds
        )

    def override(
        self, change: Mapping[str, Plain], path: Path, rule: Mapping[str, Plain], then: Actions
    ) -> Said:
        """What an override changes of a rule that asks for these actions itself.

        One that makes a rule punish spares staff too, and asks for examples, as the rule would.
        """
        said = self.change(change, path)
        punishing = self._punishing(said.then, rule.get("policy"), path)
        if not punishing or any(shelf()[action.name].punishes for action in then):
            return said
        self._check_examples(mapping(rule.get("examples")), punishing, (*path, "then"))
        silent = said.exempt is None and "exempt" not in rule
        return replace(said, exempt=self.staff) if silent else said

    def change(self, part: Mapping[str, Plain], path: Path) -> Said:
        """What a rule and an override have in common."""
        return Said(
            when=self._condition(part, "when", path),
            guard=NEVER if part.get("guard") == NONE else self._condition(part, "guard", path),
            then=self._actions(part, path),
            exempt=self._exempt(part, path),
        )

    def _punishing(self, then: tuple[Action, ...] | None, policy: Plain, path: Path) -> list[str]:
        found = [action.name for action in then or () if shelf()[action.name].punishes]
        if "strike" in found and isinstance(policy, str):
            self._check_strike(policy, path)
        return found

    def _check_strike(self, name: str, path: Path) -> None:
        policy = self.policies.get(name)
        if isinstance(policy, dict) and "ladder" not in policy and USUAL not in self.ladders:
            said = f"`strike` counts for nothing: policy `{name}` has no `ladder`"
            self.mistakes.add((*path, "then"), said)

    def _check_examples(
        self, examples: Mapping[str, Plain], punishing: list[str], path: Path
    ) -> None:
        lacking = [kind for kind in ("match", "no_match") if not examples.get(kind)]
        if lacking:
            what = ", ".join(f"`{name}`" for name in punishing)
            kinds = " and ".join(f"`{kind}`" for kind in lacking)
            said = f"a rule that can {what} has no {kinds} examples: nobody sees it go wrong"
            place = path if path[-1] == "then" else (*path, "examples")
            self.mistakes.warn(place, said, key=True)

    def _where(self, rule: Mapping[str, Plain], path: Path) -> Scope | None:
        if rule.get("where", NONE) == NONE:
            return None
        return read_scope(rule["where"], (*path, "where"), self.levels, self.mistakes)

    def _condition(self, part: Mapping[str, Plain], key: str, path: Path) -> Condition | None:
        if key not in part:
            return None
        return read_condition(part[key], (*path, key), self.mistakes, self.known)

    def _actions(self, part: Mapping[str, Plain], path: Path) -> tuple[Action, ...] | None:
        if "then" not in part:
            return None
        return read_actions(part["then"], (*path, "then"), self.mistakes)

    def _exempt(self, part: Mapping[str, Plain], path: Path) -> tuple[str, ...] | None:
        if "exempt" not in part:
            return None
        return read_exempt(part["exempt"], (*path, "exempt"), self.levels, self.mistakes)


def mapping(plain: Plain) -> dict[str, Plain]:
    """A mapping as it is; of anything else, nothing: that it is wrong is told elsewhere."""
    return plain if isinstance(plain, dict) else {}


def items(plain: Plain) -> list[Plain]:
    """A list as it is; of anything else, nothing."""
    return plain if isinstance(plain, list) else []
