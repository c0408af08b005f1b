"""What is wrong with a rule file: every mistake with its place and the nearest right word."""

import difflib
import re
from bisect import bisect
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from bot.errors import RulebookError
from bot.rulebook.tree import Path, Place, Plain, Tree

Part = TypeVar("Part", bound=BaseModel)

LISTED = 12
"""Known words that are listed when none is near; more would bury the mistake."""
LONGEST = 400
"""Characters of a mistake's text: whatever it quotes, it stays one line to read."""
MOST = 200
"""Mistakes, and warnings, of one file that are told; more would help nobody."""
GUESSED = 50
"""Unknown words of one file for which the nearest known one is looked for: that takes time."""
_AROUND = 300
"""Of very many known words, those before and behind the unknown one that are compared with it."""
_SAYS = {
    "string_type": "{name} must be a text",
    "list_type": "{name} must be a list",
    "dict_type": "{name} must be a mapping",
    "model_type": "{name} must be a mapping",
    "float_parsing": "{name} must be a number, not `{input}`",
    "int_parsing": "{name} must be a whole number, not `{input}`",
    "bool_parsing": "{name} must be `true` or `false`, not `{input}`",
    "greater_than_equal": "{name} must be at least {ge}",
    "less_than_equal": "{name} must be at most {le}",
    "too_short": "{name} is empty",
    "string_too_short": "{name} is empty",
    "string_too_long": "{name} is longer than {max_length} characters",
    "string_pattern_mismatch": "`{input}` is no name: letters, digits, `-` and `_` only",
}
"""Pydantic's kinds of error, in words for people who write rules."""


class Remark(NamedTuple):
    """One thing that is wrong (`error`) or suspicious (`warning`), and where."""

    place: Place
    severity: str
    text: str

    def __str__(self) -> str:
        file, line, column = self.place
        return f"{file}:{line}:{column}: {self.severity}: {self.text}"


class Mistakes:
    """The mistakes found so far in one file."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found = {Remark(place, "error", said) for place, said in tree.mistakes}
        self._guesses = 0

    def add(self, path: Path, text: str, *, key: bool = False) -> None:
        """A mistake in the value at this path; or in its key."""
        self._found.add(Remark(self._tree.where(path, key=key), "error", _short(text)))

    def warn(self, path: Path, text: str, *, key: bool = False) -> None:
        """Something legal but suspicious."""
        self._found.add(Remark(self._tree.where(path, key=key), "warning", _short(text)))

    def warn_at(self, place: Place, text: str) -> None:
        """Something suspicious at a known place."""
        self._found.add(Remark(place, "warning", _short(text)))

    def where(self, path: Path) -> Place:
        """The place of the value at a path."""
        return self._tree.where(path)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was found so far, in order of place; the last of very many says how many more."""
        return tuple(sorted((*self._told("error", "mistakes"), *self._told("warning", "warnings"))))

    def _told(self, severity: str, many: str) -> list[Remark]:
        found = sorted(one for one in self._found if one.severity == severity)
        if len(found) <= MOST:
            return found
        more = f"from here on are {len(found) - MOST:,} more {many}"
        return [*found[:MOST], Remark(found[MOST].place, severity, more)]

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """The end of a sentence, as the function says; empty after many words in one file."""
        self._guesses += 1
        return nearest(word, known) if self._guesses <= GUESSED else ""

    def unknown(
        self, path: Path, what: str, word: str, known: Iterable[str], *, key: bool = False
    ) -> None:
        """A word that is none of the known ones."""
        self.add(path, f"unknown {what} `{word}`{self.nearest(word, known)}", key=key)

    def read(
        self,
        part: type[Part],
        value: Plain,
        path: Path = (),
        action: str = "",
        hidden: Collection[str] = (),
    ) -> Part | None:
        """The value as this model, or as the options of an action; None when it does not fit.

        `hidden` keys of the model are as unknown as any other, and so is a name behind an alias.
        """
        fields = part.model_fields.items()
        hidden = {*hidden, *(name for name, field in fields if field.alias not in (None, name))}
        given = value if isinstance(value, dict) else {}
        strange: list[tuple[Path, str]] = [((key,), key) for key in hidden if key in given]
        read = None
        try:
            read = part.model_validate(value)
        except ValidationError as error:
            for one in error.errors():
                if one["type"] == "extra_forbidden":
                    strange.append((one["loc"], str(one["loc"][-1])))
                else:
                    self._note(one, (*path, *one["loc"]))
        for loc, key in strange:
            what = f"`{action}` has no option `{key}`" if action else f"unknown key `{key}`"
            known = _keys(part, loc[:-1], hidden)
            self.add((*path, *loc), what + self.nearest(key, known), key=True)
        return read

    def stop(self) -> None:
        """Raise `RulebookError` if there is any mistake; warnings are listed beside it."""
        errors = [str(one) for one in self.remarks if one.severity == "error"]
        if errors:
            raise RulebookError("\n".join(errors), self.remarks)

    def _note(self, error: Mapping[str, Any], place: Path) -> None:
        if not place:
            self.add(place, "a rulebook is a mapping that begins with `version: 1`")
        elif error["type"] == "missing":
            self.add(place[:-1], f"`{place[-1]}` is missing", key=True)
        elif place[-1:] == ("[key]",):
            self.add(place[:-1], self._said(error, f"`{place[-2]}`"), key=True)
        elif error["input"] is None:
            known = re.findall("'([^']*)'", error.get("ctx", {}).get("expected", ""))
            self.add(place, f"{_named(place)} has no value{self.nearest('', known)}", key=True)
        else:
            self.add(place, self._said(error, _named(place)))

    def _said(self, error: Mapping[str, Any], name: str) -> str:
        context, value = error.get("ctx", {}), error["input"]
        if error["type"] in ("literal_error", "value_error") and not isinstance(value, str):
            return f"{name} must be a single word"
        if error["type"] == "literal_error":
            known = re.findall("'([^']*)'", context["expected"])
            return f"{name} cannot be `{value}`{self.nearest(value, known)}"
        if error["type"] == "value_error":
            return str(context["error"])
        limits = {key: _limit(limit, value) for key, limit in context.items()}
        said = _SAYS.get(error["type"], f"{{name}}: {error['msg']}")
        return said.format(name=name, input=value, **limits)


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: the nearest of the known words, or all of them when none is near."""
    words, asked = sorted(known, key=str.casefold), word.casefold()
    at = bisect(words, asked, key=str.casefold)
    around = words[max(0, at - _AROUND) : at + _AROUND]
    near = difflib.get_close_matches(asked, around, n=1) if len(word) <= LONGEST else []
    if near:
        return f"; did you mean `{near[0]}`?"
    listed = ", ".join(f"`{one}`" for one in words)
    return f"; known: {listed}" if 0 < len(words) <= LISTED else ""


def _limit(limit: Any, value: object) -> object:  # noqa: ANN401 - whatever pydantic has there
    """A limit as people write it: whole values are durations by the time they are compared."""
    if not isinstance(value, int) or not isinstance(limit, int):
        return f"{limit:g}" if isinstance(limit, float) else limit
    units = {"d": 86400, "h": 3600, "m": 60}
    return next((f"`{limit // s}{unit}`" for unit, s in units.items() if limit % s == 0), limit)


def _named(path: Path) -> str:
    """A value by its key; an item of a list by the key of the list."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"`{key}`" if path[-1] == key else f"an item of `{key}`"


def _keys(part: type[BaseModel], path: Path, hidden: Collection[str]) -> list[str]:
    """The keys that the model at this path of a model knows, hidden ones left out."""
    inner: Any = part
    for step in path:
        fields = getattr(inner, "model_fields", None)
        inner = fields[step].annotation if fields else get_args(inner)[-1]
    keys = [field.alias or name for name, field in inner.model_fields.items()]
    return [key for key in keys if key not in hidden]
