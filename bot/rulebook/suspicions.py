"""What is legal in a rulebook but hardly meant."""

from collections.abc import Iterator

from bot.rulebook.conditions import Condition, Wording, leaves
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.schema import Rule, Rulebook
from bot.rulebook.settled import never, settled
from bot.rulebook.traps import traps
from bot.rulebook.tree import Path, Plain, Tree

SHORT = 3
"""Letters up to which a part of a word is found nearly everywhere."""


def suspect(book: Rulebook, tree: Tree, mistakes: Mistakes) -> None:
    """Add a warning for all that is suspicious."""
    for place, said in traps(tree, book.sources):
        mistakes.warn_at(place, said)
    _lists(tree.plain, mistakes)
    paths = _paths(tree.plain)
    for number, rule in enumerate(book.rules):
        here = paths[rule.id]
        _short_parts(rule, mistakes)
        _settled(rule, here, mistakes)
        for said in _behind(book.rules[:number], rule):
            mistakes.warn((*here, "id"), said)


def _paths(plain: Plain) -> dict[str, Path]:
    """Where each rule stands, by its id."""
    rules = plain.get("rules") if isinstance(plain, dict) else None
    found: dict[str, Path] = {}
    for at, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, dict):
            found.setdefault(str(rule.get("id")), ("rules", at))
    return found


def _short_parts(rule: Rule, mistakes: Mistakes) -> None:
    for leaf in (leaf for form in _conditions(rule) for leaf in leaves(form)):
        if isinstance(leaf, Wording) and leaf.how == "includes":
            for word in leaf.words:
                if len(word.strip()) <= SHORT:
                    said = f"`{word}` is part of very many words; `includes-word` finds it alone"
                    mistakes.warn(leaf.path, said)


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
    for form in (rule, *(other for _, other in rule.overrides)):
        yield form.when
        if form.guard is not None:
            yield form.guard


def _behind(earlier: tuple[Rule, ...], rule: Rule) -> Iterator[str]:
    """Why a rule is never looked at, or adds nothing to one before it."""
    for other in earlier:
        if other.when != rule.when or other.where != rule.where or other.mode == "off":
            continue
        if other.stop and other.guard is None and other.mode != "shadow":
            yield f"`{rule.id}` never fires: `{other.id}` has the same `when` and stops the rest"
        elif (other.guard, other.policy, other.then) == (rule.guard, rule.policy, rule.then):
            yield f"`{rule.id}` says the same as `{other.id}`"


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
