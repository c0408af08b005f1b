"""Rules that are edited while the demo runs: in force at once, or told about on every page."""

import asyncio
import os
import subprocess

import pytest
from playwright.sync_api import expect

from bot.config import read_settings
from bot.demo.hearth import lit
from tests.command import COMMAND
from tests.demo.conftest import Browser, lit_demo

RULES = """
version: 1
policies:
  respect: {title: Be kind, text: Argue about ideas., weight: 1, ladder: default}
ladders:
  default: {half_life: 14d, steps: [{at: 90, do: [{mute: 30m}]}]}
rules:
  - id: attack
    title: Personal attack
    policy: respect
    when: {insult: likely}
    then: [strike, escalate]
    examples: {match: [you are a complete idiot], no_match: [good morning]}
"""
RENAMED = RULES.replace("Personal attack", "Rude words")
BROKEN = RULES.replace("insult: likely", "insutl: likely")
FAILING = RULES.replace("match: [you are a complete idiot]", "match: [lovely weather]")
INSULT = "nobody likes you, Hana, you pathetic loser"


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(RULES)
    return file


@pytest.fixture
async def hearth(tmp_path, file):
    database = f"sqlite:///{tmp_path}/demo.db"
    async with lit(read_settings(database_url=database, rules=str(file))) as made:
        await made.sandbox.settle()
        yield made


async def saved(hearth, file, text):
    """Save a text, and wait until the bot has made something of it."""
    done, wired = asyncio.Event(), hearth.reload.changed
    hearth.reload.changed = lambda: (wired(), done.set())
    before = hearth.watch.version
    file.write_text(text)
    await asyncio.wait_for(done.wait(), 30)
    hearth.reload.changed = wired
    assert hearth.watch.version > before


async def test_a_new_title_reaches_the_pages(hearth, file):
    assert hearth.titles.rule("attack") == "Personal attack"
    await saved(hearth, file, RENAMED)
    assert hearth.titles.rule("attack") == "Rude words"


async def test_a_mistake_is_told_until_it_is_mended(hearth, file):
    await saved(hearth, file, BROKEN)
    assert "did you mean `insult`" in hearth.reload.trouble[0]
    await saved(hearth, file, RULES)
    assert hearth.reload.trouble == ()


async def test_a_rule_that_is_dismissed_again_and_again_raises_the_alarm(hearth):
    where, now = hearth.sandbox.rooms["general"].conversation, hearth.sandbox.clock.now
    for _ in range(5):
        hearth.sandbox.post(hearth.sandbox.members["matt"], where, INSULT)
        await hearth.sandbox.settle()
        await hearth.watch.look()
        (case,) = [one for one in hearth.watch.cases if one.state == "open"]
        assert hearth.alarms.standing == ()
        await hearth.app.review.decide(case.id, "Ines", "dismiss", now())
        hearth.watch.touch()
    before = hearth.watch.version
    await hearth.alarms.look()
    (one,) = hearth.alarms.standing
    assert (one.counts.rule, one.counts.dismissed, one.propose) == ("attack", 5, "suggest")
    assert hearth.watch.version > before


@pytest.mark.browser
def test_a_page_shows_what_is_wrong_with_the_saved_rules_and_then_their_new_names(
    chromium, tmp_path, file
):
    with lit_demo(tmp_path, RULES=str(file)) as demo:
        page = Browser(chromium, demo.url).visit()
        banner = page.get_by_role("status")
        expect(banner).to_be_hidden()
        file.write_text(BROKEN)
        expect(banner).to_contain_text("those from before still are")
        expect(banner).to_contain_text("unknown signal `insutl`; did you mean `insult`?")
        file.write_text(RENAMED)
        expect(banner).to_be_hidden()
        box = page.get_by_role("textbox").first
        box.fill(INSULT)
        box.press("Enter")
        expect(page.locator(".hk-lines")).to_contain_text("Rude words")


def demo_of(file, *options):
    command = [*COMMAND, "demo", "--port", "0", *options]
    return subprocess.Popen(
        command,
        cwd=file.parent,
        env={**os.environ, "DATABASE_URL": "", "RULES": str(file)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_rules_whose_examples_fail_are_refused_at_the_start_unless_forced(file):
    file.write_text(FAILING)
    with demo_of(file) as refused:
        out, err = refused.communicate(timeout=60)
        assert (refused.returncode, out) == (2, "")
        assert err == (
            f"{file}: error: rule `attack`: 1 of its examples fails; `rules test` shows why\n"
        )
    with demo_of(file, "--force") as forced:
        assert forced.stdout.readline().startswith("Hearthkeeper demo: http://")
        forced.terminate()
        _, err = forced.communicate(timeout=60)
        assert "1 of its examples fails" in err
        assert "Traceback" not in err
