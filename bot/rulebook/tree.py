"""YAML text as plain data (texts, lists, mappings; None where nothing stands) with places.

Every scalar stays the text that was written, so that `no`, `on` or `1.10` hold no surprises. Tags
that would make objects are refused, and so is a file that is too large, too deep, or grows too
large by its aliases.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

Path = tuple[str | int, ...]
"""Keys and list indexes from the top of the file."""
Plain = str | None | list["Plain"] | dict[str, "Plain"]


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    file: str
    line: int
    column: int


Mistake = tuple[Place, str]
"""Where, and what is wrong."""

MOST_CHARACTERS = 1_000_000
MOST_NODES = 100_000
DEEPEST = 50
_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset(
    {"str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq"}
)
_HALF = re.compile("[\ud800-\udfff]")
_TOO_DEEP = f"nested more than {DEEPEST} deep"
_COLON = "a `:` too many: put the text in quotes, or check how far it is indented"


class _Stop(Exception):
    """The file cannot be read on from here."""


@dataclass(slots=True)
class Tree:
    """One file, read; or several, put together."""

    name: str
    plain: Plain = None
    mistakes: list[Mistake] = field(default_factory=list)
    root: Node | None = None
    _nodes: int = 0
    _known: dict[int, Mapping[str | None, tuple[Node, Node]]] = field(default_factory=dict)
    """What `where` knows of each mapping, so that many mistakes take no long search."""

    def where(self, path: Path, *, key: bool = False) -> Place:
        """The place of the value at a path, or of its key; of what comes nearest above."""
        node, place = self.root, self.root
        for step in path:
            found = self._child(node, step)
            if found is None:
                break
            name, node = found
            place = name if key or blank(node) else node
        return at(place, self.name)

    def _child(self, node: Node | None, step: str | int) -> tuple[Node, Node] | None:
        if not isinstance(node, MappingNode) or not isinstance(step, str):
            return child(node, step)
        if id(node) not in self._known:
            self._known[id(node)] = children(node)
        return self._known[id(node)].get(step)

    def grow(self) -> None:
        """Turn the nodes into plain data, noting what must not be there."""
        self.plain, self._nodes = None, 0
        if self.root is not None:
            try:
                self.plain = self._grow(self.root, 1)
            except _Stop:
                self.plain = None
        if self.plain is None and not self.mistakes:
            self.mistakes.append((Place(self.name, 1, 1), "the file is empty"))

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
            return None if blank(node) else _HALF.sub("?", node.value)
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
                lines[key.value] = at(key, self.name).line
        return grown

    def _note(self, node: Node, text: str) -> str:
        self.mistakes.append((at(node, self.name), text))
        return text


class _Named(io.StringIO):
    """A text that knows what it is called, as do all places in it."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def compose(text: str, name: str) -> Tree:
    """The nodes of a YAML text, with the mistakes of its syntax; never an error."""
    tree = Tree(name)
    if len(text) > MOST_CHARACTERS:
        tree.mistakes.append((Place(name, 1, 1), "the file is larger than 1 MB"))
        return tree
    try:
        tree.root = _compose(text, name)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        tree.mistakes.append((Place(name, line, column), _plainly(error)))
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        said = f"YAML forbids the character {text[error.position]!r}"
        tree.mistakes.append((Place(name, line, column), said))
    except (YAMLError, ValueError, AssertionError) as error:
        tree.mistakes.append((Place(name, 1, 1), f"this is no YAML: {error}"))
    return tree


def _compose(text: str, name: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = DEEPEST
    yaml.composer.warn_double_anchors = False
    root: Node | None = yaml.compose(_Named(text, name))
    return root


def child(node: Node | None, step: str | int) -> tuple[Node, Node] | None:
    """A mapping's key and value, or a list's item twice."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def children(node: MappingNode) -> dict[str | None, tuple[Node, Node]]:
    """The first key of each name, and its value."""
    found: dict[str | None, tuple[Node, Node]] = {}
    for key, value in node.value:
        if word(key) is not None:
            found.setdefault(word(key), (key, value))
    return found


def word(key: Node) -> str | None:
    """A key; None when it is no word."""
    return str(key.value) if isinstance(key, ScalarNode) else None


def blank(node: Node | None) -> bool:
    """Whether nothing was written where a value belongs."""
    return isinstance(node, ScalarNode) and node.style is None and not node.value


def at(node: Node | None, name: str) -> Place:
    """Where a node begins; `name` is the file when there is no node."""
    if node is None:
        return Place(name, 1, 1)
    mark = node.start_mark
    return Place(str(mark.name), mark.line + 1, mark.column + 1)


_PLAINLY = {
    "maximum depth": _TOO_DEEP,
    "mapping values are not allowed": _COLON,
    "got ':'": _COLON,
    "'\\t' that cannot start": "a tab: YAML is indented with spaces",
    "another document": "a second document: a rulebook is one, so leave out the `---`",
}
"""What YAML's own complaints mean to people who write rules."""


def _plainly(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "unreadable")
    for complaint, said in _PLAINLY.items():
        if complaint in problem:
            return said
    if "that cannot start any token" in problem:
        sign = problem.split("'")[1]
        return f"a text cannot start with `{sign}`: put it in quotes"
    if "expected ',' or" in problem and error.context_mark:
        line = error.context_mark.line + 1
        return f"a bracket of line {line} is not closed, or a comma is missing (`#` is a comment)"
    began = f", in what begins in line {error.context_mark.line + 1}" if error.context_mark else ""
    return f"this is no YAML: {problem}{began}"
