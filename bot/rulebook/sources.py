"""A rulebook of several files as one tree, in which every place still knows its own file.

`include` adds what other files define; `extends` takes a whole rulebook and changes it. Both work
on YAML's nodes, so that a mistake is told where it was written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.errors import ConfigError
from bot.rulebook.tree import Place, Tree, at, blank, child, children, compose, word

Fetch = Callable[[str, str], tuple[str, str]]
"""A wanted file or pack, and the file that wants it -> name and text; else `ConfigError`."""

MOST_FILES = 50
_NAMELESS = "a file is brought in by its name"
_SHARED = ("policies", "ladders", "levels", "lists")
"""Sections that several files may fill."""
_JOINED = ("rules", "overrides")
"""Lists that several files may add to."""
_MAPPINGS = frozenset({*_SHARED, "defaults", "notices", "translations"})
_LIST = "tag:yaml.org,2002:seq"
_WHOLE = frozenset({"when", "guard", "release", "where", "then", "steps", "do"})
"""Keys whose value is replaced as one, never merged."""


def nowhere(wanted: str, by: str) -> tuple[str, str]:
    """The `Fetch` of a text that stands alone."""
    raise ConfigError(f"`{wanted}`: other files cannot be read from here")


@dataclass(slots=True)
class Sources:
    """The files of one rulebook, in the order in which they were read; each comes in once."""

    fetch: Fetch = nowhere
    texts: dict[str, str] = field(default_factory=dict)

    def read(self, text: str, name: str) -> Tree:
        """The tree of a file and of all that it brings in; never an error."""
        tree = self._compose(text, name, ())
        tree.grow()
        return tree

    def _compose(self, text: str, name: str, under: tuple[str, ...]) -> Tree:
        self.texts[name] = text
        tree = compose(text, name)
        tree.grow()
        if tree.plain is None:  # it may loop, or be endless by its aliases
            tree.root = None
        if not isinstance(tree.root, MappingNode):
            return tree
        own = tree.root
        parts = [self._bring(tree, one, (*under, name)) for one in _named(tree, own, "include")]
        for part in reversed(parts):
            if part is not None:
                _include(tree, own, part)
        for wanted in _named(tree, own, "extends"):
            base = self._bring(tree, wanted, (*under, name))
            if base is not None:
                _unfit(tree, base, own)
                tree.root = own = _extended(base, own)
        return tree

    def _bring(self, tree: Tree, wanted: Node, under: tuple[str, ...]) -> MappingNode | None:
        """The top of another file; None, and a mistake, when there is none."""
        here = at(wanted, tree.name)
        if not isinstance(wanted, ScalarNode) or not wanted.value:
            tree.mistakes.append((here, _NAMELESS))
            return None
        try:
            name, text = self.fetch(wanted.value, under[-1])
            self._check(name, wanted.value, under)
        except ConfigError as error:
            tree.mistakes.append((here, str(error)))
            return None
        if self.texts.get(name, text) != text:
            tree.mistakes.append((here, f"another file is called `{name}` already"))
        return None if name in self.texts else self._part(tree, name, text, under)

    def _check(self, name: str, wanted: str, under: tuple[str, ...]) -> None:
        if name in under:
            raise ConfigError(f"`{wanted}` brings itself in")
        if len(self.texts) >= MOST_FILES:
            raise ConfigError(f"more than {MOST_FILES} files")

    def _part(self, tree: Tree, name: str, text: str, under: tuple[str, ...]) -> MappingNode | None:
        """The top of a file that is not in yet."""
        part = self._compose(text, name, under)
        tree.mistakes += part.mistakes
        if isinstance(part.root, MappingNode):
            return part.root
        if not part.mistakes:
            tree.mistakes.append((Place(name, 1, 1), "this is no rulebook"))
        return None


def _named(tree: Tree, top: MappingNode, key: str) -> Iterator[Node]:
    """The names of other files; one that is left out is told at the key, where people see it."""
    found = child(top, key)
    if found is None:
        return
    for one in found[1].value if isinstance(found[1], SequenceNode) else [found[1]]:
        if blank(one):
            tree.mistakes.append((at(found[0], tree.name), _NAMELESS))
        else:
            yield one


def _include(tree: Tree, own: MappingNode, part: MappingNode) -> None:
    """Put what an included file defines into this one, in front of its own rules."""
    for key, value in part.value:
        mine = child(own, key.value)
        if word(key) in (None, "version", "include"):
            continue
        if key.value not in (*_SHARED, *_JOINED):
            known = ", ".join(f"`{name}`" for name in (*_SHARED, *_JOINED))
            said = f"an included file holds {known}; `{key.value}` belongs into the main one"
            tree.mistakes.append((at(key, tree.name), said))
        elif mine is None:
            own.value.append((key, value))
        elif (slip := _slip(key, value)) is not None:
            _tell(tree, key, value, slip)
        elif isinstance(value, SequenceNode) and isinstance(mine[1], SequenceNode):
            mine[1].value[:0] = value.value
        elif isinstance(value, MappingNode) and isinstance(mine[1], MappingNode):
            _fill(tree, mine[1], value)


def _slip(key: Node, value: Node) -> str | None:
    """What is wrong with the kind of a section."""
    if blank(value):
        return f"`{key.value}` has no value"
    if key.value in _JOINED and not isinstance(value, SequenceNode):
        return f"`{key.value}` must be a list"
    if key.value in _MAPPINGS and not isinstance(value, MappingNode):
        return f"`{key.value}` must be a mapping"
    return None


def _tell(tree: Tree, key: Node, value: Node, slip: str) -> None:
    tree.mistakes.append((at(key if blank(value) else value, tree.name), slip))


def _unfit(tree: Tree, base: Node, own: Node, *, top: bool = True) -> None:
    """Tell the slips of a base that nobody would see, since the change says something instead."""
    if not isinstance(base, MappingNode) or not isinstance(own, MappingNode):
        return
    changes = children(own)
    for name, (key, value) in children(base).items():
        if name not in changes:
            continue
        new = changes[name][1]
        slip = _slip(key, value) if top or blank(value) else None
        if slip is not None:
            _tell(tree, key, value, slip)
        elif top and name == "rules" and isinstance(new, SequenceNode):
            same = {_id(rule): rule for rule in reversed(new.value)}
            for rule in value.value:
                _unfit(tree, rule, same.get(_id(rule), new), top=False)
        else:
            _unfit(tree, value, new, top=False)


def _fill(tree: Tree, mine: MappingNode, theirs: MappingNode) -> None:
    defined = children(mine)
    for key, value in theirs.value:
        known = defined.get(word(key))
        if known is None:
            mine.value.append((key, value))
        else:
            first = at(key, tree.name)
            said = f"`{key.value}` is already defined in {first.file}, line {first.line}"
            tree.mistakes.append((at(known[0], tree.name), said))


def _extended(base: MappingNode, own: MappingNode) -> MappingNode:
    """The base with these changes; places that were changed are those of the change."""
    merged = _merged(base, own)
    merged.value = [pair for pair in merged.value if pair[0].value != "extends"]
    return merged


def _merged(base: MappingNode, own: MappingNode) -> MappingNode:
    """The keys of both; where both have one, mappings merge and all else is replaced.

    A second key of one name is a mistake, which must stay visible.
    """
    known, changes = children(base), children(own)
    if _instead(changes):
        return own
    pairs = []
    for key, value in base.value:
        changed = changes.get(word(key))
        pairs.append((key, value) if changed is None else _changed(key, value, *changed))
    for key, value in own.value:
        if word(key) not in known or changes[word(key)][0] is not key:
            pairs.append((key, value))
    return MappingNode(own.tag, pairs, own.start_mark, own.end_mark)


def _instead(changes: Mapping[str | None, tuple[Node, Node]]) -> bool:
    """Whether these are examples that replace those of the base."""
    said = changes.get("instead")
    return said is not None and said[1].value == "true"


def _changed(key: Node, value: Node, new_key: Node, new: Node) -> tuple[Node, Node]:
    no_list = key.value == "overrides" and not isinstance(new, SequenceNode)
    if key.value in _WHOLE or blank(new) or no_list:
        return new_key, new
    if key.value in ("match", "no_match", "overrides"):
        return new_key, SequenceNode(
            _LIST, [*_items(value), *_items(new)], new.start_mark, new.end_mark
        )
    if key.value == "levels" and isinstance(value, MappingNode) and isinstance(new, MappingNode):
        return new_key, _levels(value, new)
    if isinstance(value, MappingNode) and isinstance(new, MappingNode):
        return new_key, _merged(value, new)
    if key.value == "rules" and isinstance(value, SequenceNode) and isinstance(new, SequenceNode):
        return new_key, _rules(value, new)
    return new_key, new


def _items(node: Node) -> list[Node]:
    """One or many, or none where nothing stands."""
    if isinstance(node, SequenceNode):
        return list(node.value)
    return [] if blank(node) else [node]


def _levels(base: MappingNode, own: MappingNode) -> MappingNode:
    """New levels go below those of the base: whoever writes them means no new staff."""
    known = children(base)
    merged = _merged(base, own)
    new = [pair for pair in merged.value if word(pair[0]) not in known]
    old = [pair for pair in merged.value if word(pair[0]) in known]
    return MappingNode(own.tag, [*new, *old], own.start_mark, own.end_mark)


def _rules(base: SequenceNode, own: SequenceNode) -> SequenceNode:
    """The base's rules, each changed by the first rule of its id here, then the new ones."""
    changes: dict[str, MappingNode] = {}
    more = []
    known = {_id(rule) for rule in base.value} - {None}
    for rule in own.value:
        name = _id(rule)
        if isinstance(rule, MappingNode) and name in known and name not in changes:
            changes[str(name)] = rule
        else:
            more.append(rule)
    found = [
        _merged(rule, changes[str(_id(rule))]) if _id(rule) in changes else rule
        for rule in base.value
    ]
    return SequenceNode(own.tag, [*found, *more], own.start_mark, own.end_mark)


def _id(rule: Node) -> str | None:
    found = child(rule, "id")
    return found[1].value if found and isinstance(found[1], ScalarNode) else None
