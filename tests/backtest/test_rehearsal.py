"""What is rehearsed in memory comes to what the real path comes to."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.backtest.rehearsal import Rehearsal
from bot.backtest.run import Recorded, scored
from bot.library import pack
from bot.replay import shape
from bot.replay.read import open_recording
from bot.rulebook.load import loads
from tests.backtest.build import Drawn, recording, replayed
from tests.rulebook.build import THRESHOLDS, rulebook

ROOT = Path(__file__).parents[2]
STORIES = sorted((ROOT / "bot/demo/stories").glob("*.yaml"))
STORIES += sorted((ROOT / "tests/stories").glob("*.yaml"))

MUTE, SLOW = {"mute": "10m"}, {"slowmode": {"seconds": "30s", "for": "1m"}}
LADDERS = {
    "default": {
        "half_life": "10m",
        "steps": [{"at": 2, "do": ["nudge"]}, {"at": 3, "do": ["warn"]}, {"at": 4, "do": [MUTE]}],
    }
}
BUSY = rulebook(
    {"when": {"insult": ">= 0.6"}, "then": ["strike", "delete"]},
    {"when": {"text": "spam"}, "policy": "calm", "then": ["strike", {"slowmode": "10s"}]},
    {"when": {"heat": ">= 0.1"}, "then": ["breathe", SLOW]},
    {"when": {"repeats": ">= 1"}, "then": ["nudge"], "cooldown": "1m"},
    {"when": {"flood": ">= 3"}, "then": ["escalate"], "once": "member"},
    {"when": {"strikes": ">= 1", "toxicity": "likely"}, "then": [{"mute": "1h"}]},
    {"when": {"newcomer": True, "links": ">= 1"}, "then": ["delete"], "mode": "suggest"},
    {"when": {"threat": "likely"}, "then": ["warn", "strike"], "mode": "shadow"},
    {
        "when": {"provocation": ">= 0.5"},
        "then": ["escalate"],
        "release": {"heat": "< 0.1", "for": "2m"},
    },
    {"when": {"text": "slow"}, "then": [SLOW]},
    {"when": {"obscene": ">= 0.8"}, "then": ["strike", "delete"], "confirm": "human"},
    {"when": {"identity_attack": ">= 0.9"}, "then": ["escalate"], "unknown": "ask"},
    {"when": {"directed": ">= 0.9"}, "then": ["nudge"], "priority": 5, "stop": True},
    {"when": {"seen": {"rule": "r0", "times": 2, "within": "1h"}}, "then": ["escalate"]},
    ladders=LADDERS,
)
"""Every kind of memory has a rule that looks at it."""

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "author": st.sampled_from(["ann", "ben", "cleo"]),
            "conversation": st.sampled_from(["general", "general", "other"]),
            "text": st.sampled_from(
                ["hello", "you idiot", "spam", "slow", "> you idiot\nno", "https://example.com"]
                + [f"words {number}" for number in range(12)]
            ),
            "wait": st.sampled_from([0, 1, 5, 40, 130, 900, -20]),
        },
        optional={
            "id": st.sampled_from(["1", "2", "3"]),
            "edited": st.booleans(),
            "reply_to": st.sampled_from(["0", "1", "2"]),
            "mentions": st.just(("ben",)),
            "roles": st.sampled_from([("moderator",), ("friend",)]),
            "platform": st.sampled_from(["discord", "telegram"]),
        },
    ),
    min_size=8,
    max_size=25,
)


def chat(rows):
    """Each row comes `wait` seconds after the one before."""
    at, found = 0, []
    for row in rows:
        at += row["wait"]
        found.append({**row, "at": at})
    return recording(*found)


async def rehearsed(book, chat):
    """What the rehearsal makes of each message, and the cases it opened."""
    rehearsal = Rehearsal(book, THRESHOLDS)
    pasts = scored(Recorded(chat).messages(), Drawn())
    return [await rehearsal.handle(past) async for past in pasts], rehearsal.cases


def turns(*turns):
    """Rows of (seconds since the row before, text), with more given in a third place."""
    base = {"author": "ann", "conversation": "general"}
    return [{**base, "wait": wait, "text": text, **dict(*more)} for wait, text, *more in turns]


M1 = {"id": "1"}
EDIT = {"id": "1", "edited": True}


@settings(max_examples=40)
@given(rows=ROWS)
@example(rows=turns((0, "spam 27"), (10, "slow 5"), (70, "a")))  # a slow mode within another
@example(rows=turns((0, "spam"), (1000, "spam"), (-500, "spam")))  # late, between two cases
@example(rows=turns((0, "spam"), (800, "spam"), (-790, "spam"), (990, "spam")))  # very late
@example(rows=turns((1000, "spam"), (-1000, "spam"), (890, "spam"), (900, "spam"), (9, "spam")))
@example(rows=turns((0, "spam", M1), (500, "spam, so", EDIT), (100, "a")))  # struck when it came
@example(rows=turns((0, "a", M1), (1, "spam", EDIT), (1, "spam!", EDIT)))  # edited to nothing new
@example(rows=turns((0, "a", M1), (1, "spam", EDIT), (1, "a", M1), (1, "spam", M1)))  # old news
def test_it_judges_as_the_path_does(rows):
    lines, cases = asyncio.run(replayed(BUSY, chat(rows)))
    judged, opened = asyncio.run(rehearsed(BUSY, chat(rows)))
    assert [without_shadow(one) for one in judged] == lines
    assert opened == cases


async def test_an_edit_is_no_second_time_whenever_it_comes():
    """`sent_at` of an edit is the time of the edit."""
    book = rulebook(
        {"when": {"text": "spam"}, "then": ["nudge"]},
        {"when": {"seen": {"rule": "r0", "times": 2, "within": "1h"}}, "then": ["escalate"]},
    )
    rows = turns((10, "spam", M1), (30, "more spam", EDIT), (30, "so much spam", EDIT), (9, "spam"))
    expected = [["r0"], ["r0"], ["r0"], ["r0", "r1"]]
    lines, _ = await replayed(book, chat(rows))
    assert [line["rules"] for line in lines] == expected
    judged, _ = await rehearsed(book, chat(rows))
    assert [list(one.verdict.rules) for one in judged] == expected


def without_shadow(judged):
    """A replay gives no reasons for rules in shadow mode."""
    shown = shape.judged(judged)
    reasons = [why for why in shown["reasons"] if why["rule"] not in judged.verdict.shadow]
    return {**shown, "reasons": reasons}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
async def test_it_ends_each_story_as_the_path_does(path):
    book, story = loads(pack("default"), "default.yaml"), open_recording(path)
    lines, cases = await replayed(book, story)
    judged, opened = await rehearsed(book, story)
    assert [shape.judged(one) for one in judged] == lines
    assert opened == cases
