"""Files that would grow without end, bring themselves in, or take all day: refused at once."""

import re
import signal
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import RulebookError
from bot.rulebook.load import loads
from bot.rulebook.mistakes import MOST


@contextmanager
def within(seconds):
    """A hang is a failure."""

    def late(*_):
        raise TimeoutError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def wrong(text, fetch=None):
    with within(20), pytest.raises(RulebookError) as caught:
        loads(text, "main.yaml", fetch or (lambda wanted, by: (wanted, "version: 1\n")))
    return str(caught.value)


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(2, 9), st.sampled_from(["[{}]", "{{x: [{}]}}"]))
def test_what_grows_by_its_aliases_is_refused(deep, wide, shape):
    lines = ["a0: &a0 [x, x]"]
    for at in range(deep):
        lines.append(f"a{at + 1}: &a{at + 1} " + shape.format(", ".join([f"*a{at}"] * wide)))
    said = wrong("\n".join(lines))
    small = wide**deep < 100_000
    assert small or "more than 100,000 values" in said or "nested more than 50 deep" in said


LOOPS = [
    "policies: &x {a: *x, b: *x}\n",
    "rules: &x [{id: a, when: *x}]\n",
    "lists: &x {a: [*x]}\n",
]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("how", ["extends", "include"])
def test_an_alias_that_holds_itself_is_refused_in_every_file(loop, how):
    for text in (f"version: 1\n{loop}", f"version: 1\n{how}: other.yaml\n{loop}"):
        assert "nested more than 50 deep" in wrong(text, lambda wanted, by: (wanted, loop))


@given(st.integers(1, 60), st.sampled_from(["extends", "include"]))
def test_files_that_bring_in_each_other_are_refused(count, how):
    def fetch(wanted, by):
        at = int(wanted.removesuffix(".yaml"))
        return wanted, f"version: 1\n{how}: {(at + 1) % count}.yaml\n"

    said = wrong(f"version: 1\n{how}: 0.yaml\n", fetch)
    assert "brings itself in" in said or "more than 50 files" in said


@pytest.mark.parametrize("how", ["extends", "include"])
def test_files_that_bring_in_each_next_one_twice_come_in_once(how):
    asked = []

    def fetch(wanted, by):
        asked.append(wanted)
        at = int(wanted.removesuffix(".yaml")) + 1
        return wanted, f"version: 1\n{how}: [{at}.yaml, {at}.yaml]\n" if at < 40 else "version: 1\n"

    assert "`policies` is missing" in wrong(f"version: 1\n{how}: 0.yaml\n", fetch)
    assert len(asked) < 100


@pytest.mark.parametrize("strange", ["? [x]\n: 1\n", "policies: {? {a: b} : c}\n"])
@pytest.mark.parametrize("how", ["extends", "include"])
def test_a_key_that_is_no_word_is_told_in_every_file(strange, how):
    both = f"version: 1\n{how}: other.yaml\n{strange}"
    for text, other in (
        (both, "version: 1\n"),
        (both, strange),
        (f"version: 1\n{how}: o\n", strange),
    ):
        assert "a key must be a word" in wrong(
            text, lambda wanted, by, other=other: (wanted, other)
        )


@pytest.mark.soak
def test_a_file_of_fifty_thousand_mistakes_is_told_in_seconds():
    said = wrong("version: 1\n" + "".join(f"a{at}: 1\n" for at in range(50_000)))
    assert "unknown key `a0`" in said
    assert re.search(r"from here on are 49,\d+ more mistakes", said)


@pytest.mark.soak
def test_two_files_of_fifty_thousand_keys_are_put_together_in_seconds():
    many = "version: 1\n" + "".join(f"a{at}: 1\n" for at in range(50_000))
    said = wrong(many + "extends: other.yaml\n", lambda wanted, by: (wanted, many))
    assert "unknown key `a0`" in said
    assert re.search(r"from here on are 49,\d+ more mistakes", said)


MANY = 3000
RULE = "  - {{id: rule-number-{0}, policy: {1}, when: {2}, then: nudge}}\n"
STRANGE = [
    ("{0}", "{{flood: 1}}", "unknown policy"),
    ("p", "{{strikes (no-policy-{0}): 1}}", "unknown policy"),
    ("p", "{{seen: {{rule: rule-numbers-{0}, within: 1h}}}}", "unknown rule"),
    ("p", "{{text: {{list: words-{0}}}}}", "unknown list"),
    ("p", "{{insults-{0}: likely}}", "unknown signal"),
    ("p", "{{time: {{days: mon, zone: Europe/Warsaw{0}}}}}", "unknown time zone"),
]


def book(rules, more=""):
    return f"version: 1\npolicies: {{p: {{title: x}}}}\n{more}rules:\n{rules}"


@pytest.mark.parametrize(("policy", "when", "said"), STRANGE)
def test_thousands_of_unknown_names_are_told_in_seconds_and_not_all(policy, when, said):
    names = ", ".join(f"word-{at}: [x]" for at in range(MANY))
    rules = (RULE.format(at, policy.format(at), when.format(at)) for at in range(MANY))
    *first, last = wrong(book("".join(rules), f"lists: {{{names}}}\n")).splitlines()
    assert all(said in line for line in first)
    assert "did you mean" in "".join(first[:50]) or said == "unknown policy"
    assert len(first) == MOST
    assert last.endswith(f"error: from here on are {MANY - MOST:,} more mistakes")


def test_thousands_of_warnings_are_not_all_told():
    rules = (RULE.format(at, "p", f'{{"text (includes)": [ab, q{at}]}}') for at in range(MANY))
    with within(20):
        warnings = loads(book("".join(rules))).warnings
    assert len(warnings) == MOST + 1
    assert "more warnings" in warnings[-1].text


@pytest.mark.parametrize("priority", [0, 1])
def test_a_long_chain_of_rules_that_count_each_other_is_put_in_order(priority):
    counted = "{{seen: {{rule: rule-number-{}, within: 1h}}}}"
    rules = [RULE.format(at, "p", counted.format(at + 1)) for at in range(MANY)]
    last = RULE.format(MANY, f"p, priority: {priority}", "{flood: 1}")
    with within(20):
        found = loads(book("".join([*rules, last]))).rules
    assert [rule.id for rule in found] == [f"rule-number-{at}" for at in range(MANY, -1, -1)]
