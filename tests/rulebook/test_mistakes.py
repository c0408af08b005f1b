"""Each `mistakes/*.yaml` is wrong in the ways that the `.txt` beside it says, word for word."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import RulebookError
from bot.rulebook.load import loads
from tests.rulebook.build import document, yaml

FILES = sorted((Path(__file__).parent / "mistakes").glob("*.yaml"))


def mistakes(text, name="rules.yaml"):
    with pytest.raises(RulebookError) as caught:
        loads(text, name)
    return str(caught.value).splitlines()


def remarks(text, name="rules.yaml"):
    """Mistakes and warnings, in order."""
    try:
        return [str(one) for one in loads(text, name).warnings]
    except RulebookError as error:
        return [str(one) for one in error.remarks]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_mistake_of_a_file_is_told_as_written_down(path):
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert remarks(path.read_text(encoding="utf-8"), path.name) == expected


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_mistake_has_its_place_and_they_are_in_order(path):
    text = path.read_text(encoding="utf-8")
    places = []
    for line in remarks(text, path.name):
        found = re.fullmatch(rf"{path.name}:(\d+):(\d+): (?:error|warning): .+", line)
        assert found, line
        places.append((int(found[1]), int(found[2])))
    assert places == sorted(places)
    lines = [*text.splitlines(), ""]
    assert all(column <= len(lines[line - 1]) + 1 for line, column in places)


def test_the_worst_file_shows_all_its_mistakes():
    text = (Path(__file__).parent / "mistakes/worst.yaml").read_text(encoding="utf-8")
    assert len(remarks(text)) == 24


@pytest.mark.parametrize("action", ["delete", "mute", "strike", "warn"])
def test_a_punishing_rule_should_have_both_kinds_of_examples(action):
    assert remarks(yaml(document({"then": [action]}))) == []
    for kind, other in (("match", "no_match"), ("no_match", "match")):
        data = document({"then": [action]})
        data["rules"][0]["examples"] = {kind: ["a"]}
        [said] = remarks(yaml(data))
        assert f"warning: a rule that can `{action}` has no `{other}` examples" in said
    del data["rules"][0]["examples"]
    [said] = remarks(yaml(data))
    assert "has no `match` and `no_match` examples" in said


@pytest.mark.parametrize("action", ["nudge", "slowmode", "escalate"])
def test_a_rule_that_punishes_nobody_needs_no_examples(action):
    data = document({"then": [action]})
    del data["rules"][0]["examples"]
    assert loads(yaml(data))


@pytest.mark.parametrize("limit", ["0", ">= 0.5 ", ">=0.5", ".5", "-1", "nan", "1e1", ">= 0.5.1"])
def test_a_comparison_is_an_operator_and_a_plain_number(limit):
    fine = limit in (">= 0.5 ", ">=0.5")
    data = yaml(document({"when": {"caps": limit}}))
    assert bool(loads(data) if fine else mistakes(data))


BLANK = """version: 1
timezone: Europe/Warsaw
notices: {warn: Please.}
policies: {respect: {title: Be kind, ladder: default, notices: {warn: Please.}}}
ladders: {default: {half_life: 14d, steps: [{at: 2, do: [warn]}]}}
defaults: {cooldown: 1m}
rules:
  - {id: a, policy: respect, when: {heat: 0.5}, then: nudge, mode: live, once: member,
     ignore: code, unknown: ask, confirm: human, cooldown: 1m}
overrides:
  - {where: {channel: x}, rules: {a: {mode: live, once: member, cooldown: 1m}}}
"""


@pytest.mark.parametrize(
    ("full", "key", "known"),
    [
        ("mode: live", "mode", "; known: `live`, `off`, `shadow`, `suggest`"),
        ("once: member", "once", "; known: `conversation`, `member`, `none`"),
        ("unknown: ask", "unknown", "; known: `ask`, `skip`"),
        ("confirm: human", "confirm", "; known: `human`, `none`"),
        ("cooldown: 1m", "cooldown", ""),
        ("ignore: code", "ignore", ""),
        ("ladder: default", "ladder", ""),
        ("timezone: Europe/Warsaw", "timezone", ""),
        ("notices: {warn: Please.}", "notices", ""),
    ],
)
def test_a_key_without_a_value_is_no_key_left_out(full, key, known):
    assert loads(BLANK)
    blank = BLANK.replace(full, f"{key}: ")
    found = mistakes(blank)
    assert len(found) == BLANK.count(full)
    for line in found:
        assert line.endswith(f"error: `{key}` has no value{known}")
        row, column = map(int, line.split(":")[1:3])
        assert blank.splitlines()[row - 1][column - 1 :].startswith(f"{key}: ")


@pytest.mark.parametrize("word", ["yes", "no", "on", "1", "True", "t"])
def test_of_all_words_for_it_only_true_and_false_are_flags(word):
    for rule in ({"stop": word}, {"when": {"reply": word}}):
        [line] = mistakes(yaml(document(rule)))
        assert re.search(rf"`(stop|reply)` (must be|is) `true` or `false`, not `{word}`$", line)
    examples = {"instead": word, "match": ["a"], "no_match": ["b"]}
    [line] = mistakes(yaml(document({"examples": examples})))
    assert line.endswith(f"`instead` must be `true` or `false`, not `{word}`")


def test_a_mistake_that_quotes_a_whole_page_stays_one_short_line():
    [line] = mistakes(yaml(document({"when": {"reply": "very\nlong " * 10_000}})))
    assert len(line) < 500


def test_a_file_that_is_too_large_or_too_deep_is_refused():
    assert "larger than 1 MB" in mistakes("a: " + "x" * 1_000_000)[0]
    assert mistakes("[" * 500_000) == ["rules.yaml:1:51: error: nested more than 50 deep"]
    deepest = {"insult": "likely"}
    for _ in range(60):
        deepest = {"not": deepest}
    assert "more than 50 deep" in mistakes(yaml(document({"when": deepest})))[0]


def test_a_file_that_grows_by_its_aliases_is_refused():
    doubling = "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefgh"))
    [line] = mistakes(f"a: &a [x, x]\n{doubling}")
    assert "more than 100,000 values" in line


def test_a_forbidden_character_is_placed():
    assert mistakes("version: 1\nrules: \0") == [
        r"rules.yaml:2:8: error: YAML forbids the character '\x00'"
    ]
    assert "2:8: error: YAML forbids" in mistakes("version: 1\nrules: \ud800")[0]


def test_a_character_that_no_encoding_has_is_placed():
    half = yaml(document({"when": {"text": "idiot"}})).replace("idiot", r"\uD800")
    assert "half a character" in mistakes(half)[0]
    assert len(mistakes(r'a: "\U0011FFFF"')) == 1


def test_an_anchor_may_be_given_anew():
    text = yaml(document({}))
    assert loads(text.replace('"r0"', '&a "r0"').replace('"likely"', '&a "likely"'))


def empty(data):
    """What is told of a file in which nothing stands where the data have None."""
    return sorted(one.partition("error: ")[2] for one in mistakes(yaml(data).replace("null", "")))


@pytest.mark.parametrize("key", ["after", "reply", "roles", "in", "joined", "created"])
def test_what_is_empty_in_a_line_of_an_example_is_told(key):
    data = document({"examples": {"match": [[{"ann": "hi", key: None}]]}})
    assert empty(data) == [f"`{key}` has no value"]


def test_an_empty_zone_is_told():
    data = document({"when": {"time": {"between": "22:00-07:00", "zone": None}}})
    assert empty(data) == ["`zone` has no value"]


def test_an_empty_time_of_a_release_is_told():
    data = document({"release": {"heat": "< 0.1", "for": None}})
    assert empty(data) == ["`for` has no value"]


def test_a_rule_without_an_id_is_no_known_rule():
    override = {"where": {"channel": "x"}, "rules": {"a": {"mode": "off"}}}
    data = document({"id": None}, overrides=[override])
    assert empty(data) == ["`id` has no value", "unknown rule `a`; known: `all`"]
