"""Two models: the heavy one is asked in doubt alone, and its scores mean the same as ours."""

import asyncio
import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import ConfigError, ScorerError
from bot.scorers import load
from bot.scorers.tiered import QUIET_S, Scorer, rescaled

LIGHT = {
    "likely": {"toxicity": 0.6, "directed": 0.6},
    "very likely": {"toxicity": 0.8, "directed": 0.8},
}
HEAVY = {
    "likely": {"toxicity": 0.5, "threat": 0.3},
    "very likely": {"toxicity": 0.75, "threat": 0.9},
}
GUARD_S = 120
"""For what would otherwise never end."""


class Fixed:
    """A model that says the same of every text, or fails, as soon as it is free to."""

    def __init__(self, name, thresholds, scores=None):
        self.name, self.thresholds, self.scores = name, thresholds, scores
        self.labels = tuple(thresholds["likely"])
        self.asked, self.closed, self.free = [], False, asyncio.Event()
        self.free.set()

    async def score(self, text):
        self.asked.append(text)
        await self.free.wait()
        if self.scores is None:
            raise ScorerError(f"{self.name} fell over")
        return self.scores

    async def close(self):
        self.closed = True


def pair(toxicity, heavy, **more):
    light = Fixed("light", LIGHT, {"toxicity": toxicity, "directed": 0.4})
    other = Fixed("heavy", HEAVY, heavy)
    return Scorer(light, other, **more), other


@pytest.mark.parametrize(
    ("toxicity", "asked"), [(0.0, 0), (0.19, 0), (0.2, 1), (0.6, 1), (0.79, 1), (0.8, 0), (1.0, 0)]
)
async def test_the_heavy_model_is_asked_only_where_the_bundled_one_is_unsure(toxicity, asked):
    scorer, heavy = pair(toxicity, {"toxicity": 0.5})
    await scorer.score("hello")
    assert len(heavy.asked) == asked


async def test_in_doubt_the_heavy_models_labels_win_and_the_others_stay():
    scorer, _ = pair(0.5, {"toxicity": 0.75, "threat": 0.3})
    assert await scorer.score("hello") == {"toxicity": 0.8, "directed": 0.4, "threat": 0.3}
    assert scorer.labels == ("toxicity", "directed", "threat")
    assert scorer.thresholds["likely"] == {"toxicity": 0.6, "directed": 0.6, "threat": 0.3}
    assert scorer.thresholds["very likely"] == {"toxicity": 0.8, "directed": 0.8, "threat": 0.9}
    assert scorer.name == "light+heavy"


async def test_a_label_that_the_heavy_model_does_not_give_this_time_stays_ours():
    scorer, _ = pair(0.5, {"threat": 0.1})
    assert await scorer.score("hello") == {
        "toxicity": 0.5,
        "directed": 0.4,
        "threat": pytest.approx(0.1),
    }


async def test_when_the_heavy_model_fails_ours_counts_and_that_is_said_once_a_minute():
    now = 100.0
    scorer, heavy = pair(0.5, None, clock=lambda: now)
    with capture_logs() as logged:
        for _ in range(5):
            assert await scorer.score("a secret") == {"toxicity": 0.5, "directed": 0.4}
        now += QUIET_S - 1
        await scorer.score("a secret")
        assert len(logged) == 1
        now += 1
        await scorer.score("a secret")
    assert len(logged) == 2
    assert len(heavy.asked) == 7
    assert logged[0]["log_level"] == "warning"
    assert "heavy fell over" in str(logged)
    assert "a secret" not in str(logged)


async def test_no_message_waits_for_a_heavy_model_that_hangs():
    scorer, heavy = pair(0.5, {"toxicity": 0.75}, limit_s=0.05)
    heavy.free.clear()
    with capture_logs() as logged:
        async with asyncio.timeout(GUARD_S):
            for number in range(3):
                scores = await scorer.score(f"a secret {number}")
                assert scores == {"toxicity": 0.5, "directed": 0.4}
    assert heavy.asked == ["a secret 0"], "while it owes an answer it is asked nothing more"
    assert [one["reason"] for one in logged] == ["heavy gave no answer within 0.05 s"]
    assert "a secret" not in str(logged)


@pytest.mark.parametrize("late", [{"toxicity": 0.75}, None], ids=["an answer", "a failure"])
async def test_a_heavy_model_that_hangs_no_longer_is_asked_again(caplog, late):
    scorer, heavy = pair(0.5, late, limit_s=1)
    heavy.free.clear()
    async with asyncio.timeout(GUARD_S):
        assert (await scorer.score("first"))["toxicity"] == 0.5
        heavy.free.set()
        await asyncio.sleep(0.01)
        heavy.scores = {"toxicity": 0.75}
        assert (await scorer.score("second"))["toxicity"] == 0.8
    assert heavy.asked == ["first", "second"]
    gc.collect()
    assert [one.message for one in caplog.records if one.name == "asyncio"] == []


async def test_both_are_closed():
    scorer, heavy = pair(0.5, None)
    await scorer.close()
    assert heavy.closed


level = st.integers(1, 999).map(lambda number: number / 1000)
two = st.tuples(level, level).map(sorted)
score = st.integers(0, 1000).map(lambda number: number / 1000)


@given(score, score, two, two)
def test_what_is_likely_for_one_stays_likely_and_the_order_stays(one, other, theirs, ours):
    found = rescaled(one, theirs, ours)
    assert 0 <= found <= 1
    for own, their in zip(ours, theirs, strict=True):
        if one >= their:
            assert found >= own
        else:
            assert found <= own
    if one <= other:
        assert found <= rescaled(other, theirs, ours)


@given(score, two)
def test_on_the_same_scale_a_score_stays_what_it_is(one, levels):
    assert rescaled(one, levels, levels) == pytest.approx(one)


@pytest.mark.parametrize("name", ["tiered:tiered", "tiered:tiered:onnx"])
def test_the_heavy_model_is_another_one(name):
    with pytest.raises(ConfigError, match="not itself"):
        load(name)


def test_any_other_scorer_may_be_the_heavy_one():
    scorer = load("tiered:onnx", threads=1)
    bundled = load("onnx", threads=1)
    assert scorer.name == f"{bundled.name}+{bundled.name}"

    async def ask():
        text = "you are a complete idiot"
        assert await scorer.score(text) == pytest.approx(await bundled.score(text))
        await scorer.close()
        await bundled.close()

    asyncio.run(ask())


def test_a_heavy_model_that_is_unknown_is_named():
    with pytest.raises(ConfigError, match="no scorer is called `heavee`"):
        load("tiered:heavee")
