"""YAML text as plain data (texts, lists, mappings; None where nothing stands) with places.

Every scalar stays the text that was written, so that `no`, `on` or `1.10` hold no surprises. Tags
that would make objects are refused, and so is a file that is too large, too deep, or grows too
large by its aliases.
"""

import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

Path = tuple[str | int, ...]
"""Keys and list indexes from the top of the file."""
Plain = str | None | list["Plain"] | dict[str, "Plain"]
Mistake = tuple[int, int, str]
"""Line and column, both from 1, and what is wrong."""

MOST_CHARACTERS = 1_000_000
MOST_NODES = 100_000
DEEPEST = 50
_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset(
    {"str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq"}
)
_HALF = re.compile("[\ud800-\udfff]")
_TOO_DEEP = f"nested more than {DEEPEST} deep"


class _Stop(Exception):
    """The file cannot be read on from here."""


@dataclass(slots=True)
class Tree:
    """One file, read."""

    plain: Plain = None
    mistakes: list[Mistake] = field(default_factory=list)
    root: Node | None = None
    _nodes: int = 0

    def where(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value at a path, or of its key; of what comes nearest above."""
        node, place = self.root, self.root
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            name, node = found
            place = name if key or _blank(node) else node
        return _at(place)

    def _grow(self, node: Node, depth: int) -> Plain:
        self._nodes += 1
        if depth > DEEPEST:
            raise _Stop(self._note(node, _TOO_DEEP))
        if self._nodes > MOST_NODES:
            raise _Stop(self._note(node, f"more than {MOST_NODES:,} values, counting each alias"))
        if str(node.tag).removeprefix(_CORE) not in _TAGS:
            self._note(node, f"the tag `{node.tag}` is not allowed here")
        if isinstance(node, ScalarNode):
            if _HALF.search(node.value):
                self._note(node, "half a character: an emoji needs both of its halves, or `\\U`")
            return None if _blank(node) else _HALF.sub("?", node.value)
        if isinstance(node, SequenceNode):
            return [self._grow(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: Node, depth: int) -> Plain:
        grown: dict[str, Plain] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._note(key, "a key must be a word")
            elif key.value in grown:
                self._note(
                    key, f"`{key.value}` stands here twice, first in line {lines[key.value]}"
                )
                self._grow(value, depth + 1)
            else:
                grown[key.value] = self._grow(value, depth + 1)
                lines[key.value] = _at(key)[0]
        return grown

    def _note(self, node: Node, text: str) -> str:
        self.mistakes.append((*_at(node), text))
        return text


def read(text: str) -> Tree:
    """The tree of a YAML text, with the mistakes of its syntax; never an error."""
    tree = Tree()
    if len(text) > MOST_CHARACTERS:
        tree.mistakes.append((1, 1, "the file is larger than 1 MB"))
        return tree
    try:
        tree.root = _compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        tree.mistakes.append((line, column, _plainly(error)))
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        tree.mistakes.append((line, column, f"YAML forbids the character {text[error.position]!r}"))
    except (YAMLError, ValueError, AssertionError) as error:
        tree.mistakes.append((1, 1, f"this is no YAML: {error}"))
    if tree.root is not None:
        try:
            tree.plain = tree._grow(tree.root, 1)
        except _Stop:
            tree.plain = None
    if tree.plain is None and not tree.mistakes:
        tree.mistakes.append((1, 1, "the file is empty"))
    return tree


def _compose(text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = DEEPEST
    yaml.composer.warn_double_anchors = False
    root: Node | None = yaml.compose(text)
    return root


def _child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """A mapping's key and value, or a list's item twice."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _blank(node: Node | None) -> bool:
    """Whether nothing was written where a value belongs."""
    return isinstance(node, ScalarNode) and node.style is None and not node.value


def _at(node: Node | None) -> tuple[int, int]:
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)


def _plainly(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "unreadable")
    if "maximum depth" in problem:
        return _TOO_DEEP
    if "mapping values are not allowed" in problem or "got ':'" in problem:
        return "a `:` too many: put the text in quotes, or check how far it is indented"
    if "'\\t' that cannot start" in problem:
        return "a tab: YAML is indented with spaces"
    if "another document" in problem:
        return "a second document: a rulebook is one, so leave out the `---`"
    if "that cannot start any token" in problem:
        sign = problem.split("'")[1]
        return f"a text cannot start with `{sign}`: put it in quotes"
    began = f", in what begins in line {error.context_mark.line + 1}" if error.context_mark else ""
    return f"this is no YAML: {problem}{began}"
