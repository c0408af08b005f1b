"""What disguises cost, by a scorer that knows one word: numbers worked out by hand."""

import json
from collections import Counter

import pytest

from bot.errors import ConfigError, ScorerError
from bot.evaluation.disguises import WAYS
from bot.evaluation.hidden import exam, examined, spread
from bot.evaluation.rows import Row

TOXIC = [("you complete idiot", "en"), ("what an idiot", "en"), ("ηλίθιε idiot", "el")]
HONEST = [("have a nice day", "en"), ("id1ot", "en"), ("καλημέρα", "el"), ("καλό βράδυ", "el")]
UNDONE = {"spaces", "dots", "zero-width", "zalgo", "full-width", "bold", "mixed case", "noise"}
"""What reading undoes however a word is hit, and what hides no word from this scorer."""


class Knows:
    """Scores `toxicity` .9 where a text has the word, and .1 elsewhere."""

    name = "knows"
    labels = ("toxicity",)

    def __init__(self):
        self.thresholds = {"likely": {"toxicity": 0.5}}
        self.heard = []

    async def score(self, text):
        self.heard.append(text)
        if "broken" in text:
            raise ScorerError("no score")
        return {"toxicity": 0.9 if "idiot" in text.lower() else 0.1}

    async def close(self):
        pass


def rows(toxic=TOXIC, honest=HONEST):
    said = [(*one, True) for one in toxic] + [(*one, False) for one in honest]
    return [
        Row(text, lang, "", {"toxicity": bad}, "a.jsonl", line)
        for line, (text, lang, bad) in enumerate(said, 1)
    ]


async def told(toxic=TOXIC, honest=HONEST, seed=0):
    return await examined("mine", Knows(), exam(rows(toxic, honest), 100, 100, seed))


async def test_undoing_a_disguise_keeps_recall():
    ways = (await told())["ways"]
    assert list(ways) == list(WAYS)
    for way in UNDONE:
        part = {key: ways[way][key] for key in ("rows", "before", "after", "points")}
        assert part == {"rows": 3, "before": 1, "after": 1, "points": 0}, way


async def test_what_cannot_be_undone_loses_all():
    ways = (await told())["ways"]
    for way in ("missing letters", "swapped letters", "reversed"):
        assert ways[way]["points"] == -100, way
        assert ways[way]["languages"]["en"] == {
            "rows": 2,
            "before": 1,
            "after": 0,
            "points": -100,
        }, way


async def test_a_message_counts_only_for_ways_that_change_it():
    ways = (await told())["ways"]
    assert ways["Greeklish"]["rows"] == 1
    assert list(ways["Greeklish"]["languages"]) == ["el"]
    nothing = {"rows": 0, "before": None, "after": None, "points": None, "languages": {}}
    assert ways["translit"] == nothing | {"honest": nothing}


async def test_one_bad_part_of_two_is_enough():
    parts = (await told([("you idiot", "en"), ("id iot", "en")]))["ways"]["two messages"]
    assert (parts["rows"], parts["before"], parts["after"]) == (2, 0.5, 0.5)


async def test_what_was_never_flagged_cannot_be_lost():
    """Nine of ten are flagged as they are, one of them for what its letters look like."""
    plain = [("you idiot", "en")] * 8 + [("fine", "en"), ("ιdιοt", "en")]
    found = (await told(plain))["ways"]["reversed"]
    assert (found["rows"], found["before"], found["after"]) == (10, 0.9, 0.0)
    assert found["points"] == -90


async def test_honest_messages_in_the_same_disguise_show_what_the_disguise_alone_does():
    """A scorer that flags any wide letter, and nothing else, finds all of both sorts by it."""

    class Wary(Knows):
        async def score(self, text):
            return {"toxicity": 0.9 if any("Ａ" <= c <= "ｚ" for c in text) else 0.1}

    whole = await examined("mine", Wary(), exam(rows(), 100, 100, 0))
    wide = whole["ways"]["full-width"]
    all_found = {"before": 0, "after": 1, "points": 100}
    assert wide["languages"]["en"] == {"rows": 2} | all_found
    assert wide["honest"] == {"rows": 2, "languages": {"en": {"rows": 2} | all_found}} | all_found
    assert whole["ways"]["Greeklish"]["honest"]["rows"] == 2
    assert whole["ways"]["Greeklish"]["honest"]["after"] == 0
    counted = [one["honest"] for one in whole["ways"].values() if one["honest"]["rows"]]
    assert whole["overall"]["honest_after"] == pytest.approx(1 / len(counted), abs=1e-4)


async def test_overall_takes_the_ways_that_changed_anything():
    whole = await told()
    counted = {way: one for way, one in whole["ways"].items() if one["rows"]}
    points = [one["points"] for one in counted.values()]
    assert whole["overall"]["ways"] == len(WAYS) - 1
    assert whole["overall"]["points"] == pytest.approx(sum(points) / len(points), abs=1e-4)
    assert whole["overall"]["within"] == sum(lost >= -10 for lost in points)
    assert whole["ways"][whole["overall"]["worst"]]["points"] == min(points) == -100


async def test_honest_messages_are_held_against_what_they_are_as_given():
    """One of four moves, from .1 to .9; the 99th percentile lies at 2.97 of 0..3."""
    honest = (await told())["honest"]
    languages = honest.pop("languages")
    assert honest == {"rows": 4, "mean": 0.2, "p99": 0.776, "largest": 0.8, "moved": 0.25}
    assert languages["en"] == {
        "rows": 2,
        "mean": 0.4,
        "p99": 0.792,
        "largest": 0.8,
        "moved": 0.5,
    }
    assert languages["el"] == {"rows": 2, "mean": 0, "p99": 0, "largest": 0, "moved": 0}


async def test_every_text_is_a_step_and_the_same_seed_gives_the_same():
    questions, steps = exam(rows(), 100, 100, 3), []
    first = await examined("mine", Knows(), questions, lambda: steps.append(1))
    assert len(steps) == questions.steps
    assert json.dumps(first) == json.dumps(await told(seed=3))
    assert first["data"] == {"seed": 3, "toxic": {"en": 2, "el": 1}, "honest": {"en": 2, "el": 2}}


def test_languages_are_taken_evenly_as_long_as_they_last():
    many = rows([("a", "en")] * 9 + [("b", "el")] * 2 + [("c", "pl")] * 9)
    found = spread(many[:20], 12, seed=0)
    assert Counter(row.lang for row in found) == {"en": 5, "el": 2, "pl": 5}
    assert found == spread(many[:20], 12, seed=0)
    assert {row.line for row in found} != {row.line for row in spread(many[:20], 12, seed=1)}


def test_an_insult_without_toxicity_is_not_honest():
    both = [
        *rows(),
        Row("x", "en", "", {"toxicity": False, "insult": True}, "a.jsonl", 8),
        Row("y", "en", "", {"insult": False}, "a.jsonl", 9),
    ]
    assert {row.line for row in exam(both, 100, 100, 0).honest} == {4, 5, 6, 7}


@pytest.mark.parametrize(
    ("toxic", "honest", "sort"), [([], HONEST, "toxic"), (TOXIC, [], "honest")]
)
def test_both_sorts_are_needed(toxic, honest, sort):
    with pytest.raises(ConfigError, match=f"no message is labelled as {sort}"):
        exam(rows(toxic, honest), 10, 10, 0)


async def test_a_scorer_that_knows_no_toxicity_is_asked_nothing():
    scorer = Knows()
    scorer.labels = ("fun",)
    with pytest.raises(ConfigError, match="mine: this scorer does not tell toxicity"):
        await examined("mine", scorer, exam(rows(), 10, 10, 0))
    assert scorer.heard == []


async def test_a_score_that_cannot_be_had_names_its_line():
    with pytest.raises(ScorerError, match=r"a\.jsonl:2: no score"):
        await told([TOXIC[0], ("broken idiot", "en")])
