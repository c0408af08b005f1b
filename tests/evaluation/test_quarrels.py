"""When an alarm counts, what is told of it, and the whole way through the real path."""

import asyncio
from datetime import timedelta

import pytest

from bot.app import running
from bot.config import Settings
from bot.evaluation.listen import Heard, HeardTurn, listen
from bot.evaluation.quarrels import part, report, when
from bot.evaluation.talks import Talk, Turn
from bot.platforms.tied import Tied


def talk(*lines, flares=True, onset=None, troll=None, target=None, lang="en", kind="", name="t-1"):
    """Each line is (author, text, hostile)."""
    turns = tuple(
        Turn(author, timedelta(seconds=20 * number), text, None, hostile)
        for number, (author, text, hostile) in enumerate(lines)
    )
    return Talk(name, lang, kind, turns, flares, onset, troll, target, "f", 1)


def heard(length, *, alarm=None, roles=(), heat=0.0, hostile=False, **known):
    lines = [("ann", "hi", hostile)] * length
    turns = [HeardTurn({"heat": heat, "text": "hi"}, n == alarm, n == alarm) for n in range(length)]
    return Heard(talk(*lines, **known), turns, set(roles))


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (None, "missed"),
        (3, "premature"),
        (4, "in_time"),
        (7, "in_time"),
        (8, "in_time"),
        (9, "late"),
    ],
)
def test_an_alarm_is_in_time_around_the_onset(alarm, said):
    assert when(heard(12, alarm=alarm, onset=7)) == said


def test_without_a_known_onset_any_alarm_is_in_time():
    assert when(heard(5, alarm=4)) == "in_time"


def test_everything_is_counted():
    found = part(
        [
            heard(8, alarm=4, onset=4, heat=0.9, troll="bob", roles=[("bob", "troll")]),
            heard(8, alarm=7, onset=4, heat=0.8, target="ann", roles=[("ann", "target")]),
            heard(8, onset=4, heat=0.2, troll="bob", roles=[("bob", "troll"), ("cy", "troll")]),
            heard(8, flares=False, alarm=2, heat=0.3),
            heard(8, flares=False, heat=0.1),
        ]
    )
    counts = {"flare_ups": 3, "in_time": 1, "premature": 0, "late": 1, "missed": 1}
    assert found.items() >= counts.items()
    assert found.items() >= {"harmless": 2, "false_alarms": 1, "false_alarm_share": 0.5}.items()
    assert (found["recall"], found["precision"], found["f1"]) == (0.3333, 0.3333, 0.3333)
    assert found["lead"] == {"median": 1.5, "low": 0.75, "high": 2.25}
    assert found.items() >= {"trolls": 2, "trolls_named": 1}.items()
    assert found.items() >= {"targets": 1, "targets_named": 1}.items()
    assert found.items() >= {"calm_messages": 40, "calm_alarms": 3}.items()
    assert found["calm_alarms_per_1000"] == 75
    heat = found["signals"]["heat"]
    assert (heat["positives"], heat["negatives"], heat["auc"]) == (3, 2, 0.8333)
    assert (heat["accuracy"], heat["at"]) == (0.8, 0.8)
    assert "text" not in found["signals"]


def test_a_hostile_turn_of_a_harmless_talk_is_not_calm():
    assert part([heard(4, flares=False, hostile=True)])["calm_messages"] == 0


def test_where_a_turn_has_no_label_a_harmless_talk_is_calm():
    assert part([heard(4, flares=False, hostile=None)])["calm_messages"] == 4
    assert part([heard(4, flares=True, hostile=None)])["calm_messages"] == 0
    assert part([heard(4, flares=None, hostile=None)])["signals"] == {}


def test_a_part_with_nothing_known_has_no_numbers():
    found = part([heard(2, flares=None)])
    assert found["recall"] is found["false_alarm_share"] is found["precision"] is found["lead"]
    assert found["lead"] is None


INSULT = "you are a complete idiot"
THREAT = "I will find you and I will kill you, you hear me?"
CALM = [("ann", "good morning", False), ("bob", "morning, coffee?", False)]
RULES = """
version: 1
policies: {calm: {title: Calm, text: Stay calm.}}
rules:
  - {id: threats, title: Threats, policy: calm, when: {threat: likely}, then: [{escalate: {}}],
     examples: {match: ["I will kill you"], no_match: ["hello"]}}
  - {id: warm, title: Warm, policy: calm, when: {heat: ">= 0.1"}, then: [breathe]}
  - {id: cold, title: Cold, policy: calm, when: {words: ">= 1", heat: "< 0.01"}, then: [nudge]}
  - {id: either, title: Either, policy: calm, then: [nudge],
     when: {any: [{words: ">= 1"}, {heat: ">= 0.1"}]}}
  - {id: nothing, title: Nothing, policy: calm, mode: shadow, when: {heat: ">= 0"}, then: [breathe]}
  - {id: noted, title: Noted, policy: calm, when: {words: ">= 1"}, then: [nudge]}
"""


@pytest.fixture
def hear(tmp_path, scorer):
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    settings = Settings(rules=str(rules), database_url="sqlite:///:memory:")

    async def played(talks, step):
        async with running(settings, [Tied("replay")], scorer) as app:
            return await listen(app, talks, step)

    return lambda *talks, step=lambda: None: asyncio.run(played(talks, step))


def test_the_path_hears_each_conversation_by_itself(hear):
    steps = []
    blows = ("bob", THREAT, True), ("bob", INSULT, True), ("ann", INSULT, True)
    quiet, loud = talk(*CALM, flares=False), talk(*CALM, *blows, name="t-2")
    first, second, again = hear(quiet, loud, quiet, step=lambda: steps.append(1))
    assert first.alarm is again.alarm is None
    assert second.alarm == 2
    assert len(steps) == 9
    assert [turn.acted for turn in first.turns] == [True, True]
    assert ("bob", "side_a") in second.roles
    assert again.turns[-1].signals["heat"] == 0
    assert [turn.signals["author"] for turn in first.turns] == [
        turn.signals["author"] for turn in again.turns
    ]


def test_a_rule_on_heat_that_acts_is_an_alarm_and_one_on_anything_else_is_none(hear):
    insult = ("bob", INSULT, True)
    [found] = hear(talk(*CALM, insult, ("ann", "ok", False)))
    assert [turn.alarm for turn in found.turns][:3] == [False, False, True]
    assert all(turn.acted for turn in found.turns[:2])


def test_the_report_has_languages_kinds_and_files(hear):
    talks = [
        talk(*CALM, flares=False, lang="en", kind="small_talk"),
        talk(*CALM, ("bob", THREAT, True), onset=2, lang="es", kind="threats"),
    ]
    found = report(hear(*talks), "m", "rules.yaml", "all")
    assert found["data"] == {"files": {"f": 2}, "messages": 5, "ids": "all"}
    assert found["languages"]["es"]["in_time"] == 1
    assert found["kinds"]["small_talk"]["false_alarms"] == 0
    assert found["overall"]["signals"]["heat"]["auc"] == 1
