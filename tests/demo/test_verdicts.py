"""A verdict also says which rules could not be decided, and what was wanting."""

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from bot.console.titles import Titles
from bot.demo.verdicts import undecided
from bot.model import Judged
from bot.rulebook.judge import judge, measure
from tests.demo.conftest import lit_demo
from tests.rulebook.build import THRESHOLDS, rulebook

RULES = rulebook(
    {"id": "attack", "title": "Attack", "when": {"insult": "likely"}},
    {"id": "threat", "title": "Threat", "when": {"all": [{"threat": "likely"}, {"words": ">= 1"}]}},
    {"id": "loud", "title": "Shouting", "when": {"caps": ">= 0.5", "toxicity": "likely"}},
    {"id": "flood", "title": "Flooding", "when": {"flood": ">= 6"}},
)
TITLES = Titles({rule.id: rule.title for rule in RULES.rules})


def wanting(facts, thresholds=THRESHOLDS):
    signals = measure(facts)
    verdict = judge(RULES, facts, signals, thresholds)
    return undecided(Judged(facts.message, facts, signals, verdict), RULES.rules, TITLES)


def test_rules_that_want_for_the_same_stand_together(facts):
    assert wanting(facts("HELLO")) == (
        ("no score", ("Attack", "Threat")),
        ("too few letters, no score", ("Shouting",)),
    )


def test_only_what_is_unknown_is_wanting(facts):
    scores = {"insult": 0.9, "threat": 0.1, "toxicity": 0.9}
    assert wanting(facts("HELLO", scores=scores)) == (("too few letters", ("Shouting",)),)
    assert wanting(facts("good morning", scores=scores)) == ()


def test_a_score_without_a_threshold_wants_for_that(facts):
    scores = {"insult": 0.9, "threat": 0.1, "toxicity": 0.9}
    less = {"likely": {**THRESHOLDS["likely"]}}
    del less["likely"]["insult"]
    assert wanting(facts("good morning", scores=scores), less) == (("no threshold", ("Attack",)),)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One whose model has never heard of threats."""
    whole, folder = files("bot.scorers") / "weights", tmp_path_factory.mktemp("model")
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).write_bytes((whole / name).read_bytes())
    card = (whole / "model.json").read_text("utf-8")
    (folder / "model.json").write_text(card.replace('"threat"', '"doom"'), "utf-8")
    with lit_demo(tmp_path_factory.mktemp("demo"), SCORER=str(folder)) as running:
        yield running


@pytest.mark.browser
def test_what_could_not_be_told_stands_beside_the_verdict(browser):
    page = browser.visit()
    page.get_by_role("textbox", name="Message").fill("say that again and I will break your jaw")
    page.get_by_role("button", name="Send").click()
    ruling = page.locator(".hk-ruling", has_text="break your jaw")
    expect(ruling.locator(".chips")).to_contain_text("could not tell: Threat, no score")
    expect(ruling.locator(".fine")).to_have_count(0)
    ruling.get_by_role("button").click()
    expect(ruling.locator(".details")).to_contain_text("Could not tell: Threat, no score.")
    expect(page.locator(".hk-ruling", has_text="build is green").locator(".fine")).to_have_count(1)
