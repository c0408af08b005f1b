"""`rules history`: what was in force, how its rules do, and the way back."""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.app import running
from bot.config import Settings
from bot.library import pack
from bot.reload import Reload, record_of
from bot.rulebook.load import loads
from tests.command import answer
from tests.crash.recorder import Recorder
from tests.store.build import decision, message
from tests.test_reload import BROKEN, FAILING, INSULT, RENAMED, RULES

FIRST, SECOND = datetime(2026, 3, 1, 9, 30, tzinfo=UTC), datetime(2026, 3, 2, 18, 5, 7, tzinfo=UTC)


class Office:
    """A bot whose rules are in a file of its own, and a terminal beside it."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "mine.yaml"
        self.database = f"sqlite:///{folder}/bot.db"
        self.reload = None

    @property
    def app(self):
        return self.reload.app

    async def save(self, text, at):
        self.file.write_text(text, encoding="utf-8", newline="")
        self.reload.now = lambda: at
        await self.look()

    async def look(self):
        for _ in range(2):
            await self.reload.look()

    async def history(self, *args, **env):
        """Run the command in the bot's folder: exit status, stdout, stderr."""
        env = {"RULES": "mine.yaml", "DATABASE_URL": self.database, **env}
        return await asyncio.to_thread(answer, "rules", "history", *args, cwd=self.folder, **env)

    async def objects(self, *args):
        status, out, err = await self.history("--json", *args)
        assert (status, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
async def office(tmp_path, scorer, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = Office(tmp_path)
    made.file.write_text(RULES)
    settings = Settings(_env_file=None, database_url=made.database, rules="mine.yaml")
    async with running(settings, [Recorder(tmp_path / "did.jsonl", delay_s=0)], scorer) as app:
        made.reload = Reload(app, now=lambda: FIRST)
        await made.reload.start()
        await made.look()
        yield made


async def test_versions_are_listed_newest_first(office):
    first = office.app.rulebook.digest
    await office.save(RENAMED, SECOND)
    second = office.app.rulebook.digest
    assert await office.history() == (
        0,
        "when                 digest        rules  file\n"
        f"2026-03-02 18:05:07  {second}  1      mine.yaml  in force\n"
        f"2026-03-01 09:30:00  {first}  1      mine.yaml\n",
        "",
    )
    newest, oldest = await office.objects()
    assert newest == {
        "at": SECOND.isoformat(),
        "digest": second,
        "file": "mine.yaml",
        "files": ["mine.yaml"],
        "rules": 1,
        "how": "in force",
        "in_force": True,
    }
    assert (oldest["digest"], oldest["in_force"]) == (first, False)


async def test_times_are_those_of_the_communitys_clock(office):
    _, out, _ = await office.history(TIMEZONE="Asia/Tokyo")
    assert "2026-03-01 18:30:00" in out


async def test_a_version_is_put_back_and_a_running_bot_takes_it_up(office):
    first = office.app.rulebook.digest
    await office.save(RENAMED, SECOND)
    status, out, err = await office.history("--rollback", first[:5])
    said = f"mine.yaml: back to {first} of 2026-03-01 09:30 UTC\n"
    assert (status, out, err) == (0, said, "")
    assert office.file.read_text() == RULES
    await office.look()
    assert office.app.rulebook.digest == first
    now, *before = await office.objects()
    assert (now["digest"], now["in_force"]) == (first, True)
    assert [one["in_force"] for one in before] == [False, False]


async def test_every_byte_comes_back_and_the_file_keeps_its_owner_and_rights(office):
    odd = RULES.replace("\n", "\r\n") + "# żółw ✓"
    await office.save(odd, SECOND)
    odd_digest = office.app.rulebook.digest
    await office.save(RULES, SECOND + timedelta(days=1))
    office.file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(office.file, 1234, 1234)
    owner = office.file.stat().st_uid
    await office.history("--rollback", odd_digest)
    assert office.file.read_bytes() == odd.encode()
    assert office.file.stat().st_mode & 0o777 == 0o640
    assert office.file.stat().st_uid == owner
    assert [one.name for one in office.folder.glob(".mine*")] == []


@pytest.mark.parametrize("text", [BROKEN, FAILING])
async def test_what_the_file_says_now_is_kept_even_when_it_never_was_in_force(office, text):
    first = office.app.rulebook.digest
    await office.save(text, SECOND)
    await office.history("--rollback", first)
    assert office.file.read_text() == RULES
    kept, now = await office.objects()
    assert (kept["how"], kept["in_force"]) == ("set aside", False)
    assert now["in_force"]
    (found,) = await office.app.store.rulebooks(kept["digest"])
    assert found.sources == {"mine.yaml": text}


async def test_files_that_it_brings_in_come_back_too(office):
    words = office.folder / "words.yaml"
    words.write_text("lists: {banned: [squirrel]}\n")
    await office.save("include: [words.yaml]\n" + RULES, SECOND)
    wanted = office.app.rulebook
    words.unlink()
    await office.save(RULES, SECOND)
    await office.history("--rollback", wanted.digest)
    assert words.read_text() == "lists: {banned: [squirrel]}\n"
    await office.look()
    assert office.app.rulebook.digest == wanted.digest


WORDS = "lists: {banned: [squirrel]}\n"


async def with_words(office):
    """The words beside the rules, and the digest of the version that includes them."""
    words = office.folder / "words.yaml"
    words.write_text(WORDS)
    await office.save("include: [words.yaml]\n" + RULES, SECOND)
    return words, office.app.rulebook.digest


async def test_a_slip_in_a_file_that_is_brought_in_is_kept_with_the_main_file(office):
    words, digest = await with_words(office)
    words.write_text("lists: {banned: [squirrel, marmot}\n")
    await office.history("--rollback", digest)
    assert words.read_text() == WORDS
    (kept, *_) = await office.app.store.rulebooks()
    assert (kept.how, kept.sources["words.yaml"]) == (
        "set aside",
        "lists: {banned: [squirrel, marmot}\n",
    )
    assert kept.digest != digest


async def test_what_nobody_includes_any_more_is_kept_too_and_can_be_gone_back_to(office):
    words, digest = await with_words(office)
    await office.save(RULES, SECOND)
    words.write_text("lists: {banned: [marmot]}\n")
    await office.history("--rollback", digest)
    assert (words.read_text(), office.file.read_text()[:7]) == (WORDS, "include")
    kept, *_ = await office.objects()
    assert (kept["how"], kept["files"]) == ("set aside", ["mine.yaml", "words.yaml"])
    status, out, err = await office.history("--rollback", kept["digest"])
    assert (status, err, len(out.splitlines()), "changed" in out) == (0, "", 1, False)
    assert (words.read_text(), office.file.read_text()) == ("lists: {banned: [marmot]}\n", RULES)


async def test_what_is_no_text_or_belongs_to_no_main_file_is_copied_beside(office):
    words, digest = await with_words(office)
    office.file.write_bytes(b"title: \xff\xfe caf\xe9\n")
    words.write_text("mine")
    office.file.chmod(0o640)
    status, out, err = await office.history("--rollback", digest)
    (copy,) = office.folder.glob("mine.yaml.2*.bak")
    assert (status, err, f"{copy.name}: a copy of what mine.yaml was\n" in out) == (0, "", True)
    assert (office.file.read_text()[:7], words.read_text()) == ("include", WORDS)
    assert (copy.read_bytes(), copy.stat().st_mode & 0o777) == (b"title: \xff\xfe caf\xe9\n", 0o640)
    (other,) = office.folder.glob("words.yaml.2*.bak")
    assert other.read_text() == "mine"


async def test_a_link_stays_a_link(office):
    first, real = office.app.rulebook.digest, office.folder / "real.yaml"
    office.file.rename(real)
    office.file.symlink_to(real)
    real.write_text(RENAMED)
    await office.history("--rollback", first)
    assert office.file.is_symlink()
    assert real.read_text() == RULES


async def test_an_unknown_or_ambiguous_version_is_one_line_and_changes_nothing(office):
    await office.save(RENAMED, SECOND)
    for digest, why in (("fff", "no version `fff`"), ("", "several versions begin with ``")):
        status, out, err = await office.history("--rollback", digest)
        assert (status, out) == (2, "")
        assert err == f"error: rules history: {why}; `rules history` lists them\n"
    assert office.file.read_text() == RENAMED


async def test_a_packaged_rulebook_has_no_file_to_go_back_to(office):
    first = office.app.rulebook.digest
    status, _, err = await office.history("--rollback", first, RULES="default")
    assert status == 2
    assert "only a file of your own can go back" in err


async def test_the_packaged_rulebook_goes_back_into_a_file_of_ones_own(office):
    packaged = loads(pack("default"), "packs/default.yaml")
    await office.app.store.note_rulebook(record_of(packaged, SECOND))
    status, out, _ = await office.history("--rollback", packaged.digest, RULES="")
    assert (status, out.partition(":")[0]) == (0, "rules/default.yaml")
    assert (office.folder / "rules/default.yaml").read_text("utf-8") == pack("default")


async def test_where_nothing_is_stored_it_says_so_and_makes_nothing(office):
    status, out, err = await office.history(DATABASE_URL="sqlite:///none.db")
    assert (status, out) == (2, "")
    assert err == "error: database sqlite:///none.db: nothing is stored there\n"
    assert not (office.folder / "none.db").exists()


async def test_health_shows_how_often_each_rule_fired_and_was_upheld(office):
    now = clock.now() - timedelta(days=2)
    for number in range(6):
        at = now + timedelta(hours=number)
        judged = await office.app.pipeline.handle(message(f"m{number}", text=INSULT, sent_at=at))
        word = "uphold" if number == 5 else "dismiss"
        await office.app.store.decide(judged.case.id, decision(word=word))
    _, out, err = await office.history("--health")
    head, line = out.splitlines()
    assert err == ""
    assert head.split() == [
        *("rule", "mode", "shadow", "suggest", "live", "upheld", "precision", "(95", "%)")
    ]
    assert " ".join(line.split()) == (
        "attack live 0 0 6 1 of 6 17% (3% to 56%) ALARM: set its mode to suggest"
    )
    (row,) = await office.objects("--health")
    assert row["hits"] == {"shadow": 0, "suggest": 0, "live": 6}
    assert (row["upheld"], row["dismissed"], row["propose"]) == (1, 5, "suggest")
    assert (row["precision"], row["alarm"]) == (0.1667, True)


async def test_hits_before_a_rule_was_promoted_stand_beside_those_since(office):
    shadow = RULES.replace("id: attack", "id: attack\n    mode: shadow")
    at = clock.now() - timedelta(days=2)
    await office.save(shadow, SECOND)
    await office.app.pipeline.handle(message("m1", text=INSULT, sent_at=at))
    await office.save(RULES, SECOND + timedelta(days=1))
    await office.app.pipeline.handle(message("m2", text=INSULT, sent_at=at + timedelta(hours=1)))
    (row,) = await office.objects("--health")
    assert (row["mode"], row["hits"]) == ("live", {"shadow": 1, "suggest": 0, "live": 1})


async def test_health_and_rollback_do_not_go_together(office):
    status, _, err = await office.history("--rollback", "ab", "--health")
    assert (status, err) == (2, "error: rules history: --rollback or --health, not both\n")
