"""Saved rules are in force at once, whole or not at all, and no message is lost over it."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import assemble, read_rulebook, running
from bot.config import Settings
from bot.errors import RulebookError, ScorerError, StoreError
from bot.library import pack
from bot.model import Action, Effect
from bot.reload import LOOK_EVERY_S, Reload, doubtful
from tests.conftest import NOON
from tests.crash.recorder import Recorder
from tests.rulebook.build import rulebook
from tests.store.build import message

RULES = """
version: 1
policies:
  respect: {title: Be kind, text: Argue about ideas., weight: 2, ladder: default}
ladders:
  default: {half_life: 14d, steps: [{at: 20, do: [{mute: 30m}]}]}
rules:
  - id: attack
    policy: respect
    when: {insult: likely}
    then: [delete, strike]
    examples: {match: [you are a complete idiot], no_match: [good morning]}
"""
RENAMED = RULES.replace("id: attack", "id: rude").replace("title: Be kind", "title: Be nice")
BROKEN = RULES.replace("insult: likely", "insutl: likely").replace("then: [delete", "then: [delte")
FAILING = RULES.replace("match: [you are a complete idiot]", "match: [lovely weather]")
INSULT = "you are a complete idiot"


class Desk:
    """A running bot whose rule file lies on a desk, and somebody who edits it."""

    def __init__(self, app, file):
        self.app, self.file = app, file
        self.changes, self.reload = 0, Reload(app, changed=self.change)
        self.changed = asyncio.Event()

    def change(self):
        self.changes += 1
        self.changed.set()

    @property
    def rules(self):
        return [rule.id for rule in self.app.rulebook.rules]

    async def save(self, text, looks=2):
        """Save a text, in one go and under its own name, and let the bot look."""
        self.file.write_text(text, encoding="utf-8")
        await self.look(looks)

    async def look(self, times=2):
        for _ in range(times):
            await self.reload.look()


@pytest.fixture
async def desk(tmp_path, scorer):
    file = tmp_path / "rules.yaml"
    file.write_text(RULES)
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", rules=str(file))
    async with running(settings, [Recorder(tmp_path / "did.jsonl", delay_s=0)], scorer) as app:
        made = Desk(app, file)
        await made.reload.start()
        await made.look()
        yield made


def test_two_looks_leave_most_of_a_second_for_the_examples():
    assert 2 * LOOK_EVERY_S <= 0.25


async def test_what_is_saved_is_in_force_after_two_looks(desk):
    await desk.save(RENAMED, looks=1)
    assert desk.rules == ["attack"]
    await desk.look(1)
    assert desk.rules == ["rude"]
    assert (desk.reload.trouble, desk.changes) == ((), 1)


async def test_no_message_is_lost_or_judged_by_two_rulebooks(desk):
    watching = asyncio.create_task(desk.reload.run())
    old = desk.app.rulebook.digest
    said, judged = 0, []
    async with asyncio.timeout(60):
        while len({one.verdict.rulebook for one in judged[-20:]} - {old}) == 0 or said < 60:
            many = [
                message(f"m{said + n}", said + n, text=f"{INSULT} {said + n}") for n in range(10)
            ]
            judged += await asyncio.gather(*map(desk.app.pipeline.handle, many))
            said += len(many)
            if said == 20:
                written(desk.file.with_suffix(".new"), RENAMED).replace(desk.file)
            await asyncio.sleep(0.01)
    watching.cancel()
    assert len(judged) == said
    assert None not in judged
    by = {old: ("attack",), desk.app.rulebook.digest: ("rude",)}
    assert [one.verdict.rules for one in judged] == [by[one.verdict.rulebook] for one in judged]
    first_new = next(at for at, one in enumerate(judged) if one.verdict.rulebook != old)
    assert {one.verdict.rulebook for one in judged[first_new:]} == {desk.app.rulebook.digest}


def written(path, text):
    path.write_text(text)
    return path


async def test_its_words_are_in_force_too(desk):
    await desk.save(RENAMED)
    effect = Effect("k", 1, Action("warn"), message(), NOON, NOON, policies=("respect",))
    assert "Be nice" in desk.app.pipeline.enforcement.notices.write("warn", effect)


async def test_a_file_with_mistakes_changes_nothing_and_each_is_logged_in_a_line(desk):
    with capture_logs() as logs:
        await desk.save(BROKEN)
        await desk.look(3)
    assert desk.rules == ["attack"]
    said = [line for line in logs if line["log_level"] == "error"]
    assert [line["reason"] for line in said] == list(desk.reload.trouble)
    assert [line.rpartition("error: ")[2] for line in desk.reload.trouble] == [
        "unknown signal `insutl`; did you mean `insult`?",
        "unknown action `delte`; did you mean `delete`?",
    ]
    assert all(line.startswith(f"{desk.file}:") for line in desk.reload.trouble)
    assert desk.changes == 1
    await desk.save(RENAMED)
    assert (desk.rules, desk.reload.trouble) == (["rude"], ())


async def test_mending_a_file_back_to_what_is_in_force_ends_the_trouble(desk):
    await desk.save(BROKEN)
    await desk.save(RULES)
    assert (desk.rules, desk.reload.trouble, desk.changes) == (["attack"], (), 2)


async def test_a_file_that_is_still_being_written_waits(desk):
    """Each half alone would load, or be a mistake."""
    for end in range(100, len(RENAMED), 40):
        await desk.save(RENAMED[:end], looks=1)
        assert (desk.rules, desk.reload.trouble) == (["attack"], ())
    await desk.save(RENAMED)
    assert desk.rules == ["rude"]


async def test_an_editor_may_save_by_renaming(desk):
    desk.file.rename(desk.file.with_suffix(".bak"))
    await desk.look(1)
    written(desk.file.with_suffix(".tmp"), RENAMED).replace(desk.file)
    await desk.look()
    assert (desk.rules, desk.reload.trouble) == (["rude"], ())


async def test_the_same_size_and_time_hide_no_change(desk):
    before = desk.file.stat()
    desk.file.write_text(RULES.replace("id: attack", "id: attakc"))
    os.utime(desk.file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.file.stat().st_size == before.st_size
    await desk.look()
    assert desk.rules == ["attakc"]


async def test_a_deleted_file_leaves_what_is_in_force(desk):
    desk.file.unlink()
    await desk.look()
    assert desk.rules == ["attack"]
    assert desk.reload.trouble == (f"{desk.file}: No such file or directory",)
    await desk.save(RULES)
    assert desk.reload.trouble == ()


async def test_a_rulebook_whose_examples_fail_is_refused(desk):
    await desk.save(FAILING.replace("id: attack", "id: weather"))
    assert desk.rules == ["attack"]
    assert desk.reload.trouble == (
        f"{desk.file}: error: rule `weather`: 1 of its examples fails; `rules test` shows why",
    )


async def test_force_takes_it_all_the_same_and_says_so(desk):
    desk.reload.force = True
    with capture_logs() as logs:
        await desk.save(FAILING.replace("id: attack", "id: weather"))
    assert (desk.rules, desk.reload.trouble) == (["weather"], ())
    assert any("1 of its examples fails" in line.get("reason", "") for line in logs)


@pytest.mark.parametrize("mode", ["suggest", "shadow"])
async def test_examples_of_rules_that_do_not_act_stop_nothing(desk, mode):
    await desk.save(FAILING.replace("id: attack", f"id: weather\n    mode: {mode}"))
    assert desk.rules == ["weather"]


async def test_a_rulebook_that_begins_with_failing_examples_is_refused_too(desk):
    desk.file.write_text(FAILING)
    book = read_rulebook(desk.app.settings)
    app = assemble(desk.app.settings, book, desk.app.scorer, desk.app.store, [])
    with pytest.raises(RulebookError, match="rule `attack`: 1 of its examples fails"):
        await Reload(app).start()
    await Reload(app, force=True).start()


class Mute:
    """A model that never answers."""

    name, labels, thresholds = "mute", (), {}

    async def score(self, text):
        raise ScorerError("nothing to say")

    async def close(self):
        pass


async def test_the_packaged_rulebook_is_trusted_as_it_is(desk, tmp_path):
    settings = Settings(_env_file=None, rules="default")
    book = read_rulebook(settings)
    await Reload(assemble(settings, book, Mute(), desk.app.store, [])).start()
    copy = tmp_path / "copy.yaml"
    copy.write_text(pack("default"), encoding="utf-8")
    settings = Settings(_env_file=None, rules=str(copy))
    await Reload(assemble(settings, read_rulebook(settings), Mute(), desk.app.store, [])).start()
    copy.write_text(f"{pack('default')}\n# mine", encoding="utf-8")
    mine = assemble(settings, read_rulebook(settings), Mute(), desk.app.store, [])
    with pytest.raises(RulebookError):
        await Reload(mine).start()


async def test_an_own_file_that_appears_is_in_force_and_is_missed_when_it_goes(
    desk, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None)
    app = assemble(settings, read_rulebook(settings), desk.app.scorer, desk.app.store, [])
    mine = Desk(app, tmp_path / "rules/default.yaml")
    await mine.look()
    packaged = app.rulebook
    mine.file.parent.mkdir()
    await mine.save(RENAMED)
    assert mine.rules == ["rude"]
    mine.file.unlink()
    await mine.look()
    assert mine.rules == ["rude"]
    assert mine.reload.trouble == ("rules/default.yaml: No such file or directory",)
    assert packaged.digest != app.rulebook.digest


async def test_a_file_that_is_brought_in_is_watched_too(desk):
    main = "include: [words.yaml]\n" + RULES
    await desk.save(main)
    assert "words.yaml" in desk.reload.trouble[0]
    more = "lists: {banned: [squirrel]}\n"
    words = desk.file.parent / "words.yaml"
    words.write_text(more)
    await desk.look()
    assert desk.reload.trouble == ()
    before = desk.app.rulebook.digest
    words.write_text(more.replace("squirrel", "marmot"))
    await desk.look()
    assert desk.app.rulebook.digest != before
    assert "marmot" in desk.app.rulebook.sources[str(words)]


async def test_what_a_platform_cannot_do_is_refused(desk):
    platforms = desk.app.pipeline.enforcement.platforms
    (hands,) = platforms.values()
    hands.can -= {"restrict"}
    await desk.save(RENAMED)
    assert desk.rules == ["attack"]
    assert "needs restrict, which recorder cannot do" in desk.reload.trouble[0]


async def test_each_version_that_comes_into_force_is_kept(desk):
    desk.reload.now = lambda: NOON
    for text in (RENAMED, BROKEN, RULES):
        await desk.save(text)
    found = await desk.app.store.rulebooks()
    assert [one.sources[str(desk.file)] for one in found] == [RULES, RENAMED, RULES]
    assert [one.rules for one in found] == [1, 1, 1]
    assert (found[0].digest, found[0].name) == (desk.app.rulebook.digest, str(desk.file))
    assert found[0].at == NOON


class Away:
    """A store that is away for a while, as far as rulebooks go."""

    def __init__(self, store):
        self.store, self.away = store, True

    async def note_rulebook(self, version):
        if self.away:
            raise StoreError("the disk is full")
        return await self.store.note_rulebook(version)


async def test_what_could_not_be_noted_is_noted_later(desk):
    away = Away(desk.app.store)
    desk.reload.app = replace(desk.app, store=away)
    await desk.save(RENAMED)
    assert desk.rules == ["rude"]
    assert len(await desk.app.store.rulebooks()) == 1
    away.away = False
    await desk.look(1)
    assert len(await desk.app.store.rulebooks()) == 2


async def test_nothing_stops_the_watch(desk):
    def trip():
        desk.reload.changed = desk.change
        raise KeyError("a page is gone")

    desk.reload.changed = trip
    watching = asyncio.create_task(desk.reload.run())
    with capture_logs() as logs:
        desk.file.write_text(RENAMED)
        await asyncio.wait_for(desk.changed.wait(), 30)
        desk.changed.clear()
        desk.file.write_text(RULES)
        await asyncio.wait_for(desk.changed.wait(), 30)
    assert desk.rules == ["attack"]
    assert [line["event"] for line in logs if line["log_level"] == "error"][:1] == [
        "rulebook not read"
    ]
    watching.cancel()


async def test_a_rulebook_in_the_log_holds_no_words_of_members(desk):
    await desk.app.pipeline.handle(message(text=INSULT))
    with capture_logs() as logs:
        await desk.save(FAILING)
        await desk.save(BROKEN)
        await desk.save(RENAMED)
    assert logs
    assert not [line for line in logs if INSULT in str(line) or "lovely weather" in str(line)]


async def test_time_of_the_version_is_told_by_the_edge(desk):
    later = NOON + timedelta(days=1)
    desk.reload.now = lambda: later
    await desk.save(RENAMED)
    (newest, *_) = await desk.app.store.rulebooks()
    assert newest.at == later


PLAIN, OTHER = {"title": "One"}, {"title": "Two", "when": {"insult": "very likely"}}
CHAT = {"match": [[{"a": "x"}, {"b": "y"}]], "no_match": ["z"]}


@pytest.mark.parametrize(
    ("before", "now", "rules"),
    [
        ([PLAIN, OTHER], [PLAIN, OTHER], []),
        ([PLAIN, OTHER], [PLAIN, {**OTHER, "then": ["delete"]}], ["r1"]),
        (
            [PLAIN, OTHER],
            [{**PLAIN, "examples": {"match": ["n"], "no_match": ["m"]}}, OTHER],
            ["r0"],
        ),
        ([PLAIN, {**OTHER, "mode": "shadow"}], [PLAIN, OTHER], ["r1"]),
        ([PLAIN, OTHER], [PLAIN, {**OTHER, "mode": "shadow"}], []),
        ([PLAIN, OTHER], [PLAIN, OTHER, PLAIN], ["r2"]),
        ([PLAIN, OTHER], [PLAIN, {**OTHER, "stop": True}], ["r0", "r1"]),
        ([PLAIN, {**OTHER, "stop": True}], [PLAIN, OTHER], ["r0", "r1"]),
        ([{**PLAIN, "examples": CHAT}, OTHER], [{**PLAIN, "examples": CHAT}, PLAIN], ["r0", "r1"]),
        ([{**PLAIN, "examples": CHAT}, OTHER], [{**PLAIN, "examples": CHAT}, OTHER], []),
        (
            [{**PLAIN, "when": {"seen": {"rule": "r1", "times": ">= 2", "within": "1h"}}}, OTHER],
            [{**PLAIN, "when": {"seen": {"rule": "r1", "times": ">= 2", "within": "1h"}}}, PLAIN],
            ["r0", "r1"],
        ),
    ],
)
def test_only_examples_that_may_do_otherwise_than_before_are_run_again(before, now, rules):
    proven, book = rulebook(*before), rulebook(*now)
    assert sorted(rule.id for rule in doubtful(book, proven)) == rules
    assert len(doubtful(book, None)) == sum(rule.mode == "live" for rule in book.rules)


def test_other_levels_or_weights_cast_doubt_on_all_they_can_touch():
    before = rulebook(PLAIN, OTHER)
    assert len(doubtful(rulebook(PLAIN, OTHER, levels={"vip": ["vips"]}), before)) == 2
    chat = {**PLAIN, "examples": CHAT}
    heavier = {"respect": {"title": "Be kind", "weight": 9}}
    assert [rule.id for rule in doubtful(rulebook(chat, policies=heavier), rulebook(chat))] == [
        "r0"
    ]


class Listening:
    """A model that remembers what it was asked."""

    def __init__(self, scorer):
        self.scorer, self.heard = scorer, []
        self.name, self.labels, self.thresholds = scorer.name, scorer.labels, scorer.thresholds

    async def score(self, text):
        self.heard.append(text)
        return await self.scorer.score(text)


async def test_a_comment_is_in_force_without_running_an_example_again(desk):
    desk.app.pipeline.scorer = model = Listening(desk.app.scorer)
    desk.reload.app = replace(desk.app, scorer=model)
    await desk.save(RULES + "# a comment")
    assert "a comment" in desk.app.rulebook.sources[str(desk.file)]
    assert model.heard == []
    await desk.save(RENAMED)
    assert model.heard != []


async def test_what_was_forced_is_not_taken_for_proven(desk):
    desk.reload.force = True
    await desk.save(FAILING)
    desk.reload.force = False
    await desk.save(FAILING + "# a comment")
    assert "1 of its examples fails" in desk.reload.trouble[0]
