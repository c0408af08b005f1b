"""An example is a text, or a conversation whose every line says who speaks."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.document import Document
from bot.rulebook.schema import ExampleLine
from tests.rulebook.build import rulebook

SAID = {
    "bob": "and you?",
    "after": "30s",
    "reply": "1",
    "roles": ["vip", "artist"],
    "in": "general",
    "joined": "2d",
    "created": "1w",
}
READ = ExampleLine("bob", "and you?", 30, 1, ("vip", "artist"), "general", 172_800, 604_800)


def examples(match):
    return rulebook({"examples": {"match": match, "no_match": ["b"]}}).rules[0].examples


def test_texts_and_conversations_stand_side_by_side():
    found = examples(["  hello ", [{"ann": "hi"}, SAID]])
    assert found.match == ("hello", (ExampleLine("ann", "hi", 10), READ))
    assert found.no_match == ("b",)
    assert examples("hello").match == ("hello",)


@given(st.permutations(list(SAID)))
def test_the_order_of_keys_makes_no_difference(keys):
    assert examples([[{"ann": "hi"}, {key: SAID[key] for key in keys}]]).match[0][1] == READ


def test_a_speaker_may_be_called_whatever_is_no_option():
    for name in ("text", "by", "Ann Lee", "оля", "roles of ann"):
        assert examples([[{name: "hi"}]]).match[0][0].by == name


def test_editors_are_told_of_lines_and_their_options():
    part = json.dumps(Document.model_json_schema()["$defs"]["LinePart"])
    assert all(f'"{key}"' in part for key in [*SAID, "description"] if key != "bob")
