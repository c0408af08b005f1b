"""JSON Schema of the whole rule file, with which an editor completes, explains and checks it.

Made from the models and from the shelves: a new key, signal or action is in it by itself. It knows
shapes; what needs the rest of the file (a policy that does not exist) only `rules check` can tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from bot import actions, signals
from bot.actions import ActionFile, shelf
from bot.notices import KINDS as NOTICES
from bot.notices import LANGUAGES
from bot.registry import modules
from bot.rulebook import json_values as values
from bot.rulebook import meanings
from bot.rulebook.clock import TimePart
from bot.rulebook.counted import SeenPart
from bot.rulebook.document import (
    Document,
    ExamplesPart,
    LadderPart,
    OverridePart,
    PolicyPart,
    RulePart,
)
from bot.rulebook.examples_in import MOST_LINES, LinePart
from bot.rulebook.json_models import Written, written
from bot.rulebook.json_values import Schema, either, mapping, one_or_more, ref, text
from bot.rulebook.levels import MEMBER, NOBODY, ranked
from bot.rulebook.notices_in import LONGEST
from bot.rulebook.releases import conversational
from bot.rulebook.rules_in import NONE
from bot.rulebook.scopes import Scope

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SAYS = {
    "when": "condition",
    "guard": "guard",
    "then": "actions",
    "do": "actions",
    "exempt": "exempt",
    "where": "where",
    "release": "release",
    "notices": "notices",
    "extends": "files",
    "include": "files",
}
"""The keys that no model describes, and where they are described instead."""
_KEPT = ("description", "default")
_WHOLE = {"policies": PolicyPart, "ladders": LadderPart, "rules": RulePart}
"""What may be said in part where a pack is extended."""


def json_schema(packs: Sequence[str] = ()) -> Schema:
    """The schema; `packs` are the names of the rulebooks that can be extended."""
    models = _models()
    needed = {key: models[one.__name__].pop("required") for key, one in _WHOLE.items()}
    models[RulePart.__name__]["required"] = ["id"]
    top = models.pop(Document.__name__)
    parts = {**models, **_conditions(), **_actions(), **_places(), **_texts(packs)}
    return {
        "$schema": DRAFT,
        "title": "Hearthkeeper rulebook",
        "description": "What a community does not want, and what happens then.",
        **top,
        "required": ["version"],
        "if": {"not": {"required": ["extends"]}},
        "then": {
            "properties": {
                key: {"items" if key == "rules" else "additionalProperties": {"required": names}}
                for key, names in needed.items()
            }
        },
        "$defs": dict(sorted(parts.items())),
    }


def gist(documented: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((documented.__doc__ or "").partition("\n\n")[0].split())


def _models() -> dict[str, Schema]:
    """The schema of each model, with what its keys mean."""
    found = written(meanings.KEYS)
    models = {model.__name__: found[model.__name__] for model in meanings.KEYS}
    for model, words in meanings.KEYS.items():
        for key, means in words.items():
            keys = models[model.__name__]["properties"]
            keys[key] = _meaning(means, ref(_SAYS[key]) if key in _SAYS else keys[key])

    for model, key, said in _closer():
        keys = models[model.__name__]["properties"]
        keys[key] = {name: keys[key][name] for name in _KEPT if name in keys[key]} | said
    line = models[LinePart.__name__]
    line.update(_more_than(line["properties"]))  # somebody speaks
    return models


def _closer() -> Iterator[tuple[type[BaseModel], str, Schema]]:
    """Keys of which more can be said than their models do."""
    sentences = {"type": "object", "additionalProperties": _worded()}
    yield Document, "translations", mapping(dict.fromkeys(LANGUAGES, sentences))
    yield TimePart, "between", one_or_more(values.hours(), empty=True)
    yield TimePart, "days", one_or_more(values.days(), empty=True)
    yield SeenPart, "times", values.count()
    yield OverridePart, "where", ref("scope")
    for key in ("match", "no_match"):
        yield ExamplesPart, key, either(_worded(), {"type": "array", "items": ref("example")})


def _more_than(keys: Iterable[str]) -> Schema:
    """A mapping with a key beside these."""
    return {"not": {"propertyNames": {"enum": list(keys)}}}


def _worded(**limits: object) -> Schema:
    """A text that is not empty."""
    return text(pattern=r"\S", **limits)


def _conditions() -> dict[str, Schema]:
    here = conversational()
    wait = {"description": "For how long it must have held.", **values.lasting()}
    return {
        "condition": _condition(modules(signals), "condition", ("level", "seen")),
        "lull": _condition(here, "lull"),
        "guard": either(ref("condition"), {"const": NONE}),
        "release": either(
            {**_condition(here, "lull", ("for",), wait), **_more_than(["for"])}, {"const": NONE}
        ),
        **{kind: makes() for kind, makes in values.KINDS.items()},
        "level": values.level([MEMBER, *ranked({})]),
        "time": either(one_or_more(values.hours()), ref(TimePart.__name__)),
    }


def _condition(
    names: Iterable[str], inner: str, also: Iterable[str] = (), wait: Schema | None = None
) -> Schema:
    """What can be asked of these signals, alone and in groups."""
    several = {"type": "array", "items": ref(inner), "minItems": 1}
    more = {"all": several, "any": several, "not": ref(inner)}
    more.update({"level": ref("level"), "seen": ref(SeenPart.__name__), "for": wait or {}})
    keys = {key: _meaning(meanings.ASKED[key], more[key]) for key in ("all", "any", "not", *also)}
    patterns = {}
    for name in names:
        kind, means = modules(signals)[name].KIND, gist(modules(signals)[name])
        takes = ref(kind)
        keys[name] = _meaning(means, takes)
        for way, how in meanings.HOW.items() if kind == "text" else ():
            keys[f"{name} ({way})"] = _meaning(f"{means} {how}", takes)
        if kind in values.MODIFIED:
            patterns[rf"^{name}\s*{values.MODIFIED[kind]}$"] = _meaning(means, takes)
    return mapping(keys, patternProperties=patterns, minProperties=1)


def _meaning(means: str, said: Schema) -> Schema:
    return {"description": means, **said}


def _actions() -> dict[str, Schema]:
    known = {name: gist(file) for name, file in modules(actions).items()}
    names = [{"const": name, "description": means} for name, means in known.items()]
    pairs = {name: _meaning(means, _options(shelf()[name])) for name, means in known.items()}
    pair = mapping(pairs, minProperties=1, maxProperties=1)
    return {"action": either(*names, pair), "actions": one_or_more(ref("action"))}


def _options(file: ActionFile[Any]) -> Schema:
    """What may stand behind the name of an action: nothing, its options, or the short form."""
    whole = file.options.model_json_schema(schema_generator=Written)
    given = {key: said for key, said in whole["properties"].items() if key not in file.filled_in}
    means = {"description": gist(file.options)} if given else {}
    options = {**mapping(given), **means}
    short = [given[file.short]] if file.short else []
    return either(*short, options, {"type": "null"})


def _places() -> dict[str, Schema]:
    """Where, and for whom."""
    given = {one.name: one_or_more(_worded()) for one in fields(Scope)} | {"level": ref("level")}
    scope = {name: _meaning(meanings.SCOPES[name], said) for name, said in given.items()}
    spared = mapping({"level": _meaning(meanings.SCOPES["level"], ref("level"))}, minProperties=1)
    where = either(ref("scope"), {"const": NONE})
    held = mapping(scope, minProperties=1)
    return {"scope": held, "where": where, "exempt": either({"const": NOBODY}, spared)}


def _texts(packs: Sequence[str]) -> dict[str, Schema]:
    """What is shown to members, and said of other files and in examples."""
    notice = _worded(maxLength=LONGEST)
    by_language = either(notice, mapping(dict.fromkeys(LANGUAGES, notice), minProperties=1))
    notices = {kind: _meaning(means, by_language) for kind, means in NOTICES.items()}
    lines = {"type": "array", "items": ref(LinePart.__name__), "minItems": 1}
    return {
        "notices": mapping(notices),
        "files": one_or_more(either({"enum": list(packs)}, _worded()) if packs else _worded()),
        "example": either(_worded(), {**lines, "maxItems": MOST_LINES}),
    }
