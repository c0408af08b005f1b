"""Fitting the heads, on conversations made up for it: runs where scikit-learn is installed."""

import math
from datetime import timedelta

import numpy as np
import pytest

from bot.context import heads
from bot.context.manner import Manner
from bot.context.quarrels import taken_together
from bot.context.turns import LABELS, features
from bot.evaluation.talks import Talk, Turn
from bot.model import Line
from tests.conftest import NOON

ensemble = pytest.importorskip(
    "sklearn.ensemble", reason="needs the extra: pip install 'hearthkeeper[training]'"
)
from threadpoolctl import threadpool_limits  # noqa: E402 - comes with scikit-learn

from bot.training.heads import (  # noqa: E402 - after the checks above
    AHEAD,
    BARE,
    TREES,
    fit,
    fitted,
    read_by,
    talk_rows,
    turn_rows,
)
from bot.training.told import FOLDS, Spoken, Told  # noqa: E402

PLAIN = Manner(words=3, capitals=0.0, asks=False, exclaims=False, trails=False, laughs=False)
NAMES = ("warm", "loud", "far", "late")
NAN = math.nan


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Threads that wait for each other take most of the time of fits as small as these."""
    with threadpool_limits(limits=1):
        yield


def table(rows, *, holes=0.2, seed=1):
    """Numbers of which some are unknown."""
    chance = np.random.default_rng(seed)
    found = chance.normal(size=(rows, len(NAMES))).round(2)
    found[chance.random(found.shape) < holes] = NAN
    return found


def truth(found):
    warm, loud, far, _ = np.nan_to_num(found, nan=0.4).T
    return (warm * loud + far > 0.2).astype(float)


def by_name(row):
    return dict(zip(NAMES, map(float, row), strict=True))


def of_sklearn(found, weights):
    return ensemble.HistGradientBoostingClassifier(**TREES).fit(
        found, truth(found), sample_weight=weights
    )


@pytest.mark.parametrize("holes", [0.0, 0.2], ids=["all known", "some unknown"])
def test_a_head_says_what_scikit_learn_says(holes):
    found = table(600, holes=holes)
    weights = np.tile([1.0, 0.3], 300)
    rows = [
        (by_name(row), true, weight)
        for row, true, weight in zip(found, truth(found), weights, strict=True)
    ]
    head = heads.opened(fit(rows))
    assert head.names == NAMES
    unknown = np.full((1, len(NAMES)), NAN)
    extreme = np.array([[-1e9] * 4, [1e9] * 4, [0.0] * 4])
    asked = np.concatenate([found, table(300, holes=0.3, seed=2), unknown, extreme])
    expected = of_sklearn(found, weights).predict_proba(asked)[:, 1]
    assert expected.min() < 0.1
    assert expected.max() > 0.9
    answers = [head(by_name(row)) for row in asked]
    assert answers == pytest.approx(expected, abs=1e-4)


def test_a_head_finds_its_features_by_name_and_passes_over_others():
    found = table(300)
    head = heads.opened(
        fit([(by_name(row), true, 1.0) for row, true in zip(found, truth(found), strict=True)])
    )
    for row in found[:20]:
        mixed = {"other": 7.0, **dict(reversed(by_name(row).items()))}
        assert head(mixed) == head(by_name(row))


def test_the_same_rows_give_the_same_file():
    found = table(300)
    rows = [(by_name(row), true, 1.0) for row, true in zip(found, truth(found), strict=True)]
    assert fit(rows) == fit(rows)


def turn(number, hostile=False, baits=False, calms=False):
    author = "ann" if number % 2 else "bob"
    at = timedelta(seconds=30 * number)
    return Turn(author, at, f"{number}", None, hostile, baits, calms)


def talk(turns, *, flares=False, onset=None):
    whole = {"id": "en-00", "lang": "en", "kind": "", "troll": None, "target": None}
    return Talk(**whole, turns=tuple(turns), flares=flares, onset=onset, file="", line=1)


def told(talk, *, fold=0, toxicity=lambda turn: 0.5):
    """The conversation as the bot hears it; of the scores only toxicity tells anything."""
    lines = [
        Line(
            id=f"{number}",
            author=one.author,
            name=one.author,
            at=NOON + one.at,
            hostility=None,
            likely_to="bob" if one.author == "ann" else "ann",
            sure=1.0,
            tones=dict.fromkeys(LABELS, 0.1) | {"toxicity": toxicity(one)},
        )
        for number, one in enumerate(talk.turns)
    ]
    described = [features(lines[:number], line, PLAIN) for number, line in enumerate(lines)]
    return Told(talk, fold, [Spoken(line, PLAIN) for line in lines], described, read=lines)


def full(rows):
    """The rows that are given whole: they come first, one for each labelled turn."""
    return [row for row in rows if not math.isnan(row[0]["said praise"])]


def labels(rows):
    return [true for _, true, _ in full(rows)]


def weights(rows):
    return [weight for _, _, weight in full(rows)]


def test_a_talk_flares_from_the_turn_before_its_onset_on():
    rows = talk_rows([told(talk(map(turn, range(8)), flares=True, onset=5))], "flaring")
    assert labels(rows) == [0, 0, 0, 0, 1, 1, 1, 1]
    assert weights(rows) == [1, 1, 0.3, 0.3, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("onset", "flaring", "weight"),
    [
        (0, [1, 1, 1, 1], [1, 1, 1, 1]),
        (1, [1, 1, 1, 1], [1, 1, 1, 1]),
        (2, [0, 1, 1, 1], [0.3, 1, 1, 1]),
        (3, [0, 0, 1, 1], [0.3, 0.3, 1, 1]),
    ],
)
def test_an_early_onset_leaves_fewer_turns_before_it(onset, flaring, weight):
    rows = talk_rows([told(talk(map(turn, range(4)), flares=True, onset=onset))], "flaring")
    assert (labels(rows), weights(rows)) == (flaring, weight)


def test_a_harmless_talk_never_flares_and_every_turn_counts():
    rows = talk_rows([told(talk(map(turn, range(4))))], "flaring")
    assert (labels(rows), weights(rows)) == ([0] * 4, [1] * 4)


@pytest.mark.parametrize("flares", [None, True], ids=["nobody says", "nobody says where"])
def test_a_talk_teaches_nothing_of_flaring_where(flares):
    assert list(talk_rows([told(talk(map(turn, range(4)), flares=flares))], "flaring")) == []


def test_a_talk_derails_before_its_first_attack_and_tells_nothing_after():
    turns = [turn(number, hostile=number in {3, 5}) for number in range(8)]
    assert labels(talk_rows([told(talk(turns))], "derailing")) == [1, 1, 1]
    assert list(talk_rows([told(talk([turn(0, hostile=True), turn(1)]))], "derailing")) == []


def test_an_attack_that_is_far_ahead_is_not_foreseen():
    attack = AHEAD + 3
    turns = [turn(number, hostile=number == attack) for number in range(attack + 2)]
    assert labels(talk_rows([told(talk(turns))], "derailing")) == [0, 0, 0] + [1] * AHEAD
    assert labels(talk_rows([told(talk(turns[:attack]))], "derailing")) == [0] * attack


@pytest.mark.parametrize("name", heads.TURN)
def test_a_turn_teaches_what_somebody_said_of_it(name):
    which = {"hostile": "hostile", "baiting": "baits", "calming": "calms"}[name]
    said = [True, None, False, None, True]
    turns = [turn(number, **{which: label}) for number, label in enumerate(said)]
    heard = told(talk(turns))
    rows = turn_rows([heard], name)
    assert labels(rows) == [1, 0, 1]
    assert weights(rows) == [1, 1, 1]
    assert [row for row, _, _ in full(rows)] == [heard.described[at] for at in (0, 2, 4)]


def test_every_other_row_comes_once_more_without_what_only_our_scorer_tells():
    heard = told(talk(map(turn, range(5)), flares=True, onset=3))
    for rows in (turn_rows([heard], "hostile"), talk_rows([heard], "flaring")):
        whole, less = rows[:5], rows[5:]
        assert len(less) == 3
        assert set(whole[0][0]) > BARE
        for (row, true, weight), (bare, label, half) in zip(whole[::2], less, strict=True):
            without = {name: NAN if name in BARE else value for name, value in row.items()}
            assert bare == pytest.approx(without, nan_ok=True)
            assert (label, half) == (true, weight / 2)


def test_a_turn_of_a_talk_comes_with_what_was_read_up_to_it_and_no_further():
    one = told(talk(map(turn, range(4))))
    readings = [0.1, 0.7, 0.2, 0.9]
    one.read = [
        Line(
            line.id,
            line.author,
            line.name,
            line.at,
            None,
            likely_to=line.likely_to,
            hostile=reading,
        )
        for (line, _), reading in zip(one.turns, readings, strict=True)
    ]
    rows = [row for row, _, _ in full(talk_rows([one], "flaring"))]
    assert [row["hostile now"] for row in rows] == readings
    assert [row["hostile before"] for row in rows] == [0.0, 0.1, 0.7, 0.7]
    assert all(row.items() >= turn.items() for row, turn in zip(rows, one.described, strict=True))


def test_turns_are_read_by_the_heads_of_that_name():
    one = told(talk(map(turn, range(3))), toxicity=lambda turn: int(turn.text) / 10)
    readers = {
        "hostile": lambda row: row["said toxicity"],
        "calming": lambda row: 1 - row["said toxicity"],
    }
    lines = read_by(one, readers)
    assert [line.hostile for line in lines] == [0.0, 0.1, 0.2]
    assert [line.calming for line in lines] == [1.0, 0.9, 0.8]
    assert [line.baiting for line in lines] == [None] * 3
    assert [line.tones for line in lines] == [spoken.line.tones for spoken in one.turns]
    assert [spoken.line.hostile for spoken in one.turns] == [None] * 3


LOUD, LOW = 0.9, 0.1
QUARRELS = 2
"""Conversations of each fold that become a quarrel, and as many that are as hostile but do not."""


def of_fold(fold):
    """Loud turns are hostile, but in the first fold the others are; and one talk is harmless."""
    found = []
    for flares in (True, False) * QUARRELS:
        turns = [
            turn(at, hostile=hostile, baits=hostile, calms=not hostile)
            for at, hostile in enumerate([fold == 0, fold == 0, fold > 0, fold > 0] * 8)
        ]
        whole = talk(turns, flares=flares, onset=9 if flares else None)
        found.append(told(whole, fold=fold, toxicity=lambda one: _loudness(one, fold)))
    calm = talk([turn(at, calms=at % 2 == 0) for at in range(20)])
    return [*found, told(calm, fold=fold, toxicity=lambda one: LOW)]


def _loudness(one, fold):
    return LOUD if one.hostile == (fold > 0) else LOW


@pytest.fixture(scope="module")
def learnt(one_thread):
    """What was heard, read on the way, and the heads that came of it."""
    heard = [one for fold in range(FOLDS) for one in of_fold(fold)]
    return heard, {name: heads.opened(content) for name, content in fitted(heard)}


def test_every_head_is_fitted_and_can_be_asked(learnt):
    heard, made = learnt
    assert list(made) == [*heads.TURN, *heads.TALK]
    for one in heard:
        assert len(one.read) == len(one.turns)
        for number, (described, line) in enumerate(zip(one.described, one.read, strict=True)):
            taken = taken_together(one.read[:number], line)
            assert all(0 < made[name](described) < 1 for name in heads.TURN)
            assert all(0 <= made[name]({**described, **taken}) <= 1 for name in heads.TALK)


def test_conversations_are_read_by_heads_that_did_not_know_them(learnt):
    """All others say that the first fold is wrong; heads that knew it would be torn."""
    heard, made = learnt
    for one in heard[: 2 * QUARRELS]:
        assert one.fold == 0
        for (line, _), read, described in zip(one.turns, one.read, one.described, strict=True):
            if line.tones["toxicity"] == LOUD:
                assert min(read.hostile, read.baiting) > 0.9
                assert read.calming < 0.1
                assert 0.5 < made["hostile"](described) < 0.9
            else:
                assert max(read.hostile, read.baiting) < 0.15
                assert read.calming > 0.5
