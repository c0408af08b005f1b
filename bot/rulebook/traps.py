"""YAML's own traps: what reads differently from how it was meant, or differs between readers."""

import re
from collections.abc import Iterator, Mapping

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.rulebook.tree import Path, Place, Tree, at

_WORDS = frozenset(
    {"title", "text", "language", "roles", "channel", "author"}
    | {"community", "role", "user", "escalate", "queue"}
)
"""Keys whose values are words of people."""
_EXAMPLES = frozenset({"match", "no_match"})
_SECTIONS = frozenset({"lists", "levels", "notices", "translations"})
_FALSE_FRIENDS = frozenset(
    {"yes", "no", "on", "off", "true", "false", "y", "n", "null", "~", "none"}
)
_NUMBER = re.compile(r"[+-]?\d+\.\d*0|0\d+|0o\d+|\d+_\d+|\d+:\d\d")
_COMMENT = re.compile(r"\s+(#[\w-].*)")


def traps(tree: Tree, texts: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Where something may not mean what it seems to, and why."""
    lines = {name: text.splitlines() for name, text in texts.items()}
    seen: set[Place] = set()
    for path, node in _scalars(tree.root, ()):
        place = at(node, tree.name)
        if place in seen or node.style is not None:
            continue
        seen.add(place)
        end = node.end_mark
        row = lines.get(place.file, [])[end.line : end.line + 1]
        if not _of_words(path):
            continue
        cut = _COMMENT.match(row[0][end.column :]) if row and node.value else None
        if cut:
            said = cut[1].partition(" ")[0]
            yield place, f"`{said}` begins a comment here; if it is none, quote the whole text"
        yield from _misread(place, node.value)


def _misread(place: Place, value: str) -> Iterator[tuple[Place, str]]:
    """Words that other readers of YAML, such as an editor, take for something else."""
    if value.casefold() in _FALSE_FRIENDS:
        yield place, f"`{value}` is the word here, and no word to other readers: put it in quotes"
    elif _NUMBER.fullmatch(value):
        yield place, f"`{value}` stays as it is here, and changes elsewhere: put it in quotes"


def _of_words(path: Path) -> bool:
    keys = [step.partition(" ")[0] for step in path if isinstance(step, str)]
    return bool(keys) and (
        keys[-1] in _WORDS or keys[0] in _SECTIONS or not _EXAMPLES.isdisjoint(keys)
    )


def _scalars(node: Node | None, path: Path) -> Iterator[tuple[Path, ScalarNode]]:
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _scalars(item, (*path, number))
