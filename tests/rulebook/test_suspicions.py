"""What is legal but hardly meant is told, and what is meant is left alone."""

import pytest

from bot.rulebook.load import loads
from tests.rulebook.build import rulebook

BEFORE = {"then": ["nudge"], "stop": True}
BEHIND = {"then": ["warn"]}


def said(*rules, **top):
    """The warnings, without their places."""
    return [one.text for one in rulebook(*rules, **top).warnings]


def test_a_rule_behind_one_that_stops_the_rest_never_fires():
    assert said(BEFORE, BEHIND) == ["`r1` never fires: `r0` has the same `when` and stops the rest"]
    spares = {"exempt": {"level": ">= moderator"}}
    assert said({**BEFORE, **spares}, BEHIND) != [], "the second spares them too"


@pytest.mark.parametrize(
    "held",
    [
        {"once": "member"},
        {"cooldown": "1h"},
        {"guard": {"reply": True}},
        {"mode": "shadow"},
        {"exempt": {"level": "== member"}},
        {"where": {"channel": "help"}},
        {"ignore": "quotes"},
    ],
)
def test_a_rule_behind_one_that_does_not_always_fire_has_its_turn(held):
    assert said({**BEFORE, **held}, BEHIND) == []


def test_a_rule_behind_one_that_is_released_has_its_turn():
    hot = {"when": {"heat": ">= 0.7"}}
    released = {"release": {"heat": "< 0.4", "for": "10m"}}
    assert said({**BEFORE, **hot, **released}, {**BEHIND, **hot}) == []
    assert said({**BEFORE, **hot}, {**BEHIND, **hot}) != []


@pytest.mark.parametrize("name", ["r0", "r1", "all"])
def test_a_rule_behind_one_that_is_different_elsewhere_has_its_turn(name):
    override = {"where": {"channel": "help"}, "rules": {name: {"mode": "off"}}}
    assert said(BEFORE, BEHIND, overrides=[override]) == []


def test_only_a_rule_that_does_the_same_says_the_same():
    nudge = {"then": ["nudge"]}
    assert said(nudge, {**nudge, "title": "Again", "priority": -1}) == [
        "`r1` says the same as `r0`"
    ]
    for other in ({"mode": "shadow"}, {"once": "member"}, {"stop": True}, {"cooldown": "1h"}):
        assert said(nudge, {**nudge, **other}) == []


@pytest.mark.parametrize("word", ["as", "ass", " ass ", "сук", "88", "سكس"])
def test_a_part_of_a_word_can_be_too_short(word):
    [line] = said({"then": ["nudge"], "when": {"text (includes)": word}})
    assert line.endswith("is part of very many words; `includes-word` finds it alone")


@pytest.mark.parametrize(
    "word", ["死ね", "傻逼", "ควย", "ババア", "씨발", "🖕", "1️⃣", "://", "arse"]
)
def test_a_short_word_of_a_script_without_spaces_and_a_sign_are_long_enough(word):
    assert said({"then": ["nudge"], "when": {"text (includes)": word}}) == []


@pytest.mark.parametrize(
    "word",
    [
        "free.*money",
        "(buy|sell) now",
        r"\bfree\b",
        r"casino\.com",
        "[a-z]+ casino",
        "buy|sell",
        "(?i)x",
    ],
)
@pytest.mark.parametrize("how", ["", " (includes)", " (starts-with, case-sensitive)"])
def test_a_pattern_that_is_taken_for_words_is_told(word, how):
    [line] = said({"then": ["nudge"], "when": {f"text{how}": word}})
    assert line == f"`{word}` is looked for as it stands here; `text (regex)` makes it a pattern"
    assert said({"then": ["nudge"], "when": {"text (regex)": word}}) == []


@pytest.mark.parametrize(
    "word",
    [
        "what?",
        "f*ck",
        "a$$hole",
        "c++",
        "C:\\windows",
        "[removed]",
        "etc...",
        "(really)",
        "^^",
        "||x||",
    ],
)
def test_signs_that_people_write_make_no_pattern(word):
    assert said({"then": ["nudge"], "when": {"text": word}}) == []


@pytest.mark.parametrize(
    ("where", "here", "apart"),
    [
        ({"channel": "a"}, {"channel": "b"}, True),
        ({"channel": ["a", "c"]}, {"channel": "#A"}, False),
        ({"channel": "a-*"}, {"channel": "b"}, False),
        ({"channel": "general"}, {"channel": "1234"}, False),
        ({"platform": "discord"}, {"channel": "b"}, False),
        ({"platform": "discord", "channel": "a"}, {"platform": "slack", "channel": "a"}, True),
        ({"role": "vip"}, {"role": "new"}, False),
        ({"level": "== member"}, {"level": ">= moderator"}, True),
        ({"level": "== member"}, {"level": "<= moderator"}, False),
    ],
)
@pytest.mark.parametrize("name", ["r0", "all"])
def test_an_override_for_where_the_rule_never_holds_is_told(where, here, apart, name):
    rule = {"then": ["nudge"], "where": where}
    found = said(rule, overrides=[{"where": here, "rules": {name: {"mode": "off"}}}])
    assert [line.partition(":")[0] for line in found] == ["changes nothing"] * (
        apart and name == "r0"
    )


def test_a_rule_must_not_be_called_as_every_rule_is():
    assert said({"id": "all", "then": ["nudge"]}) == [
        "an override of `all` is for every rule: give this one another id"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "mode: live",
        "policy: calm",
        "id: a",
        "then: nudge",
        "priority: 2",
        "cooldown: 1h",
        "exempt: nobody",
    ],
)
def test_a_comment_behind_a_fixed_word_is_a_comment(line):
    key = line.partition(":")[0]
    rule = {"id": "a", "policy": "calm", "when": "{flood: 3}", "then": "nudge"} | {key: line}
    lines = [one if name == key else f"{name}: {one}" for name, one in rule.items()]
    text = "".join(f"    {one}\n" for one in lines).replace(line, f"{line} #since may")
    assert _comments(f"rules:\n  -\n{text}") == []


@pytest.mark.parametrize(
    "line",
    [
        "title: Rule #1",
        "where:\n      channel: help #general",
        "where:\n      user: bob #1234",
        "then:\n      escalate: team #2",
        "examples:\n      match:\n        - come to #general",
        "examples:\n      match:\n        - - ann: come to #general",
    ],
)
def test_a_comment_within_the_words_of_people_is_told(line):
    rule = "  - id: a\n    policy: calm\n    when: {flood: 3}\n"
    then = "" if "then" in line else "    then: nudge\n"
    [found] = _comments(f"rules:\n{rule}{then}    {line}\n")
    assert "begins a comment here" in found


def _comments(rules):
    head = "version: 1\npolicies:\n  calm:\n    title: Keep cool\n"
    return [one.text for one in loads(head + rules).warnings]
