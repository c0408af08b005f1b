"""Learning from managers: what is learnt, when nothing is, and that no text comes out of it."""

import asyncio
import json
import math
import random
import subprocess
import sys
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.corrections import MOST, CorrectionsFile, corrected, read_corrections, shifted
from bot.errors import ConfigError, StoreError
from bot.model import Conversation, Decision, Member, Reason
from bot.store import cases, deciding, memory, open_store
from bot.store.lessons import Lesson
from bot.training.__main__ import app
from bot.training.decisions import FEWEST, FEWEST_OF_EACH, findings, learn
from bot.training.shifts import SPREAD, fit, shift_of
from tests.command import ROOT, environment
from tests.store.build import NOON, facts, message, verdict

LIKELY = 0.7
MARKS = ("MARKEDTEXT", "MARKEDNAME", "MARKEDNOTE", "MARKEDROOM", "MARKEDID", "MARKEDEVIDENCE")


class Model:
    """What is asked of a scorer here."""

    labels = ("toxicity", "insult", "directed")

    def __init__(self, name="tried"):
        self.name, self.thresholds = name, {"likely": dict.fromkeys(self.labels, LIKELY)}


def drawn(shift, count, seed=1):
    """Scores, and outcomes as often true as the shifted scores say; each in a case of its own."""
    chance = random.Random(seed)
    scores = [1 / (1 + math.exp(-chance.gauss(0.8, 1.2))) for _ in range(count)]
    return [(score, chance.random() < shifted(score, shift)) for score in scores]


def told(pairs, label="insult", **given):
    base = {"platform": "sandbox", "community": "hearth", "labels": frozenset({label})}
    return [
        Lesson(**{**base, "case_id": at, "upheld": upheld, "scores": {label: score}, **given})
        for at, (score, upheld) in enumerate(pairs)
    ]


def fitted(pairs):
    scores, upheld = map(np.array, zip(*pairs, strict=True))
    return fit(scores, upheld, range(len(pairs)), LIKELY)


async def decide(address, pairs, community="hearth", label="insult"):
    """Cases that a manager decided, one a pair, in a store that is closed again."""
    store = await open_store(address)
    where = Conversation("sandbox", community, f"MARKEDID-{community}", "MARKEDROOM")

    def write(conn):
        for at, (score, upheld) in enumerate(pairs):
            author = Member("sandbox", community, f"MARKEDID-{at}", "MARKEDNAME")
            text = f"MARKEDTEXT {at}"
            said = message(f"MARKEDID-{at}", at, conversation=where, author=author, text=text)
            reason = Reason("insult", label, score, ">= 0.1", "MARKEDEVIDENCE")
            found = facts(said, scores={label: score})
            memory.remember(conn, found)
            case = cases.file(conn, None, found, verdict(reasons=(reason,)), ())
            later = NOON + timedelta(days=1)
            word = "uphold" if upheld else "dismiss"
            said = Decision(0, "MARKEDNAME", word, "MARKEDNOTE", later)
            deciding.decide(conn, case.id, said, None)

    async with store.database.transaction() as run:
        await run(write)
    await store.close()


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """A store of decisions, and what the command made of it where torch must not be imported."""
    folder = tmp_path_factory.mktemp("decisions")
    address, out = f"sqlite:///{folder}/hearth.db", folder / "corrections.json"

    async def write():
        await decide(address, drawn(-1.0, 250))
        await decide(address, drawn(0.0, FEWEST - 1, seed=2), "harbour")

    asyncio.run(write())
    code = (
        "import sys\nfrom bot.training.__main__ import main\n"
        "try:\n    main()\nfinally:\n    assert 'torch' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--from-decisions", address, "--out", out],
        capture_output=True, text=True, cwd=ROOT, env=environment(LOG_LEVEL="debug"), timeout=180,
    )  # fmt: skip
    return address, out, done


def test_the_command_writes_what_it_learnt_and_says_what_it_is_worth(command):
    _, out, done = command
    assert done.returncode == 0, done.stderr
    (one,) = json.loads(out.read_text())["corrections"]
    assert (one["platform"], one["community"], one["label"]) == ("sandbox", "hearth", "insult")
    assert one["shift"] == pytest.approx(-1.0, abs=0.45)
    assert one["upheld"] + one["dismissed"] == 250
    assert "sandbox/hearth, insult: 250 decided messages" in done.stdout
    assert f"sandbox/harbour, insult: {FEWEST - 1} decided messages" in done.stdout
    assert f"it takes {FEWEST} of them, and {FEWEST_OF_EACH} of each outcome" in done.stdout
    for word in ("log loss", "calibration error", "precision", "recall", "biased sample"):
        assert word in done.stdout


def test_nothing_that_anybody_wrote_comes_out(command):
    _, out, done = command
    whole = out.read_text() + done.stdout + done.stderr
    assert not [mark for mark in MARKS if mark in whole]
    kept = {"platform", "community", "label", "shift", "upheld", "dismissed"}
    assert all(set(one) == kept for one in json.loads(out.read_text())["corrections"])


def test_learning_again_from_the_same_decisions_gives_the_same_file(command, tmp_path):
    address, out, _ = command
    again = tmp_path / "again.json"
    lines = list(learn(address, again, "onnx"))
    assert again.read_bytes() == out.read_bytes()
    assert f"{again}: 1 correction" in lines
    model = Model(json.loads(out.read_text())["model"])
    assert list(read_corrections(str(again), model)) == [("sandbox", "hearth")]


def test_a_correction_that_is_no_longer_asked_for_is_taken_out(tmp_path):
    address, out = f"sqlite:///{tmp_path}/hearth.db", tmp_path / "corrections.json"
    asyncio.run(decide(address, drawn(0.0, 3)))
    out.write_text("an earlier one")
    lines = list(learn(address, out, "onnx"))
    assert CorrectionsFile.model_validate_json(out.read_bytes()).corrections == ()
    assert f"{out}: 0 corrections" in lines


@pytest.mark.parametrize("shift", [-1.2, -0.5, 0.0, 0.7, 1.2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_known_shift_is_found(shift, seed):
    found = fitted(drawn(shift, 2000, seed))
    assert found.shift == pytest.approx(shift, abs=0.25)
    if shift:
        assert found.helps
        assert found.after.calibration_error < found.before.calibration_error


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=20))
def test_little_evidence_moves_little_and_none_moves_too_far(pairs):
    scores = np.array([score for score, _ in pairs], dtype=float)
    upheld = np.array([one for _, one in pairs], dtype=bool)
    shift = shift_of(scores, upheld)
    assert abs(shift) <= min(MOST, SPREAD**2 * len(pairs)) + 1e-9
    assert shift_of(1 - scores, ~upheld) == pytest.approx(-shift, abs=1e-6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=20), st.data())
def test_one_more_upheld_message_never_lowers_scores(pairs, data):
    scores = np.array([score for score, _ in pairs], dtype=float)
    upheld = np.array([one for _, one in pairs], dtype=bool)
    more = upheld.copy()
    more[data.draw(st.integers(0, len(pairs) - 1))] = True
    assert shift_of(scores, more) >= shift_of(scores, upheld)


@pytest.mark.parametrize(
    ("upheld", "dismissed", "enough"),
    [
        (FEWEST - FEWEST_OF_EACH, FEWEST_OF_EACH, True),
        (FEWEST_OF_EACH, FEWEST - FEWEST_OF_EACH, True),
        (FEWEST - FEWEST_OF_EACH - 1, FEWEST_OF_EACH, False),
        (FEWEST, FEWEST_OF_EACH - 1, False),
        (FEWEST_OF_EACH - 1, FEWEST, False),
    ],
)
def test_below_the_floor_of_evidence_nothing_is_learnt(upheld, dismissed, enough):
    some = told([(0.5, True)] * upheld + [(0.5, False)] * dismissed)
    found = {one.label: one for one in findings(some, Model())}["insult"]
    assert (found.upheld, found.dismissed) == (upheld, dismissed)
    assert (found.fit is not None) is enough


def test_what_makes_nothing_better_on_other_cases_does_not_help():
    assert not fitted([(0.5, at % 2 == 0) for at in range(60)]).helps
    case_of_each = [0] * 10 + [1] * 40
    upheld = np.array([case == 0 for case in case_of_each])
    found = fit(np.full(50, 0.9), upheld, case_of_each, LIKELY)
    assert found.shift < 0
    assert not found.helps, "two cases cannot be learnt from and tried at once"


def test_a_decision_teaches_only_what_a_rule_looked_at():
    pairs = drawn(0.0, 40)
    spam = told(pairs, "toxicity", labels=frozenset({"links"}))
    found = {one.label: one for one in findings(spam, Model())}
    assert (found["toxicity"].upheld, found["toxicity"].dismissed) == (0, 0)
    assert set(found) == {"toxicity"}
    both = told(pairs, scores={"toxicity": 0.8, "insult": 0.8, "directed": 0.9})
    found = {one.label: one for one in findings(both, Model())}
    assert {label: one.upheld + one.dismissed for label, one in found.items()} == {
        "toxicity": 40, "insult": 40,
    }  # fmt: skip
    aimed = told(pairs, "directed")
    assert [one.label for one in findings(aimed, Model())] == ["toxicity"]


def test_communities_learn_apart():
    low, high = drawn(-1.0, 600), drawn(1.0, 600)
    some = told(low) + told(high, community="harbour")
    shifts = {
        one.community[1]: one.fit.shift for one in findings(some, Model()) if one.fit is not None
    }
    assert shifts["hearth"] < -0.6 < 0.6 < shifts["harbour"]


def test_corrected_scores_keep_their_order_here_as_well():
    found = fitted(drawn(-1.0, 300))
    corrections = {("sandbox", "hearth"): {"insult": found.shift}}
    where = Conversation("sandbox", "hearth", "room")
    moved = [corrected(corrections, {"insult": at / 100}, where)["insult"] for at in range(101)]
    assert moved == sorted(set(moved))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--from-decisions", "sqlite:///none.db", "--epochs", "2", "data"],
            "leave out DATA, --epochs",
        ),
        (["--since", "2026-01-01"], "--since goes with --from-decisions only"),
    ],
)
def test_options_that_do_not_go_together_are_told(args, said):
    result = CliRunner().invoke(app, args)
    assert isinstance(result.exception, ConfigError)
    assert said in str(result.exception)


def test_a_database_that_is_not_there_and_a_file_that_cannot_be_written_are_told(command, tmp_path):
    args = ["--from-decisions", f"sqlite:///{tmp_path}/none.db"]
    result = CliRunner().invoke(app, args)
    assert isinstance(result.exception, StoreError)
    assert "nothing is stored there" in str(result.exception)
    with pytest.raises(ConfigError, match=r"--out .*: Is a directory"):
        list(learn(command[0], tmp_path, "onnx"))
