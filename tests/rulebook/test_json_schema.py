"""The schema that editors check a rule file with says what the language says, as far as it can."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from ruamel.yaml import YAML

from bot import actions, library, signals
from bot.errors import RulebookError
from bot.registry import modules
from bot.rulebook import (
    clock,
    conditions_in,
    counted,
    document,
    examples_in,
    json_values,
    meanings,
    texts_in,
)
from bot.rulebook.build import MODES
from bot.rulebook.json_schema import gist, json_schema
from bot.rulebook.load import loads
from bot.rulebook.scopes import Scope
from tests.rulebook.build import document as whole
from tests.rulebook.build import yaml
from tests.rulebook.documents import documents

ROOT = Path(__file__).parents[2]
SCHEMA = json_schema(library.packs())
PARTS = SCHEMA["$defs"]
CHECK = Draft202012Validator(SCHEMA)
PACKS = sorted((ROOT / "rules").glob("*.yaml"))
MISTAKES = Path(__file__).parent / "mistakes"


def as_editors_do(text):
    reader = YAML(typ="safe", pure=True)
    reader.allow_duplicate_keys = True
    return reader.load(text)


def faults(data):
    return {one.json_path for one in CHECK.iter_errors(data)}


def loads_well(data):
    try:
        return bool(loads(yaml(data), fetch=library.fetch))
    except RulebookError:
        return False


def test_it_is_a_json_schema_whose_parts_are_all_there_and_all_used():
    Draft202012Validator.check_schema(SCHEMA)
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert used == set(PARTS)


@pytest.mark.parametrize("path", PACKS, ids=[path.stem for path in PACKS])
def test_every_pack_fits(path):
    assert not faults(as_editors_do(path.read_text(encoding="utf-8")))


def test_every_signal_and_action_is_explained_by_its_own_words():
    asked = PARTS["condition"]["properties"]
    for name, file in modules(signals).items():
        assert asked[name]["description"] == gist(file)
    plain, pairs = PARTS["action"]["anyOf"][:-1], PARTS["action"]["anyOf"][-1]["properties"]
    for name, file in modules(actions).items():
        assert {"const": name, "description": gist(file)} in plain
        assert pairs[name]["description"] == gist(file)


def test_every_option_of_an_action_is_in_it_and_what_is_filled_in_is_not():
    pairs = PARTS["action"]["anyOf"][-1]["properties"]
    options = {
        name: set(option["properties"])
        for name, pair in pairs.items()
        for option in pair["anyOf"]
        if "properties" in option
    }
    assert options["mute"] == {"seconds"}
    assert options["slowmode"] == {"seconds", "for"}
    assert options["escalate"] == {"queue", "priority"}
    assert options["warn"] == set()


def models(module):
    found = (getattr(module, name) for name in vars(module))
    return {one for one in found if isinstance(one, type) and issubclass(one, BaseModel)}


def test_every_word_of_the_language_has_a_meaning():
    every = set().union(*map(models, (document, clock, counted, examples_in)))
    assert set(meanings.KEYS) == every - {BaseModel, document.Part}
    for model, words in meanings.KEYS.items():
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert set(words) == keys, model
    assert set(meanings.TAKES) == set(conditions_in.KINDS) == {*json_values.KINDS, "time"}
    assert set(meanings.HOW) == {*texts_in.HOW, texts_in.CASE}
    assert set(meanings.MODES) == set(MODES)
    assert list(meanings.SCOPES) == [one.name for one in fields(Scope)]
    assert set(meanings.ASKED) == {*conditions_in.GROUPS, *conditions_in.MORE, "for"}
    for words in (*meanings.KEYS.values(), meanings.ASKED, meanings.HOW, meanings.SCOPES):
        assert all(means.endswith(".") for means in words.values())


def test_every_key_that_is_shown_has_a_description():
    for name, part in PARTS.items():
        for key, shown in part.get("properties", {}).items():
            assert shown.get("description"), f"{name}: {key}"


MEANT = {
    "actions.yaml": set(),
    "conditions.yaml": {7},
    "examples.yaml": set(),
    "language.yaml": set(),
    "rules.yaml": set(),
    "worst.yaml": set(),
}
"""The rules of these files that are wrong in meaning only."""


@pytest.mark.parametrize("name", MEANT)
def test_the_shape_of_the_mistakes_is_found(name):
    data = as_editors_do((MISTAKES / name).read_text(encoding="utf-8"))
    found = faults(data)
    wrong = {at for at in range(len(data["rules"])) if any(f"rules[{at}]" in one for one in found)}
    assert wrong == set(range(len(data["rules"]))) - MEANT[name]


def test_mistakes_outside_of_the_rules_are_found_where_they_are():
    data = as_editors_do((MISTAKES / "frame.yaml").read_text(encoding="utf-8"))
    assert faults(data) >= {
        "$",  # an unknown key
        "$.version",
        "$.policies",  # `be kind` is no name
        "$.policies.calm",  # no title
        "$.policies.calm.weight",
        "$.policies['be kind'].weight",
        "$.policies.empty",
        "$.defaults.mode",
        "$.defaults.ignore",
        "$.defaults.exempt",
        "$.ladders.default.steps",
        "$.ladders.falling.half_life",
        "$.ladders.falling.steps[2].at",
        "$.ladders.falling.steps[2].do",
        "$.ladders.falling.steps[3]",
        "$.ladders.endless.steps[0].at",
        "$.rules",
    }


def test_only_a_rulebook_that_extends_another_may_leave_things_out():
    for key in ("policy", "when", "then"):
        data = whole({})
        del data["rules"][0][key]
        assert faults(data) == {"$.rules[0]"}
        assert not faults({"extends": "default", **data})
    del data["rules"][0]["id"]
    assert faults({"extends": "default", **data}) == {"$.rules[0]"}


@pytest.mark.parametrize("where", [{"channel": "x"}, "none", None])
def test_only_a_rule_may_say_that_it_holds_everywhere(where):
    override = {"where": where, "rules": {"r0": {"mode": "off"}}}
    for data in (whole({"where": where}), whole({}, overrides=[override])):
        assert bool(faults(data)) is not loads_well(data)
    assert bool(faults(data)) is (where != {"channel": "x"})


def test_the_packs_are_offered_where_one_can_be_extended():
    assert {"enum": library.packs()} in PARTS["files"]["anyOf"][0]["anyOf"]
    assert not faults({"extends": "default", **whole({})})
    assert not faults({"extends": ["mine.yaml"], "include": "words.yaml", **whole({})})
    assert faults({"extends": {"default": 1}, **whole({})}) == {"$.extends"}


pieces = st.sampled_from(
    (
        *(">=", ">", "<=", "<", "==", "=>", ",", " ", "0", "1", "0.5", "1.0", "12", "1.5"),
        *("7d", "1h30m", "likely", "very likely", "true", "false", "-", "x"),
    )
)
said = st.lists(pieces, min_size=1, max_size=5).map("".join)
wholes = st.integers(-2, 10**10)
bare = wholes | st.sampled_from([0.0, 0.25, 1.0, 1.5, 2.5]) | st.booleans()
ASKED = ["insult", "caps", "flood", "strikes", "strikes (respect)", "tenure", "reply"]


@pytest.mark.parametrize("name", ASKED)
@given(said | bare)
def test_it_lets_pass_what_can_be_asked_of_a_signal_and_nothing_else(name, value):
    data = whole({"when": {name: value}, "then": "nudge"})
    assert bool(faults(data)) is not loads_well(data)


@given(
    st.sampled_from(["", ">=", "> ", "== ", "=>", "~"]), st.sampled_from(["moderator", "mod er"])
)
def test_it_lets_pass_levels(how, name):
    for key in ("when", "exempt", "where"):
        data = whole({key: {"level": how + name}, "then": "nudge"})
        assert bool(faults(data)) is not loads_well(data)


@given(st.lists(st.sampled_from(["22:00", "7:30", "24:00", "25:00", "12:60", "-", " - ", ","])))
def test_it_lets_pass_hours_of_a_day(some):
    data = whole({"when": {"time": "".join(some)}, "then": "nudge"})
    begin, _, end = "".join(some).partition("-")
    alike = begin.strip() == end.strip()
    assert alike or bool(faults(data)) is not loads_well(data)


words = st.sampled_from([*texts_in.HOW, texts_in.CASE, "regexp", ""])


@given(st.lists(words, max_size=3).map(", ".join), st.sampled_from(["text{}", "text {}", "t {}"]))
def test_it_lets_pass_the_modifiers_of_a_text(modifiers, key):
    data = whole({"when": {key.format(f"({modifiers})"): ["fig"]}, "then": "nudge"})
    twice = modifiers.count(texts_in.CASE) > 1 or modifiers in ("", ", ", ", , ")
    assert twice or bool(faults(data)) is not loads_well(data)


@given(st.lists(st.sampled_from(["1", "20", "s", "m", " ", "x", "5m"]), max_size=3), wholes)
def test_it_lets_pass_durations(some, number):
    for value in ("".join(some), number):
        data = whole({"cooldown": value, "then": "nudge"})
        assert bool(faults(data)) is not loads_well(data)


def test_what_stands_in_a_release_is_about_the_conversation():
    fine = {"heat": "< 0.4", "any": [{"people": "< 3"}, {"slowmode": True}], "for": "10m"}
    for release, wrong in ((fine, False), ({"insult": "likely"}, True), ({"for": "5m"}, True)):
        data = whole({"when": {"heat": 0.7}, "release": release, "then": "nudge"})
        assert loads_well(data) is not wrong
        assert bool(faults(data)) is wrong


@given(documents)
def test_it_lets_pass_whatever_loads(data):
    assert loads_well(data)
    assert not faults(data)
