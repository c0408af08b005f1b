import pytest

from bot.errors import ConfigError
from bot.stories import loads

GOOD = """
title: A small quarrel
cast:
  ann: {name: Ann, lang: en}
  bob: {}
lines:
  - {at: 0s, by: ann, text: hello}
  - {at: 1m30s, by: bob, text: "no", reply_to: 1, mentions: [ann]}
  - {at: 2m, by: bob, text: "never", edits: 2}
expect: {cases: 0, people: {ann: bystander}}
"""


def test_a_story_becomes_messages():
    first, second, edit = loads(GOOD, "s.yaml").messages("sandbox")
    assert (first.id, first.author.name, first.author.lang) == ("m1", "Ann", "en")
    assert (second.text, second.reply_to, second.mentions) == ("no", "m1", ("ann",))
    assert (second.sent_at - first.sent_at).total_seconds() == 90
    assert (edit.id, edit.edited, edit.text) == ("m2", True, "never")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("by: ann", "by: anna", "s.yaml: line 1: `anna` is not in the cast"),
        ("reply_to: 1", "reply_to: 9", "s.yaml: line 2: there is no earlier line 9"),
        ("at: 2m", "at: 1s", "s.yaml: line 3: is said before the line above it"),
        ("at: 2m", "at: soon", "s.yaml: lines.3.at: Value error, `soon` is not a duration"),
        ("title: A", "tittle: A", "s.yaml: tittle: Extra inputs are not permitted"),
        ("text: hello", "text: [hello", "s.yaml:7:"),
        ("ann: bystander", "ann: villain", "s.yaml: expect.people.ann"),
    ],
)
def test_each_mistake_is_named_with_its_place(old, new, problem):
    with pytest.raises(ConfigError) as caught:
        loads(GOOD.replace(old, new, 1), "s.yaml")
    assert problem in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "title: x", "a: &a [*a]", "\t"])
def test_what_is_no_story_is_one_clear_error(text):
    with pytest.raises(ConfigError, match=r"^s\.yaml"):
        loads(text, "s.yaml")
