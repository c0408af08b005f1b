"""What is counted of whom, by a scorer whose scores stand in the text."""

import json

import pytest

from bot.errors import ScorerError
from bot.evaluation.report import report
from bot.evaluation.rows import Data, LeftOut, Row, Wanted
from bot.evaluation.run import scored


class Reads:
    """Scores `toxicity` and `insult` by the two numbers that a text ends with."""

    name = "reads"
    labels = ("toxicity", "insult", "fun")

    def __init__(self):
        self.thresholds = {"likely": {"toxicity": 0.5, "insult": 0.6, "fun": 0.5}}

    async def score(self, text):
        if "broken" in text:
            raise ScorerError("no score")
        toxicity, insult = text.split()[-2:]
        return {"toxicity": float(toxicity), "insult": float(insult), "fun": 0.0}

    async def close(self):
        pass


def row(text, kind="", lang="en", file="a", line=1, **labels):
    return Row(text, lang, kind, {k: bool(v) for k, v in labels.items()}, file, line)


async def told(*rows, left_out=()):
    found = await scored("mine", Reads(), rows)
    return report(Data(list(rows), list(left_out)), Wanted(), [found])


async def overall(*rows):
    return (await told(*rows))["scorers"][0]["overall"]


async def test_each_label_that_both_know_is_measured_where_it_is_known():
    part = await overall(
        row("0.9 0.1", toxicity=1, insult=0, directed=1),
        row("0.4 0.1", toxicity=0, insult=0),
        row("0.6 0.9", toxicity=0),
        row("0.2 0.7", toxicity=1),
    )
    assert list(part["labels"]) == ["toxicity", "insult"]
    assert part["labels"]["toxicity"] == {
        "positives": 2,
        "negatives": 2,
        "auc": 0.5,
        "auc_low": 0.1122,
        "auc_high": 0.8878,
        "average_precision": 0.75,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "calibration_error": 0.475,
    }
    insult = part["labels"]["insult"]
    assert (insult["positives"], insult["negatives"]) == (0, 2)
    assert insult["auc"] is insult["auc_low"] is insult["average_precision"] is None
    assert insult["precision"] is insult["recall"] is insult["f1"] is None


async def test_harmless_kinds_have_false_alarms_and_hostile_ones_are_caught():
    part = await overall(
        row("0.9 0.0", "banter", toxicity=0),
        row("0.1 0.6", "banter", toxicity=0),
        row("0.1 0.5", "banter", toxicity=0),
        row("0.1 0.1", "banter", toxicity=1),
        row("0.1 0.9", "jab", toxicity=0, provocation=1),
        row("0.1 0.1", "jab", toxicity=0, provocation=0),
        row("0.9 0.9", toxicity=0),
    )
    assert part["harmless_kinds"] == {
        "banter": {
            "rows": 4,
            "toxicity": 1,
            "any": 2,
            "toxicity_per_1000": 250.0,
            "any_per_1000": 500.0,
        }
    }
    assert part["hostile_kinds"] == {
        "jab": {"rows": 2, "toxicity": 0, "any": 1, "toxicity_share": 0.0, "any_share": 0.5}
    }


async def test_harmless_messages_that_name_a_group_are_held_against_those_that_do_not():
    part = await overall(
        row("muslims here 0.9 0.1", toxicity=0),
        row("my people 0.1 0.1", "identity_neutral", toxicity=0),
        row("hello 0.1 0.7", toxicity=0),
        row("hi 0.1 0.1", toxicity=0),
        row("jews! 0.9 0.9", toxicity=1, identity_attack=1),
        row("unknown gay 0.9 0.9"),
        row("bonjour 0.9 0.9", lang="fr", toxicity=0),
    )
    identity = part["identity"]
    assert identity["named"] == {"rows": 2, "toxicity": 1, "any": 1}
    assert identity["others"] == {"rows": 2, "toxicity": 0, "any": 1}
    assert identity["gap"]["toxicity"]["share"] == 0.5
    assert identity["gap"]["any"]["share"] == 0
    assert identity["gap"]["any"]["low"] == -identity["gap"]["any"]["high"]


async def test_there_is_no_gap_without_both_sides():
    assert (await overall(row("hello 0.1 0.1", toxicity=0)))["identity"] is None


async def test_files_and_languages_are_told_apart_and_add_up():
    whole = await told(
        row("0.9 0.9", file="a", lang="en", toxicity=1),
        row("0.1 0.1", file="b", lang="en", toxicity=0),
        row("0.1 0.1", file="b", lang="pl", toxicity=0),
        left_out=[LeftOut("b", "insult", 2, 3)],
    )
    [one] = whole["scorers"]
    assert whole["data"] == {
        "files": {"a": 1, "b": 2},
        "every": 1,
        "limit": None,
        "renamed": {},
        "left_out": [{"file": "b", "label": "insult", "line": 2, "value": 3}],
        "hostile_kinds": [],
    }
    assert (one["scorer"], one["model"]) == ("mine", "reads")
    assert one["likely"] == {"toxicity": 0.5, "insult": 0.6, "fun": 0.5}
    assert one["overall"]["rows"] == 3
    assert {lang: part["rows"] for lang, part in one["languages"].items()} == {"en": 2, "pl": 1}
    assert {
        name: {lang: part["rows"] for lang, part in file["languages"].items()}
        for name, file in one["files"].items()
    } == {"a": {"en": 1}, "b": {"en": 1, "pl": 1}}
    assert one["files"]["b"]["overall"]["labels"]["toxicity"]["auc"] is None
    json.dumps(whole, allow_nan=False)


async def test_a_message_is_scored_as_a_live_one_the_higher_form_counts_and_quotes_do_not():
    class Words(Reads):
        async def score(self, text):
            return {"toxicity": float("idiot" in text), "insult": 0.0, "fun": 0.0}

    rows = (row("1d1ot"), row("> you idiot\nplease stop"))
    found = await scored("words", Words(), rows)
    assert [one["toxicity"] for one in found.scores] == [1, 0]


async def test_a_message_that_cannot_be_scored_is_named():
    with pytest.raises(ScorerError, match=r"^a:7: no score$"):
        await scored("mine", Reads(), [row("0.1 0.1"), row("broken", line=7)])
