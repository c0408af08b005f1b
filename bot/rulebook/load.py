"""YAML text in, `Rulebook` out; or every mistake at once, each with its place."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import RulebookError
from bot.model import Action
from bot.rulebook.actions_in import read_actions
from bot.rulebook.build import Override, Parts, build
from bot.rulebook.document import Document
from bot.rulebook.levels import Levels, check_order, ranked, read_exempt
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.notices_in import Texts, read_notices, read_translations
from bot.rulebook.rules_in import RuleReader, Said, items, mapping
from bot.rulebook.schema import Rulebook
from bot.rulebook.scopes import read_scope
from bot.rulebook.sources import Fetch, Sources, nowhere
from bot.rulebook.suspicions import suspect
from bot.rulebook.tree import Path, Place, Plain
from bot.rulebook.vocabulary import Vocabulary

STAFF: Plain = {"level": ">= moderator"}
"""Whom punishing rules spare where the file does not say."""
EVERY = "all"
"""In an override: each rule."""


def loads(
    text: str, name: str = "rules.yaml", fetch: Fetch = nowhere, timezone: str = "UTC"
) -> Rulebook:
    """The rulebook that a text describes, with the files that it brings in.

    `timezone` is the community's clock where the file names none. Raises `RulebookError` with one
    line a mistake: `file:line:column: error: what is wrong`.
    """
    sources = Sources(fetch)
    tree = sources.read(text, name)
    mistakes = Mistakes(tree)
    try:
        if tree.plain is None:
            mistakes.stop()
        document = mistakes.read(Document, tree.plain)
        parts = _Reader(mapping(tree.plain), mistakes, timezone).parts()
        mistakes.stop()
    except RulebookError as error:
        error.texts = sources.texts
        raise
    if document is None:  # pragma: no cover - a document that does not fit is a mistake
        raise AssertionError
    book = build(document, parts, sources.texts, digest_of(sources.texts))
    suspect(book, tree, mistakes)
    return replace(book, warnings=mistakes.remarks)


def digest_of(texts: Mapping[str, str]) -> str:
    """Of one file, of its text; of several, of their digests."""
    each = [hashlib.sha256(text.encode()).hexdigest() for text in texts.values()]
    whole = each[0] if len(each) == 1 else hashlib.sha256("".join(each).encode()).hexdigest()
    return whole[:12]


class _Reader:
    """What the file says beyond its shape, read from the plain data so that one mistake hides no
    other: the parts that are well are read, the rest is noted."""

    def __init__(self, top: Mapping[str, Plain], mistakes: Mistakes, timezone: str) -> None:
        self._top, self._mistakes = top, mistakes
        self._policies = mapping(top.get("policies"))
        self._ladders = mapping(top.get("ladders"))
        self._levels = self._read_levels(mapping(top.get("levels")))
        self._ids: dict[str, Place] = {}
        self._rules = [mapping(rule) for rule in items(top.get("rules"))]
        self._timezone = self._read_timezone(timezone)
        staff = mapping(top.get("defaults")).get("exempt", STAFF)
        exempt = read_exempt(staff, ("defaults", "exempt"), self._levels, mistakes)
        known = self._vocabulary()
        self._reader = RuleReader(
            mistakes, self._policies, self._ladders, self._levels, exempt, known
        )

    def parts(self) -> Parts:
        """Everything, in the order of the file."""
        self._check_policies()
        rules = [self._rule(rule, ("rules", at)) for at, rule in enumerate(self._rules)]
        return Parts(
            levels=self._levels,
            timezone=self._timezone,
            notices=self._notices(),
            translations=read_translations(
                self._top.get("translations"), ("translations",), self._mistakes
            ),
            steps={name: self._steps(name) for name in self._ladders},
            rules=rules,
            overrides=self._overrides(rules),
        )

    def _vocabulary(self) -> Vocabulary:
        lists = {
            name: tuple(word for word in words if isinstance(word, str))
            for name, value in mapping(self._top.get("lists")).items()
            for words in [value if isinstance(value, list) else [value]]
        }
        ids = (rule.get("id") for rule in self._rules)
        return Vocabulary(
            lists=lists,
            levels=self._levels,
            policies=frozenset(self._policies),
            rules=frozenset(name for name in ids if isinstance(name, str)),
            timezone=self._timezone,
        )

    def _read_timezone(self, usual: str) -> str:
        given = self._top.get("timezone")
        if not isinstance(given, str):
            return usual
        try:
            ZoneInfo(given)
        except (ValueError, OSError, KeyError):
            self._mistakes.unknown(("timezone",), "time zone", given, available_timezones())
            return usual
        return given

    def _read_levels(self, given: Mapping[str, Plain]) -> Levels:
        check_order(list(given), ("levels",), self._mistakes)
        listed = {
            name: roles if isinstance(roles, list) else [roles] for name, roles in given.items()
        }
        return ranked(
            {
                name: [role for role in roles if isinstance(role, str)]
                for name, roles in listed.items()
            }
        )

    def _check_policies(self) -> None:
        for name, policy in self._policies.items():
            ladder = mapping(policy).get("ladder")
            if isinstance(ladder, str) and ladder not in self._ladders:
                path = ("policies", name, "ladder")
                self._mistakes.unknown(path, "ladder", ladder, self._ladders)

    def _notices(self) -> dict[str, Texts]:
        """The community's own words by policy; "" for all of them."""
        found = {"": read_notices(self._top.get("notices"), ("notices",), self._mistakes)}
        for name, policy in self._policies.items():
            path = ("policies", name, "notices")
            found[name] = read_notices(mapping(policy).get("notices"), path, self._mistakes)
        return found

    def _steps(self, name: str) -> list[tuple[Action, ...]]:
        before: float | None = None
        found = []
        for at, step in enumerate(map(mapping, items(mapping(self._ladders[name]).get("steps")))):
            path = ("ladders", name, "steps", at)
            do = read_actions(step["do"], (*path, "do"), self._mistakes) if "do" in step else ()
            found.append(do)
            if any(action.name == "strike" for action in do):
                self._mistakes.add((*path, "do"), "a step of a ladder cannot strike again")
            points = _number(step.get("at"))
            if points is not None and before is not None and points <= before:
                self._mistakes.add((*path, "at"), f"steps must rise: {points:g} follows {before:g}")
            before = before if points is None else points
        return found

    def _rule(self, rule: Mapping[str, Plain], path: Path) -> Said:
        name = rule.get("id")
        if isinstance(name, str):
            here = self._mistakes.where((*path, "id"))
            first = self._ids.setdefault(name, here)
            if first != here:
                file = f" of {first.file}" if first.file != here.file else ""
                said = f"the id `{name}` is taken by the rule in line {first.line}{file}"
                self._mistakes.add((*path, "id"), said)
        return self._reader.rule(rule, path)

    def _overrides(self, said: Sequence[Said]) -> list[Override]:
        """What each override changes of each rule; what it says of `all` before the rule's own."""
        found: list[Override] = []
        for at, part in enumerate(map(mapping, items(self._top.get("overrides")))):
            path = ("overrides", at)
            scope = None
            if "where" in part:
                here = (*path, "where")
                scope = read_scope(part["where"], here, self._levels, self._mistakes)
            given = mapping(part.get("rules"))
            self._check_overridden(given, (*path, "rules"))
            changes: dict[str, list[tuple[str, Said]]] = {}
            for rule, base in zip(self._rules, said, strict=True):
                own = str(rule.get("id") or "")
                changes[own] = [
                    (name, self._change(mapping(given[name]), (*path, "rules", name), rule, base))
                    for name in (EVERY, own)
                    if name in given
                ]
            found.append((scope, changes))
        return found

    def _change(
        self, change: Mapping[str, Plain], path: Path, rule: Mapping[str, Plain], base: Said
    ) -> Said:
        return self._reader.override(change, path, rule, base.then or ())

    def _check_overridden(self, given: Mapping[str, Plain], path: Path) -> None:
        known = {str(rule["id"]) for rule in self._rules if rule.get("id")}
        for name in given:
            if name != EVERY and name not in known:
                self._mistakes.unknown((*path, name), "rule", name, [*known, EVERY], key=True)


def _number(plain: Plain) -> float | None:
    try:
        return float(plain) if isinstance(plain, str) else None
    except ValueError:
        return None
