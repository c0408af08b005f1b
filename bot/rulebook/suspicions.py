"""What is legal in a rulebook but hardly meant."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from unicodedata import name as letter_name

from bot.rulebook.conditions import Condition, Wording, leaves
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.schema import Examples, Rule, Rulebook
from bot.rulebook.scopes import read_scope
from bot.rulebook.settled import never, settled
from bot.rulebook.traps import traps
from bot.rulebook.tree import Path, Plain, Tree

SHORT = 3
"""Letters up to which a part of a word is found nearly everywhere."""
EVERY = "all"
"""What an override calls every rule."""
_WHOLE = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"}
)
"""Scripts, by the names of their letters, in which few letters are a word or no space ends one."""
_PATTERN = re.compile(
    r"\.[*+]|\\[bdswBDSW](?![a-z])|\\[.()\[\]*+?|]|\(\?|\([^()]*\|[^()]*\)"
    r"|\w\|\w|\[\w-\w[^\]]*\]|\[[^\]]+\][*+]"
)
"""Signs that stand in patterns and hardly in words: `.*`, `\\b`, `(a|b)`, `[a-z]`."""


def suspect(book: Rulebook, tree: Tree, mistakes: Mistakes) -> None:
    """Add a warning for all that is suspicious."""
    for place, said in traps(tree, book.sources):
        mistakes.warn_at(place, said)
    _lists(tree.plain, mistakes)
    paths = _paths(tree.plain)
    for number, rule in enumerate(book.rules):
        here = paths[rule.id]
        _words(rule, mistakes)
        _settled(rule, here, mistakes)
        for said in islice(_behind(book.rules[:number], rule), 1):
            mistakes.warn((*here, "id"), said)
        if rule.id == EVERY:
            said = f"an override of `{EVERY}` is for every rule: give this one another id"
            mistakes.warn((*here, "id"), said)
    _overrides(book, tree.plain, mistakes)


def _paths(plain: Plain) -> dict[str, Path]:
    """Where each rule stands, by its id."""
    rules = plain.get("rules") if isinstance(plain, dict) else None
    found: dict[str, Path] = {}
    for at, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, dict):
            found.setdefault(str(rule.get("id")), ("rules", at))
    return found


def _words(rule: Rule, mistakes: Mistakes) -> None:
    """Words that are found nearly everywhere, and patterns that are taken for words."""
    for leaf in (leaf for form in _conditions(rule) for leaf in leaves(form)):
        if not isinstance(leaf, Wording) or leaf.how == "pattern":
            continue
        for word in leaf.words:
            if leaf.how == "includes" and _short(word.strip()):
                said = f"`{word}` is part of very many words; `includes-word` finds it alone"
                mistakes.warn(leaf.path, said)
            if _PATTERN.search(word):
                said = f"`{word}` is looked for as it stands here; `{leaf.signal} (regex)` makes"
                mistakes.warn(leaf.path, f"{said} it a pattern")


def _short(word: str) -> bool:
    """Whether a part of a word says little: some letters of a script that needs many."""
    scripts = (set(letter_name(letter, "").split()) for letter in word)
    return len(word) <= SHORT and word.isalnum() and not any(_WHOLE & names for names in scripts)


def _settled(rule: Rule, path: Path, mistakes: Mistakes) -> None:
    """Conditions whose answer is known before any message."""
    for condition in _conditions(rule):
        found = never(condition)
        if found:
            names = dict.fromkeys(f"`{leaf.signal}`" for leaf in found)
            what = "cannot hold together" if len(names) < len(found) else "can never hold"
            mistakes.warn(found[-1].path or path, f"what is asked of {' and '.join(names)} {what}")
        elif settled(condition):
            first = next(leaves(condition))
            mistakes.warn(first.path or path, "this holds for every message")


def _conditions(rule: Rule) -> Iterator[Condition]:
    for form in rule.forms:
        yield form.when
        if form.guard is not None:
            yield form.guard


def _behind(earlier: tuple[Rule, ...], rule: Rule) -> Iterator[str]:
    """Why a rule is never looked at, or adds nothing to one before it."""
    for other in earlier:
        if other.when != rule.when or other.where != rule.where or other.mode == "off":
            continue
        if _covers(other, rule):
            yield f"`{rule.id}` never fires: `{other.id}` has the same `when` and stops the rest"
        elif _says(other) == _says(rule):
            yield f"`{rule.id}` says the same as `{other.id}`"


def _covers(other: Rule, rule: Rule) -> bool:
    """Whether a rule with the same `when` and `where` fires, and stops the rest, wherever this
    one would."""
    held = other.guard or other.once or other.cooldown_s or other.release
    return (
        other.stop
        and other.mode != "shadow"
        and not held
        and not (other.overrides or rule.overrides)
        and other.ignore == rule.ignore
        and set(other.exempt) <= set(rule.exempt)
    )


def _says(rule: Rule) -> Rule:
    """All that a rule does, whatever it is called and wherever it stands."""
    return replace(rule, id="", title="", examples=Examples(), priority=0)


def _overrides(book: Rulebook, plain: Plain, mistakes: Mistakes) -> None:
    """Overrides of a rule for a place where it never holds."""
    given = plain.get("overrides") if isinstance(plain, dict) else None
    wheres = {rule.id: rule.where for rule in book.rules}
    for at, part in enumerate(given if isinstance(given, list) else []):
        path = ("overrides", at)
        if not isinstance(part, dict) or not isinstance(rules := part.get("rules"), dict):
            continue  # pragma: no cover - a mistake, and then nothing is suspected
        here = read_scope(part.get("where"), (*path, "where"), book.levels, mistakes)
        for name in rules:
            where = wheres.get(name)
            if here is not None and where is not None and where.apart(here):
                said = f"changes nothing: `{name}` holds for {where} only, and this is elsewhere"
                mistakes.warn((*path, "rules", name), said, key=True)


def _lists(plain: Plain, mistakes: Mistakes) -> None:
    """Lists that no condition uses."""
    given = plain.get("lists") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(given, dict):
        return
    used = {name for key, part in plain.items() if key != "lists" for name in _used(part)}
    for name in given:
        if name not in used:
            mistakes.warn(("lists", name), f"the list `{name}` is not used", key=True)


def _used(plain: Plain) -> Iterator[str]:
    """The names in `{list: NAME}`, wherever they stand."""
    if isinstance(plain, dict):
        name = plain.get("list")
        if isinstance(name, str) and len(plain) == 1:
            yield name
        for part in plain.values():
            yield from _used(part)
    elif isinstance(plain, list):
        for part in plain:
            yield from _used(part)
