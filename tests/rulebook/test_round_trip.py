"""A rulebook that is written down again, or in another order, is the same rulebook."""

import io
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot import library
from bot.rulebook import clock, counted, document, examples_in
from bot.rulebook.conditions import All, Either
from bot.rulebook.load import loads
from bot.rulebook.scopes import Scope
from bot.rulebook.sources import Sources
from bot.rulebook.versions import version_of
from tests.rulebook import documents as made
from tests.rulebook.build import yaml

PACKS = sorted((Path(__file__).parents[2] / "rules").glob("*.yaml"))
SAME = ("version", "rules", "policies", "ladders", "levels", "notices", "translations")


def load(text):
    return loads(text, "rules.yaml", library.fetch)


def dumped(text):
    """The same in one file of its own: what it extends and includes is in it."""
    plain = Sources(library.fetch).read(text, "rules.yaml").plain
    plain.pop("include", None)
    out = io.StringIO()
    writer = YAML()
    writer.width = 80
    writer.dump(plain, out)
    return out.getvalue()


def parts(book):
    return {name: getattr(book, name) for name in SAME} | {"ranks": list(book.levels)}


@pytest.mark.parametrize("path", PACKS, ids=[path.stem for path in PACKS])
def test_a_pack_that_is_written_down_again_is_the_same(path):
    text = path.read_text(encoding="utf-8")
    again = dumped(text)
    assert parts(load(again)) == parts(load(text))
    assert dumped(again) == again


@given(made.documents)
def test_a_rulebook_that_is_written_down_again_is_the_same(data):
    text = yaml(data)
    again = dumped(text)
    assert parts(load(again)) == parts(load(text))
    assert dumped(again) == again


def shuffled(data, chance):
    """The same with the keys of every mapping in another order, but for the levels, which rise."""
    if isinstance(data, list):
        return [shuffled(item, chance) for item in data]
    if not isinstance(data, dict):
        return data
    items = [
        (key, value if key == "levels" else shuffled(value, chance)) for key, value in data.items()
    ]
    chance.shuffle(items)
    return dict(items)


def unordered(part):
    """Without the order in which a mapping named the parts of a condition."""
    if is_dataclass(part):
        named = {one.name: getattr(part, one.name) for one in fields(part) if one.compare}
        if isinstance(part, All | Either):
            return type(part).__name__, sorted(repr(unordered(one)) for one in part.parts)
        return type(part).__name__, {name: unordered(value) for name, value in named.items()}
    return [unordered(one) for one in part] if isinstance(part, tuple | list) else part


@given(made.documents, st.randoms(use_true_random=False))
def test_the_order_of_keys_never_matters(data, chance):
    one, two = load(yaml(data)), load(yaml(shuffled(data, chance)))
    assert unordered(one.rules) == unordered(two.rules)
    for name in ("policies", "ladders", "levels", "notices", "translations"):
        assert getattr(one, name) == getattr(two, name)
    assert list(map(version_of, one.rules)) == list(map(version_of, two.rules))


def test_the_documents_hold_every_key_of_the_language():
    keys = {
        document.Document: {*made.document_keys(), "extends", "include"},
        document.PolicyPart: made.policy_keys(),
        document.LadderPart: made.ladder_keys(),
        document.StepPart: made.step_keys(),
        document.DefaultsPart: made.default_keys(),
        document.RulePart: made.rule_keys(),
        document.ChangePart: made.change_keys(),
        document.OverridePart: made.override_keys(),
        document.ExamplesPart: made.example_keys(),
        examples_in.LinePart: made.line_keys(),
        counted.SeenPart: made.seen_keys(),
        clock.TimePart: made.time_keys(),
    }
    for model, known in keys.items():
        assert set(known) == {one.alias or name for name, one in model.model_fields.items()}
    assert set(made.scope_keys()) == {one.name for one in fields(Scope)}
    assert set(made.ASKED) == set(made.KINDS.values())
