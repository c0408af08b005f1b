"""Examples of rules as messages, and what the real path makes of them."""

from datetime import timedelta

import pytest
from prometheus_client import generate_latest

from bot.app import read_rulebook
from bot.config import Settings
from bot.replay.examples import WHEN, said, try_examples
from bot.rulebook.schema import ExampleLine
from tests.command import LIKELY
from tests.rulebook.build import document, rulebook, yaml

INSULT = "you are a complete idiot"
ANN = ExampleLine("ann", "hello there")
BOB = ExampleLine("bob", INSULT, 30, 1)


def messages(*lines, **rule):
    book = rulebook(rule)
    return list(said(lines, book.rules[0], book, 7))


def test_lines_follow_each_other_in_one_conversation():
    first, second = messages(ANN, BOB)
    assert (first.sent_at, second.sent_at) == (WHEN, WHEN + timedelta(seconds=30))
    assert (first.reply_to, second.reply_to) == (None, first.id)
    assert first.conversation == second.conversation
    assert (first.author.name, second.author.name) == ("ann", "bob")
    assert first.author != second.author


def test_two_examples_know_nothing_of_each_other():
    book = rulebook({})
    [one], [other] = (list(said((ANN,), book.rules[0], book, number)) for number in (1, 2))
    assert one.id != other.id
    assert one.conversation != other.conversation
    assert one.author != other.author


def test_a_speaker_is_what_their_lines_say_from_then_on():
    two_days = ExampleLine("bob", "hi", roles=("vip",), place="#help", joined_s=172_800)
    first, later = messages(two_days, ExampleLine("bob", "bye", 60, created_s=60))
    assert first.conversation.name == "help"
    assert first.author.roles == later.author.roles == ("vip",)
    assert first.author.joined_at == later.author.joined_at == WHEN - timedelta(days=2)
    assert (first.author.created_at, later.author.created_at) == (None, WHEN)


def test_who_is_named_with_an_at_sign_is_mentioned():
    first, second = messages(ANN, ExampleLine("bob", "@ann no"))
    assert (first.mentions, second.mentions) == ((), (first.author.id,))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@anna and @ann-lee, no", {"anna", "ann-lee"}),
        ("@annabel no", set()),
        ("@ann's", {"ann"}),
        ("no, @ann", {"ann"}),
        ("@a.b @Ann", {"a.b"}),
        ("@ann. And @anna, (@ann-lee)", {"ann", "anna", "ann-lee"}),
        ("@ann - no; 你好@anna 好", {"ann", "anna"}),
        ("@ann-kin and @ann-leekin and @ann.kin", set()),
        ("write to shop@ann.com or shop@anna", set()),
        ("write to josé@ann", set()),
    ],
)
def test_a_mention_is_of_the_whole_name(text, named):
    cast = [ExampleLine(by, "hi") for by in ("ann", "anna", "ann-lee", "a.b")]
    *first, last = messages(*cast, ExampleLine("bob", text))
    assert last.mentions == tuple(one.author.id for one in first if one.author.name in named)


def test_an_example_is_said_where_its_rule_holds_and_by_whom_it_is_for():
    where = {
        "platform": "telegram",
        "community": "hearth",
        "channel": ["help-*", "faq"],
        "role": "vip",
        "level": "== moderator",
        "user": "u1",
    }
    book = rulebook({"where": where, "exempt": "nobody"})
    first, last = said((ANN, BOB), book.rules[0], book, 7)
    assert book.rules[0].where.holds(last, "moderator")
    assert set(last.author.roles) == {"vip", "moderator"}
    assert (first.author.roles, first.author.id == "u1") == ((), False)
    [away] = said((ExampleLine("ann", "hi", place="off-topic"),), book.rules[0], book, 7)
    assert not book.rules[0].where.holds(away, "moderator")


@pytest.fixture
def run(scorer, tmp_path):
    """Whether each example of these rules passed, with its telling line."""

    async def run(*rules):
        path = tmp_path / "rules.yaml"
        path.write_text(yaml(document(*rules)))
        settings = Settings(database_url="sqlite:///:memory:", rules=str(path))
        book = read_rulebook(settings)
        return [one async for one in try_examples(settings, book, scorer, book.rules)]

    return run


def rule(match=(), no_match=(), **given):
    examples = {"match": list(match), "no_match": list(no_match)}
    return {"when": {"insult": "likely"}, "then": ["nudge"], "examples": examples, **given}


async def test_a_match_is_about_the_last_line_and_a_no_match_about_every_line(run):
    last = [{"ann": "hello"}, {"bob": INSULT}]
    first = [{"bob": INSULT}, {"ann": "hello"}]
    tested = await run(rule([INSULT, last, first], ["hello", last, first]))
    assert [one.passed for one in tested] == [True, True, False, True, False, False]
    assert [one.line for one in tested] == [1, 2, 2, 1, 2, 1]
    assert tested[-1].text == INSULT


async def test_what_a_line_says_of_its_speaker_reaches_the_rule(run):
    when = {"insult": "likely", "reply": "true", "tenure": "< 3d", "channel": "help"}
    bob = {"bob": INSULT, "reply": "1", "joined": "2d", "in": "help"}
    [whole] = await run(rule([[{"ann": "hi"}, bob]], when=when))
    assert whole.passed
    for key in ("reply", "joined", "in"):
        less = {name: value for name, value in bob.items() if name != key}
        [one] = await run(rule([[{"ann": "hi"}, less]], when=when))
        assert not one.passed, key
    [staff] = await run(
        rule([[{"bob": INSULT, "roles": "moderator"}]], exempt={"level": "moderator"})
    )
    assert (staff.passed, staff.told.outcome) == (False, "moderators are exempt")


async def test_a_failure_is_explained_by_the_line_that_tells(run):
    [one] = await run(rule(["good morning"]))
    [(ground, holds)] = one.told.when.grounds
    assert (one.told.fires, holds, ground.signal, ground.need) == (
        False, False, "insult", f">= {LIKELY['insult']} (likely)",
    )  # fmt: skip
    assert 0 < ground.value < LIKELY["insult"]


async def test_rules_for_one_platform_are_tested_there_and_those_in_shadow_as_well(run):
    tested = await run(rule([INSULT], where={"platform": "discord"}), rule([INSULT], mode="shadow"))
    assert [one.passed for one in tested] == [True, True]


async def test_a_rule_that_is_off_is_not_tested(run):
    assert await run(rule([INSULT], mode="off")) == []


@pytest.mark.parametrize("more", [{"cooldown": "1d"}, {"once": "member"}, {"then": ["strike"]}])
async def test_what_happened_in_one_example_is_not_remembered_in_the_next(run, more):
    where = {"community": "hearth", "user": "u1"}
    when = {"all": [{"insult": "likely"}, {"strikes": "== 0"}]}
    tested = await run(rule([INSULT, INSULT], ["hello"], where=where, when=when, **more))
    assert [one.passed for one in tested] == [True, True, True]


async def test_examples_leave_no_trace_in_what_is_counted(run):
    before = counted()
    [one] = await run(rule([INSULT]))
    assert one.did
    assert counted() == before


def counted():
    lines = generate_latest().decode().splitlines()
    return [line for line in lines if line.startswith("hearthkeeper")]
